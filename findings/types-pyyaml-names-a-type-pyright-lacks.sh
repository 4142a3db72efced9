#!/usr/bin/env bash
# types-PyYAML 6.0.12.20261122 with pyright 1.1.414: `yaml.safe_dump` is "partially unknown" in
# strict mode. The stub imports `FloatInt` from `_typeshed`, which is no package: every checker
# brings a copy of its own, and the one in this pyright is older than the stub. Nothing says so;
# pyright resolves the name to Unknown. An installed stub is thus bound to a release of a checker,
# though it requires none. mypy 2.4.1 --strict is content: its own copy has the name.
# Seen in November 2026.
set -euo pipefail
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check \
    'pyright[nodejs]==1.1.414' mypy==2.4.1 PyYAML==6.0.3 types-PyYAML==6.0.12.20261122 2> /dev/null
cat > dumps.py <<'PY'
import yaml

print(yaml.safe_dump({"a": 1}))
PY
echo '{"typeCheckingMode": "strict"}' > pyrightconfig.json
said=$(env/bin/pyright --pythonpath env/bin/python dumps.py || true)
mypy=$(env/bin/mypy --strict dumps.py || true)
echo "pyright: $(grep -o 'Type of "safe_dump" is partially unknown' <<< "$said")"
echo "mypy: $mypy"
grep -q 'import FloatInt' env/lib/python3*/site-packages/yaml-stubs/dumper.pyi
grep -q 'Type of "safe_dump" is partially unknown' <<< "$said"
grep -q 'Success' <<< "$mypy"
