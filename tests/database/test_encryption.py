"""Encrypted fields: unreadable in the database, readable after a change of key, findable."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import connection, models

from stottekontakt.database.encryption import (
    CannotDecrypt,
    EncryptedTextField,
    blind_index,
    decrypt,
    encrypt,
)

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


class Secret(models.Model):
    """A table of the tests' own, made in the test's transaction."""

    text = EncryptedTextField(null=True)

    class Meta:
        app_label = "encryption_tests"
        managed = False
        db_table = "test_encryption_secret"

    def __str__(self) -> str:
        return f"Secret {self.pk}"


@pytest.fixture
def table(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE test_encryption_secret"
            " (id bigserial PRIMARY KEY, text text) ON COMMIT DROP"
        )


def stored(pk: int) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM test_encryption_secret WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def test_the_database_holds_ciphertext_and_the_program_reads_clear_text(table) -> None:
    secret = Secret.objects.create(text="Blåbærsyltetøy")
    ciphertext = stored(secret.pk)
    assert ciphertext is not None
    assert "Blåbær" not in ciphertext
    assert Secret.objects.get().text == "Blåbærsyltetøy"


def test_nothing_stays_nothing(table) -> None:
    secret = Secret.objects.create(text=None)
    assert stored(secret.pk) is None
    assert Secret.objects.get(text__isnull=True).text is None


def test_empty_text_is_encrypted_too(table) -> None:
    secret = Secret.objects.create(text="")
    assert stored(secret.pk)
    assert Secret.objects.get().text == ""


def test_update_and_bulk_create_encrypt(table) -> None:
    Secret.objects.bulk_create([Secret(text="hemmelig")])
    secret = Secret.objects.get()
    assert "hemmelig" not in (stored(secret.pk) or "")
    Secret.objects.update(text="hemmeligere")
    assert "hemmelig" not in (stored(secret.pk) or "")
    assert Secret.objects.get().text == "hemmeligere"


@pytest.mark.parametrize("lookup", ["text", "text__in", "text__contains", "text__gt"])
def test_looking_up_by_the_text_itself_is_refused(table, lookup: str) -> None:
    with pytest.raises(FieldError):
        Secret.objects.filter(**{lookup: "hemmelig"}).exists()


def test_the_same_text_is_never_encrypted_to_the_same() -> None:
    assert encrypt("likt") != encrypt("likt")


def test_after_a_change_of_key_old_values_are_read_and_new_ones_use_the_new_key(settings) -> None:
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    before = encrypt("før")
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    assert decrypt(before) == "før"
    after = encrypt("etter")
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    assert decrypt(after) == "etter"
    with pytest.raises(CannotDecrypt):
        decrypt(before)


def test_a_missing_key_is_told_without_showing_the_value(settings) -> None:
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    token = encrypt("hemmelig")
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    with pytest.raises(CannotDecrypt) as caught:
        decrypt(token)
    assert token not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_changed_ciphertext_is_refused() -> None:
    token = encrypt("hemmelig")
    middle = len(token) // 2
    changed = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    with pytest.raises(CannotDecrypt):
        decrypt(changed)


def test_a_blind_index_is_the_same_for_the_same_and_depends_on_its_own_key(settings) -> None:
    settings.BLIND_INDEX_KEY = "one key"
    first = blind_index("15897012345")
    assert first == blind_index("15897012345")
    assert first != blind_index("15897012346")
    assert len(first) == 32
    assert b"15897012345" not in first
    settings.BLIND_INDEX_KEY = "another key"
    assert blind_index("15897012345") != first
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    settings.BLIND_INDEX_KEY = "one key"
    assert blind_index("15897012345") == first
