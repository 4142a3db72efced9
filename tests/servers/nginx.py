"""nginx in front of the origin."""

from __future__ import annotations

from pathlib import Path

from servers.running import Running, free_ports, program

_CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_max_body_size 1g;
    client_body_temp_path {folder}/client;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    default_type application/octet-stream;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    upstream origin {{ server 127.0.0.1:{origin}; keepalive 300; }}
    server {{
        listen 127.0.0.1:{plain};
        {places}
    }}
    server {{
        listen 127.0.0.1:{tls} ssl http2;
        {places}
    }}
    server {{
        listen 127.0.0.1:{brief_plain};
        keepalive_requests 5;
        {places}
    }}
    server {{
        listen 127.0.0.1:{brief} ssl http2;
        keepalive_requests 5;
        {places}
    }}
}}
"""

_PLACES = """
        location / {{
            proxy_pass http://origin;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering off;
        }}
        location /small/ {{
            client_max_body_size 1m;
            proxy_pass http://origin;
        }}
        location /files/ {{
            alias {folder}/files/;
        }}
"""

LARGE = 64 * 2**20
"""The length of `/files/large`."""


class Nginx:
    """Four addresses: plain, with TLS, and both with five requests to a connection."""

    def __init__(
        self, folder: Path, origin: int, certificate: tuple[Path, Path]
    ) -> None:
        executable = program("nginx")
        ports = free_ports(4)
        self.plain, self.tls, self.brief_plain, self.brief = (
            f"{scheme}://localhost:{port}"
            for scheme, port in zip(("http", "https") * 2, ports, strict=True)
        )
        (folder / "files").mkdir()
        with (folder / "files" / "large").open("wb") as file:
            file.truncate(LARGE)
        file = folder / "nginx.conf"
        file.write_text(
            _CONFIGURATION.format(
                folder=folder,
                origin=origin,
                certificate=certificate[0],
                key=certificate[1],
                plain=ports[0],
                tls=ports[1],
                brief_plain=ports[2],
                brief=ports[3],
                places=_PLACES.format(folder=folder),
            )
        )
        command = [str(executable), "-p", str(folder), "-e", "stderr", "-c", str(file)]
        self._running = Running(command, folder, ports)

    def __enter__(self) -> Nginx:
        self._running.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._running.__exit__(*exc)
