"""Ask ClamAV about a file, over its INSTREAM protocol."""

from __future__ import annotations

import logging
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024
SECONDS = 30


class CannotScan(Exception):
    """The scanner gave no answer that can be trusted."""


def virus_in(data: bytes) -> str | None:
    """The name of what was found; None for a clean file, or where no scanner is set up."""
    if not settings.CLAMAV_URL:
        return None
    try:
        answer = _ask(settings.CLAMAV_URL, data)
    except (OSError, ValueError) as error:
        logger.error("The virus scanner does not answer: %s", type(error).__name__)
        raise CannotScan from error
    if answer == "stream: OK":
        return None
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    logger.error("The virus scanner refused the file: %s", answer)
    raise CannotScan(answer)


def _ask(url: str, data: bytes) -> str:
    with _connect(url) as connection:
        connection.settimeout(SECONDS)
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (part := connection.recv(4096)):
            answer += part
    return answer.rstrip(b"\0").decode("ascii", "replace").strip()


def _connect(url: str) -> socket.socket:
    address = urlsplit(url)
    if address.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address.path)
        except OSError:
            connection.close()
            raise
        return connection
    if address.scheme != "tcp" or not address.hostname:
        raise ValueError("CLAMAV_URL looks like tcp://host:3310 or unix:///path.")
    return socket.create_connection((address.hostname, address.port or 3310), timeout=SECONDS)
