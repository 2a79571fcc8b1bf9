"""Passwords are taken as they are; a token is good only when this installation signed it, for this purpose, until now."""

import base64
import json
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from hallchat import errors, security

SECRET = "a secret of more than thirty-two bytes"
OTHER = "another secret that is just as long as it"


def test_the_common_passwords_take_no_memory_until_somebody_signs_up() -> None:
    asked = "import sys, hallchat.operations; print([name for name in sys.modules if name.startswith('zxcvbn')])"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    "password", ["ñandú-ñu", "x" * 127 + "y", "😀" * 7 + "a", "  spaces  ", "密码密码密码密码", "\ud800 unpaired"]
)
def test_a_password_of_8_to_128_code_points_is_taken_as_it_is(password: str) -> None:
    assert security.check_password(password) == password
    hashed = security.hash_password(password)
    assert security.verify_password(password, hashed)
    assert not security.verify_password(password[:-1] + "?", hashed)
    assert not security.verify_password(password[:-1], hashed)
    assert not security.verify_password(password.strip() + "!", hashed)


@pytest.mark.parametrize("password", ["", "1234567", "😀" * 7])
def test_a_short_password_is_refused(password: str) -> None:
    with pytest.raises(errors.PasswordTooShort):
        security.check_password(password)


def test_a_password_beyond_128_code_points_is_refused_and_never_cut() -> None:
    longest = "é" * 128
    with pytest.raises(errors.PasswordTooLong):
        security.check_password(longest + "x")
    assert not security.verify_password(longest + "x", security.hash_password(longest))


@pytest.mark.parametrize("password", ["password", "PASSWORD", "Password1", "12345678", "qwertyuiop", "iloveyou"])
def test_the_most_common_passwords_are_refused(password: str) -> None:
    with pytest.raises(errors.PasswordTooCommon):
        security.check_password(password)


def test_hashes_are_argon2id_with_a_salt_of_their_own() -> None:
    one, other = security.hash_password("correct horse"), security.hash_password("correct horse")
    assert one != other
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_an_unknown_user_costs_as_much_as_a_known_one() -> None:
    parameters = security.hash_password("correct horse").rsplit("$", 2)[0]
    assert security.UNKNOWN_USER_HASH.startswith(parameters)
    assert not security.verify_password("", security.UNKNOWN_USER_HASH)


def claims(**changed: Any) -> dict[str, Any]:
    """The claims of a good token, with some changed, or left out when None."""
    good = {"iss": "hallchat", "aud": "hallchat", "sub": "7", "sid": "0" * 32, "exp": datetime.now(UTC) + timedelta(hours=1)}
    return {name: value for name, value in (good | changed).items() if value is not None}


def signed(*, key: str = SECRET, algorithm: str = "HS256", **changed: Any) -> str:
    """A token with a right signature over changed claims."""
    return jwt.encode(claims(**changed), key, algorithm=algorithm)


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _with_header(header: object) -> str:
    _, payload, signature = signed().split(".")
    return f"{_part(header)}.{payload}.{signature}"


def _with_payload(**changed: Any) -> str:
    header, _, signature = signed().split(".")
    return f"{header}.{_part(claims(exp=9_999_999_999) | changed)}.{signature}"


def test_a_token_is_read_by_whoever_issued_it() -> None:
    expires_at = datetime.now(UTC) + timedelta(minutes=1)
    token = security.issue_token(SECRET, session_id="f" * 32, user_id=7, expires_at=expires_at)
    assert security.read_token(SECRET, token) == "f" * 32
    assert jwt.decode(token, SECRET, algorithms=["HS256"], audience="hallchat")["sub"] == "7"
    assert security.read_token(SECRET, signed()) == "0" * 32  # so that what follows fails for its own reason


BAD_TOKENS: dict[str, Callable[[], str]] = {
    "alg none": lambda: jwt.encode(claims(), None, algorithm="none"),
    "alg none in the header of a signed one": lambda: _with_header({"alg": "none", "typ": "JWT"}),
    "alg None, in other case": lambda: _with_header({"alg": "nOnE"}),
    "alg a list": lambda: _with_header({"alg": ["HS256"]}),
    "another HMAC": lambda: signed(algorithm="HS512", key=SECRET * 2),
    "no alg": lambda: _with_header({"typ": "JWT"}),
    "header no object": lambda: _with_header([]),
    "another key": lambda: signed(key=OTHER),
    "tampered subject": lambda: _with_payload(sub="1"),
    "tampered session": lambda: _with_payload(sid="1" * 32),
    "signature cut": lambda: signed()[:-2],
    "signature gone": lambda: signed().rsplit(".", 1)[0] + ".",
    "wrong audience": lambda: signed(aud="elsewhere"),
    "wrong issuer": lambda: signed(iss="elsewhere"),
    "expired": lambda: signed(exp=datetime.now(UTC) - timedelta(seconds=1)),
    "not yet valid": lambda: signed(nbf=datetime.now(UTC) + timedelta(hours=1)),
    "expiry no number": lambda: signed(exp="tomorrow"),
    "expiry infinite": lambda: signed(exp=float("inf")),
    "session no text": lambda: signed(sid=7),
    "session a list": lambda: signed(sid=["0" * 32]),
    "subject no text": lambda: signed(sub=7),
    "without issuer": lambda: signed(iss=None),
    "without audience": lambda: signed(aud=None),
    "without subject": lambda: signed(sub=None),
    "without session": lambda: signed(sid=None),
    "without expiry": lambda: signed(exp=None),
}
NO_TOKENS = ["", ".", "..", "a.b.c", "Bearer x", "é.é.é", "\ud800.\ud800.\ud800", "\0", "A" * 100_000, "." * 1_000]


@pytest.mark.parametrize("make", BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_a_token_that_is_not_quite_right_is_refused(make: Callable[[], str]) -> None:
    with pytest.raises(errors.NotSignedIn):
        security.read_token(SECRET, make())


@pytest.mark.parametrize("token", NO_TOKENS, ids=range(len(NO_TOKENS)))
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(errors.NotSignedIn):
        security.read_token(SECRET, token)


def test_a_token_with_endlessly_nested_parts_is_refused() -> None:
    deep = base64.urlsafe_b64encode(b"[" * 50_000).decode()
    with pytest.raises(errors.NotSignedIn):
        security.read_token(SECRET, f"{deep}.{deep}.x")


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    secret = security.load_secret(path)
    assert len(secret) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert security.load_secret(path) == secret
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


def test_two_installations_have_different_secrets(tmp_path: Path) -> None:
    assert security.load_secret(tmp_path / "one") != security.load_secret(tmp_path / "other")


def test_a_secret_that_an_operator_wrote_is_used(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    assert security.load_secret(tmp_path / "secret") == SECRET


@pytest.mark.parametrize("content", ["", "\n", "short\n"])
def test_an_empty_or_short_secret_is_never_signed_with(tmp_path: Path, content: str) -> None:
    path = tmp_path / "secret"
    path.write_text(content)
    with pytest.raises(SystemExit, match=str(path)):
        security.load_secret(path)
