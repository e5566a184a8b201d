"""Keys, seals, codes and masks; and nothing personal in the bytes of the file."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.ports import AttentionKind, Predicted, StoredSession
from hotline.message import Attachment, Inbound, InboundKind, Message
from hotline.people import Contact
from storage.errors import KeyFileError, SealBrokenError
from storage.keyring import Keyring, load_or_create_key
from storage.open import open_database
from storage.seal import Seal, SealedQueryCodes
from storage.vault import Vault, masked_contact
from tests.storage.examples import (
    ADDRESS,
    CLERK,
    NAME,
    NOW,
    PHONE,
    PLACE,
    TEXT,
    inbound,
    mask,
    stored_ticket,
)

OLD, NEW = Keyring((b"o" * 32,)), Keyring((b"o" * 32, b"n" * 32))


@given(st.binary(), st.text())
def test_what_is_sealed_opens_again_and_twice_sealed_looks_different(value: bytes, field: str) -> None:
    seal = Seal(OLD)
    first, second = seal.close("f", value), seal.close("f", value)
    assert seal.open("f", first) == value
    assert first != second


@pytest.mark.parametrize("spoil", [lambda s: s[:-1], lambda s: b"\x02" + s[1:], lambda _: b"", lambda s: s[:9]])
def test_what_was_tampered_with_does_not_open(spoil: object) -> None:
    assert callable(spoil)
    seal = Seal(OLD)
    with pytest.raises(SealBrokenError):
        seal.open("f", spoil(seal.close("f", b"x")))


def test_a_value_does_not_open_in_another_field_or_with_another_key() -> None:
    sealed = Seal(OLD).close("people.address", b"x")
    with pytest.raises(SealBrokenError):
        Seal(OLD).open("people.contact", sealed)
    with pytest.raises(SealBrokenError):
        Seal(Keyring((b"z" * 32,))).open("people.address", sealed)


def test_after_a_rotation_the_old_opens_and_people_and_codes_are_found_again() -> None:
    before, after = Seal(OLD), Seal(NEW)
    assert after.open("f", before.close("f", b"x")) == b"x"
    assert after.close("f", b"x")[0] == 2
    assert after.hashed("a", "b") == before.hashed("a", "b")
    assert SealedQueryCodes(after).code("1") == SealedQueryCodes(before).code("1")
    with pytest.raises(SealBrokenError):
        before.open("f", after.close("f", b"x"))


def test_hashes_keep_their_parts_apart() -> None:
    seal = Seal(OLD)
    assert len({seal.hashed("ab", "c"), seal.hashed("a", "bc"), seal.hashed("abc"), seal.hashed("abc", "")}) == 4


def test_query_codes_are_six_digits_steady_and_spread() -> None:
    codes = SealedQueryCodes(Seal(OLD))
    made = [codes.code(str(number)) for number in range(2000)]
    assert all(len(code) == 6 and code.isdigit() for code in made)
    assert made == [codes.code(str(number)) for number in range(2000)]
    assert len(set(made)) > 1980
    assert made != [SealedQueryCodes(Seal(Keyring.new())).code(str(number)) for number in range(2000)]


def test_a_key_file_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "master.key"
    made = load_or_create_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_or_create_key(path) == made
    assert list(path.parent.iterdir()) == [path]
    assert made.keys[0].hex() not in repr(made)


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o666, 0o620])
def test_a_key_that_others_can_read_or_change_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    load_or_create_key(path)
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="open_to_others"):
        load_or_create_key(path)


@pytest.mark.parametrize("content", [b"", b"abc", b"zz" * 32, b"ab" * 31, b"\xff\xfe", b"ab" * 32 + b"\n12"])
def test_a_key_of_another_shape_is_refused_without_showing_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    path.touch(mode=0o600)
    path.write_bytes(content)
    with pytest.raises(KeyFileError) as refusal:
        load_or_create_key(path)
    assert "abab" not in str(refusal.value)


def test_a_key_may_come_from_outside_and_hold_several_lines() -> None:
    ring = Keyring.parse(f"{'0a' * 32}\n{'0b' * 32}\n")
    assert ring.keys == (b"\x0a" * 32, b"\x0b" * 32)


@pytest.mark.parametrize(
    ("place", "blurred"),
    [
        ("锦绣苑3栋", "锦绣苑3栋"),
        ("幸福路1203号", "幸福路1203号"),
        ("幸福路12号3栋2单元501室", "幸福路12号3栋***"),
        ("幸福小区三号楼二单元", "幸福小区三号楼***"),
        ("锦绣苑3栋5楼", "锦绣苑3栋***"),
        ("锦绣苑3-2-501", "锦绣苑3***"),
        ("阳光花园A座1204", "阳光花园A座***"),
        ("中山路与解放路交叉口", "中山路与解放路交叉口"),
        ("地铁2号线人民广场站", "地铁2号线人民广场站"),
        ("", ""),
    ],
)
def test_a_place_is_shown_to_the_building_and_no_further(place: str, blurred: str) -> None:
    assert Vault(Seal(OLD), str).blurred(place) == blurred


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        (Contact("王小明", "13812345678"), "王** 138****5678"),
        (Contact("", "62345678"), "***"),
        (Contact("李", "010-65123456"), "李** ****56"),
        (Contact("王", ""), "王**"),
        (Contact(), ""),
    ],
)
def test_a_contact_is_shown_by_its_ends(contact: Contact, shown: str) -> None:
    assert masked_contact(contact) == shown


def test_nothing_personal_stands_in_the_bytes_of_the_file(sqlite_url: str, tmp_path: Path, seal: Seal) -> None:
    """Everything that takes words in gets them; then the raw bytes of the database and its log are searched."""
    said = "我在单位受了委屈想匿名反映"
    with open_database(sqlite_url, seal=seal, mask=mask) as database:
        with database.units_of_work() as uow:
            ticket = stored_ticket(uow)
            whose = ticket.person
            ticket.public_answer = ticket.internal_note = said + TEXT
            ticket.note("reminded", CLERK, NOW, reason=said + PHONE, note=TEXT)
            uow.tickets.save(ticket)
            uow.people.remember_contact(whose, Contact(NAME, PHONE))
            photo = Attachment("image/png", TEXT.encode())
            stored = uow.inbox.take(Inbound("telegram", ADDRESS, f"{ADDRESS}:1", NOW, InboundKind.PHOTO, said + TEXT,
                                            attachment=photo, latitude=36.6512345, longitude=117.1209876),
                                    whose)  # fmt: skip
            assert stored
            uow.inbox.take(inbound("2"), whose)
            uow.sessions.save(whose, StoredSession({"draft": said + TEXT}), NOW)
            uow.outbox.add(whose, Message(said + TEXT), key="k", at=NOW)
            uow.ledger.add(stored, "m", {"unit": Predicted("城管", 0.9, evidence=(said, NAME, PHONE))}, NOW)
            uow.attention.call(AttentionKind.TROUBLE, whose, mask(TEXT), NOW)
            uow.audit.write(CLERK, "reveal", ticket.number, f"核实{PHONE}{NAME}", NOW)
            uow.commit()
        raw = b"".join(path.read_bytes() for path in tmp_path.glob("jiesu.db*"))
    assert "油烟".encode() in raw  # the masked text is there to be searched
    for secret in (PHONE, ADDRESS, NAME, PLACE, "501", said, "36.65", "117.12"):
        for form in (secret.encode(), secret.encode("utf-16-le"), secret.encode("ascii", "backslashreplace")):
            assert form not in raw, secret


def test_two_starters_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    children = []
    for _ in range(4):
        read, write = os.pipe()
        if os.fork() == 0:
            os.write(write, load_or_create_key(path).keys[0])
            os._exit(0)
        children.append(read)
        os.close(write)
    keys = {os.read(read, 32) for read in children}
    for read in children:
        os.close(read)
        os.wait()
    assert keys == {load_or_create_key(path).keys[0]}
