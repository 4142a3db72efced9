"""squid as a forward proxy: one address for everybody, one for those with a password."""

from __future__ import annotations

from pathlib import Path

from servers.programs import beside
from servers.running import Running, free_ports, is_root, program

USER, PASSWORD = "user", "p@ss"
_DIGEST = "$apr1$saltsalt$s3yr9WRwv0Pzg71.DMtd.."
"""What `openssl passwd -apr1 -salt saltsalt` makes of the password."""

_CONFIGURATION = """
http_port 127.0.0.1:{open}
http_port 127.0.0.1:{closed}
{user}
visible_hostname localhost
pid_filename none
access_log none
cache_log {folder}/cache.log
cache deny all
cache_mem 8 MB
netdb_filename none
pinger_enable off
coredump_dir {folder}
error_directory {errors}
icon_directory {icons}
mime_table {mime}
unlinkd_program {unlinkd}
max_filedescriptors 2048
shutdown_lifetime 0 seconds
forwarded_for delete
auth_param basic program {helper} {folder}/passwords
auth_param basic children 2 startup=1 idle=1
auth_param basic realm demo
acl known proxy_auth REQUIRED
acl forbidden port 9
http_access deny forbidden
http_access deny !localhost
acl restricted localport {closed}
http_access deny restricted !known
http_access allow all
"""


class Squid:
    """`open` lets everybody through (but not to port 9), `closed` asks for a password."""

    def __init__(self, folder: Path) -> None:
        executable = program("squid")
        ports = free_ports(2)
        self.open, self.closed = (f"http://127.0.0.1:{port}" for port in ports)
        (folder / "passwords").write_text(f"{USER}:{_DIGEST}\n")
        share = beside(executable, "usr/share/squid")
        file = folder / "squid.conf"
        file.write_text(
            _CONFIGURATION.format(
                open=ports[0],
                closed=ports[1],
                user="cache_effective_user nobody" if is_root() else "",
                folder=folder,
                errors=share / "errors" / "templates",
                icons=share / "icons",
                mime=share / "mime.conf",
                unlinkd=beside(executable, "usr/lib/squid/unlinkd"),
                helper=beside(executable, "usr/lib/squid/basic_ncsa_auth"),
            )
        )
        command = [str(executable), "-N", "-f", str(file)]
        self._running = Running(command, folder, ports)

    def __enter__(self) -> Squid:
        self._running.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._running.__exit__(*exc)
