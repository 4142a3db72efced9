"""Apache in front of the origin."""

from __future__ import annotations

from pathlib import Path

from servers.programs import beside
from servers.running import Running, free_ports, is_root, program

_MODULES = """
mpm_event authz_core authz_host authn_core authn_file auth_basic authz_user
alias proxy proxy_http ssl http2 socache_shmcb reqtimeout setenvif headers deflate filter
""".split()

_CONFIGURATION = """
ServerRoot {folder}
ServerName localhost
PidFile {folder}/apache.pid
ErrorLog {folder}/error.txt
{user}
{modules}
Listen 127.0.0.1:{plain}
Listen 127.0.0.1:{tls}
KeepAlive On
MaxKeepAliveRequests 5
KeepAliveTimeout 1
StartServers 1
Timeout 20
DocumentRoot {folder}/files
<Directory {folder}/files>
    Require all granted
</Directory>
<Location /locked>
    AuthType Basic
    AuthName demo
    AuthUserFile {folder}/passwords
    Require valid-user
</Location>
ProxyPass /locked/ http://127.0.0.1:{origin}/
ProxyPass /absent/ http://127.0.0.1:9/
ProxyPass /api/ http://127.0.0.1:{origin}/ flushpackets=on
<VirtualHost 127.0.0.1:{tls}>
    SSLEngine on
    SSLCertificateFile {certificate}
    SSLCertificateKeyFile {key}
    Protocols h2 http/1.1
</VirtualHost>
"""


class Apache:
    """Two addresses, plain and with TLS; five requests to a connection."""

    def __init__(
        self, folder: Path, origin: int, certificate: tuple[Path, Path]
    ) -> None:
        executable = program("apache2")
        ports = free_ports(2)
        self.plain = f"http://localhost:{ports[0]}"
        self.tls = f"https://localhost:{ports[1]}"
        (folder / "files").mkdir()
        (folder / "files" / "text").write_text('{"text": "' + "x" * 10_000 + '"}')
        (folder / "passwords").write_text("user:{SHA}" + _SECRET + "\n")
        there = beside(executable, "usr/lib/apache2/modules")
        modules = [f"LoadModule {m}_module {there}/mod_{m}.so" for m in _MODULES]
        file = folder / "apache.conf"
        file.write_text(
            _CONFIGURATION.format(
                folder=folder,
                origin=origin,
                user="User nobody\nGroup nogroup" if is_root() else "",
                modules="\n".join(modules),
                plain=ports[0],
                tls=ports[1],
                certificate=certificate[0],
                key=certificate[1],
            )
        )
        command = [str(executable), "-DFOREGROUND", "-f", str(file)]
        self._running = Running(command, folder, ports)

    def __enter__(self) -> Apache:
        self._running.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._running.__exit__(*exc)


_SECRET = "5en6G6MezRroT3XKqkdPOmY/BfQ="
"""SHA-1 of `secret`."""
