"""What is known of the installed packages' faults: `make audit`.

Asks pip-audit, and says plainly when the service that knows could not be asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any


def judge(report: dict[str, Any]) -> tuple[int, list[str]]:
    """The exit status and what to print for the report of pip-audit."""
    packages = report["dependencies"]
    unknown = [p["name"] for p in packages if "skip_reason" in p]
    faulty = [p for p in packages if p.get("vulns")]
    lines = [
        f"{p['name']} {p['version']}: {v['id']} (mended in {', '.join(v['fix_versions']) or 'none'})"
        for p in faulty
        for v in p["vulns"]
    ]
    asked = len(packages) - len(unknown)
    if not asked:
        return 0, ["NOT AUDITED: the service that knows of faults cannot be reached"]
    lines.append(f"{asked} packages audited, {len(faulty)} of them with known faults")
    if unknown:
        lines.append("not audited: " + ", ".join(unknown))
    return min(len(faulty), 1), lines


def main() -> int:
    """Audits the environment that runs this."""
    command = [sys.executable, "-m", "pip_audit", "--local", "--format", "json"]
    command += ["--progress-spinner", "off", "--timeout", "15"]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        said = done.stderr.strip().splitlines()[-1:]
        print("NOT AUDITED: pip-audit gives no answer:", *said)
        return 0
    status, lines = judge(report)
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main())
