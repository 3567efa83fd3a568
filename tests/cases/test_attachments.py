"""Attachments: what a file holds decides, and every refusal is a sentence."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError

from stottekontakt.cases.attachments import DOCX, XLSX, check, clean_name
from stottekontakt.cases.virus_scan import CannotScan, virus_in
from tests.cases.files import (
    ELF,
    EXE,
    GIF,
    HEIC,
    HTML,
    JPEG,
    OLD_WORD,
    PDF,
    PNG,
    SVG,
    office,
    upload,
)

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("name", "data", "kept_as", "content_type"),
    [
        ("søknad.pdf", PDF, "søknad.pdf", "application/pdf"),
        ("SØKNAD.PDF", PDF, "SØKNAD.PDF", "application/pdf"),
        ("bilde.jpeg", JPEG, "bilde.jpeg", "image/jpeg"),
        ("bilde.jpg", JPEG, "bilde.jpg", "image/jpeg"),
        ("bilde.png", PNG, "bilde.png", "image/png"),
        ("bilde.heic", HEIC, "bilde.heic", "image/heic"),
        ("brev.docx", office("word/document.xml"), "brev.docx", DOCX),
        ("timer.xlsx", office("xl/workbook.xml"), "timer.xlsx", XLSX),
        ("bilde.pdf", JPEG, "bilde.jpg", "image/jpeg"),
        ("søknad", PDF, "søknad.pdf", "application/pdf"),
    ],
)
def test_what_may_be_kept(name, data, kept_as, content_type) -> None:
    checked = check(upload(name, data))
    assert (checked.filename, checked.content_type, checked.data) == (kept_as, content_type, data)


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("faktura.pdf", EXE, "not_allowed", "«faktura.pdf» er et program, uansett hva det heter"),
        ("faktura.pdf", ELF, "not_allowed", "er et program"),
        ("start.pdf", b"#!/bin/sh\nrm -rf /\n", "not_allowed", "er et program"),
        ("tegning.svg", SVG, "not_allowed", "er en SVG-fil"),
        ("tegning.png", SVG, "not_allowed", "er en SVG-fil"),
        ("side.pdf", HTML, "not_allowed", "kan ikke legges ved. Du kan legge ved PDF"),
        ("brev.doc", OLD_WORD, "not_allowed", "eldre eller passordbeskyttet"),
        ("bilde.gif", GIF, "not_allowed", "kan ikke legges ved"),
        ("arkiv.zip", office("annet.txt"), "not_allowed", "kan ikke legges ved"),
        (
            "makro.docx",
            office("word/document.xml", "word/vbaProject.bin"),
            "not_allowed",
            "uten makroer",
        ),
        ("halv.docx", office("word/document.xml")[:60], "not_allowed", "kan ikke legges ved"),
        ("tekst.pdf", b"Hei", "not_allowed", "kan ikke legges ved"),
        ("tom.pdf", b"", "empty", "«tom.pdf» er tom."),
    ],
)
def test_what_is_refused(name, data, code, words) -> None:
    with pytest.raises(ValidationError) as caught:
        check(upload(name, data))
    assert caught.value.code == code
    assert words in caught.value.messages[0]


def test_a_40_mb_file_is_refused_before_it_is_read() -> None:
    file = upload("skann.pdf", PDF)
    file.size = 40 * MB
    with pytest.raises(ValidationError) as caught:
        check(file)
    assert caught.value.code == "too_large"
    assert "«skann.pdf» er 40\u00a0MB. En fil kan være høyst 10\u00a0MB." in caught.value.messages
    assert file.tell() == 0


def test_the_limit_itself_is_allowed(settings) -> None:
    settings.ATTACHMENT_MAX_BYTES = len(PDF)
    assert check(upload("a.pdf", PDF)).data == PDF
    with pytest.raises(ValidationError, match="høyst"):
        check(upload("a.pdf", PDF + b"\n"))


def test_an_office_file_that_unpacks_to_a_full_disk_is_refused(monkeypatch) -> None:
    monkeypatch.setattr("stottekontakt.cases.attachments.MOST_UNPACKED_BYTES", 1 * MB)
    bomb = office("word/document.xml", size=2 * MB)
    assert len(bomb) < 50_000
    with pytest.raises(ValidationError, match="kan ikke legges ved"):
        check(upload("bombe.docx", bomb))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (r"C:\Users\siri\søknad.pdf", "søknad.pdf"),
        ("ny\nlinje\x00.pdf", "nylinje.pdf"),
        ("snu\u202efdp.exe", "snufdp.exe"),
        ("...", "vedlegg"),
        ("", "vedlegg"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ("." + "b" * 300, "b" * 150),
    ],
)
def test_names_of_files(name, clean) -> None:
    assert clean_name(name) == clean


# ── Virus ───────────────────────────────────────────────────────────────────────────────────────


class FakeClamd:
    """Speaks INSTREAM on a loopback port and answers as it was told."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.received, self.command = answer, b"", b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server.getsockname()[1]}"

    def _serve(self) -> None:
        connection, _address = self.server.accept()
        with connection, connection.makefile("rb") as stream:
            self.command = stream.read(len(b"zINSTREAM\0"))
            while size := struct.unpack(">I", stream.read(4))[0]:
                self.received += stream.read(size)
            connection.sendall(self.answer)

    def close(self) -> None:
        self.thread.join(timeout=5)
        self.server.close()


@pytest.fixture
def clamd(settings) -> Iterator:
    servers: list[FakeClamd] = []

    def start(answer: bytes) -> FakeClamd:
        servers.append(FakeClamd(answer))
        settings.CLAMAV_URL = servers[-1].url
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def test_a_clean_file_is_sent_whole_and_kept(clamd) -> None:
    server = clamd(b"stream: OK\0")
    data = PDF + bytes(200_000)
    assert check(upload("a.pdf", data)).data == data
    server.close()
    assert server.command == b"zINSTREAM\0"
    assert server.received == data


def test_a_virus_is_refused(clamd) -> None:
    clamd(b"stream: Eicar-Test-Signature FOUND\0")
    with pytest.raises(ValidationError, match="inneholder virus og ble ikke lagret") as caught:
        check(upload("a.pdf"))
    assert caught.value.code == "virus"


def test_the_name_of_the_virus_is_known(clamd) -> None:
    clamd(b"stream: Eicar-Test-Signature FOUND\0")
    assert virus_in(PDF) == "Eicar-Test-Signature"


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK, almost\0"]
)
def test_an_answer_that_is_no_clear_yes_keeps_the_file_out(clamd, answer) -> None:
    clamd(answer)
    with pytest.raises(ValidationError, match="kunne ikke sjekkes for virus") as caught:
        check(upload("a.pdf"))
    assert caught.value.code == "not_scanned"


def test_a_scanner_that_is_away_keeps_the_file_out(settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(ValidationError, match="legg ved filen senere"):
        check(upload("a.pdf"))


@pytest.mark.parametrize("url", ["http://127.0.0.1", "tcp://", "unix:///nowhere/at/all"])
def test_a_wrong_address_keeps_files_out(settings, url) -> None:
    settings.CLAMAV_URL = url
    with pytest.raises(CannotScan):
        virus_in(PDF)


def test_without_a_scanner_nothing_is_asked(settings) -> None:
    settings.CLAMAV_URL = ""
    assert virus_in(PDF) is None
