"""haproxy in front of the origin, with an address that closes connections at random."""

from __future__ import annotations

from pathlib import Path

from servers.running import Running, free_ports, program

_CONFIGURATION = """
global
    maxconn 2000
    quiet
defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
    default_backend origin
frontend plain
    bind 127.0.0.1:{plain}
frontend fickle
    bind 127.0.0.1:{fickle}
    timeout http-keep-alive 15ms
    http-request reject if {{ rand(100) lt 3 }}
    http-after-response set-header connection close if {{ rand(100) lt 20 }}
frontend absent
    bind 127.0.0.1:{absent}
    default_backend nobody
frontend limited
    bind 127.0.0.1:{limited}
    http-request deny deny_status 429 hdr retry-after 1 if {{ rand(100) lt 50 }}
backend origin
    http-reuse safe
    server origin 127.0.0.1:{origin}
backend nobody
    server nobody 127.0.0.1:9
"""


class Haproxy:
    """Addresses: `plain`, `fickle` closes at random, `absent` has nothing behind it, `limited`
    answers half of the requests with 429."""

    def __init__(self, folder: Path, origin: int) -> None:
        executable = program("haproxy")
        ports = free_ports(4)
        self.plain, self.fickle, self.absent, self.limited = (
            f"http://127.0.0.1:{port}" for port in ports
        )
        file = folder / "haproxy.cfg"
        file.write_text(
            _CONFIGURATION.format(
                plain=ports[0],
                fickle=ports[1],
                absent=ports[2],
                limited=ports[3],
                origin=origin,
            )
        )
        self._running = Running(
            [str(executable), "-db", "-f", str(file)], folder, ports
        )

    def __enter__(self) -> Haproxy:
        self._running.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._running.__exit__(*exc)
