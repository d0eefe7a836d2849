"""Odd servers: whatever answers, `muster outlets --probe` ends and says it in plain words."""

import gzip
import json
import os
import socket
import ssl
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BOMB = gzip.compress(bytes(2_000_000))

ANSWERS: dict[str, tuple[bytes, str]] = {
    "closed": (b"", "unavailable: the connection was closed without an answer"),
    "reset": (b"reset", "unavailable: the connection was closed without an answer"),
    "short": (HTML + b"Content-Length: 99\r\n\r\n<p>half", "unavailable: the answer broke off"),
    "chunks": (HTML + b"Transfer-Encoding: chunked\r\n\r\nff\r\nhalf", "unavailable: the answer broke off"),
    "ssh": (b"SSH-2.0-OpenSSH_9.0\r\n", "unavailable: what answers does not speak HTTP/1.1"),
    "http2": (b"\0\0\x0a\4\0\0\0\0\0\0\n\n", "unavailable: what answers does not speak HTTP/1.1"),
    "huge": (HTML + b"Content-Length: 9999999999\r\n\r\n<p>", "too large: more than DOWNLOAD_MAXSIZE"),
    "endless": (b"endless", "too large: more than DOWNLOAD_MAXSIZE"),
    "bomb": (
        HTML + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB) + BOMB,
        "too large: more than DOWNLOAD_MAXSIZE once unpacked",
    ),
    "silent": (b"silent", "unavailable: no answer within the time limit"),
    "drops": (b"drops", "unavailable: no answer within the time limit"),
    "page": (HTML + b"Content-Length: 4\r\n\r\n<p>x", "the feed's address answers with no RSS or Atom"),
    "picture": (
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 4\r\n\r\n\x89PNG",
        "the feed's address answers with no RSS or Atom",
    ),
    "away": (
        b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n",
        "refused: 10.0.0.1 is not a public address",
    ),
}


def answer(connection: socket.socket) -> None:
    """Read one request, send what its path asks for, and close."""
    with connection, suppress(OSError):
        path = connection.recv(65536).split()[1].decode().removeprefix("/")
        raw = ANSWERS[path][0] if path in ANSWERS else b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        match raw:
            case b"reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            case b"silent":
                connection.recv(1)
            case b"endless":
                connection.sendall(HTML + b"\r\n")
                while True:
                    connection.sendall(bytes(65536))
            case b"drops":
                connection.sendall(HTML + b"\r\n")
                connection.settimeout(0.1)
                while True:
                    connection.sendall(b"<p>")
                    with suppress(TimeoutError):
                        connection.recv(1)
        connection.sendall(raw)


def listening(context: ssl.SSLContext | None = None) -> Iterator[int]:
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection = server.accept()[0]
                if context is not None:
                    connection = context.wrap_socket(connection, server_side=True)
            except ssl.SSLError:
                continue
            except OSError:
                return
            Thread(target=answer, args=(connection,), daemon=True).start()

    Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1]
    server.shutdown(socket.SHUT_RDWR)
    server.close()


@pytest.fixture
def plain() -> Iterator[int]:
    yield from listening()


def certificate(folder: Path, host: x509.GeneralName) -> Path:
    """A self-signed one, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([host]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{host.value}.pem"
    file.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


@pytest.fixture
def trusted(tmp_path: Path) -> Path:
    return certificate(tmp_path, x509.DNSName("trusted.example"))


def secure(file: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    yield from listening(context)


@pytest.fixture
def misnamed(trusted: Path) -> Iterator[int]:
    yield from secure(trusted)


@pytest.fixture
def unknown(tmp_path: Path) -> Iterator[int]:
    yield from secure(certificate(tmp_path, x509.IPAddress(IPv4Address("127.0.0.1"))))


def test_whatever_answers_is_told_in_plain_words(
    tmp_path: Path, plain: int, misnamed: int, unknown: int, trusted: Path
) -> None:
    sites = {
        "odd": (f"http://127.0.0.1:{plain}/", list(ANSWERS)),
        "misnamed": (f"https://127.0.0.1:{misnamed}/", ["feed"]),
        "unknown": (f"https://127.0.0.1:{unknown}/", ["feed"]),
    }
    declared = "".join(
        f'[[outlet]]\nname = "{name}"\ntitle = "{name}"\nsite = "{site}"\nfeeds = {feeds}\n'
        for name, (site, feeds) in sites.items()
    )
    (tmp_path / "mine.toml").write_text(declared, "utf-8")
    settings = (
        "MUSTER_PRIVATE_HOSTS=127.0.0.1",
        "DOWNLOAD_DELAY=0",
        "AUTOTHROTTLE_ENABLED=0",
        "CONCURRENT_REQUESTS_PER_DOMAIN=32",
        "DOWNLOAD_TIMEOUT=2",
        "DOWNLOAD_MAXSIZE=1000000",
        "USER_AGENT=test",
    )
    muster = [sys.executable, "-c", "from crawler.cli import main; main()"]
    asked = ["outlets", *sites, "--outlets", "mine.toml", "--probe", "--json"]
    done = subprocess.run(
        [*muster, *asked, *(option for setting in settings for option in ("-s", setting))],
        cwd=tmp_path,
        env={**os.environ, "SSL_CERT_FILE": str(trusted)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    heard = json.loads(done.stdout)
    problems = {each["url"].rpartition("/")[2]: each["problem"] for each in heard if each["outlet"] == "odd"}
    assert problems == {path: told for path, (_, told) in ANSWERS.items()}
    assert {each["outlet"]: each["problem"] for each in heard if each["outlet"] != "odd"} == {
        "misnamed": "unavailable: robots.txt: TLS: the certificate is another host's",
        "unknown": "unavailable: robots.txt: TLS: certificate verify failed",
    }
