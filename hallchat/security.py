"""Passwords, tokens and the secret behind them: pure functions, apart from the secret's file."""

import os
import secrets
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from passlib.handlers.argon2 import argon2

from hallchat import errors
from hallchat.config import MIN_SECRET_BYTES

MIN_PASSWORD, MAX_PASSWORD = 8, 128
ISSUER = AUDIENCE = "hallchat"
ALGORITHM = "HS256"

# OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
# https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
_hasher: Any = argon2.using(type="ID", memory_cost=19_456, rounds=2, parallelism=1)


def check_password(password: str) -> str:
    """Check a new password; the first time it reads the common ones, some 40 ms, so never on the event loop.

    Args:
        password: as typed; nothing is trimmed or truncated.

    Returns:
        The same password.

    Raises:
        PasswordTooShort: below 8 characters.
        PasswordTooLong: above 128.
        PasswordTooCommon: when it is one of the 3,000 most common.
    """
    if len(password) < MIN_PASSWORD:
        raise errors.PasswordTooShort
    if len(password) > MAX_PASSWORD:
        raise errors.PasswordTooLong
    if password.lower() in _common():
        raise errors.PasswordTooCommon
    return password


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # 12 MB that few need

    return frozenset(FREQUENCY_LISTS["passwords"][:3_000])


def hash_password(password: str) -> str:
    """Hash a password with argon2id: 19 MiB and some 30 ms, so never on the event loop.

    Args:
        password: up to 128 characters.

    Returns:
        The hash, with its parameters in it.
    """
    return _hasher.hash(_bytes(password))


def verify_password(password: str, password_hash: str) -> bool:
    """Tell whether a password is the one that was hashed; as dear as hashing.

    Args:
        password: what was typed; longer ones than can be anybody's are wrong.
        password_hash: what ``hash_password`` returned.

    Returns:
        Whether they match.
    """
    return len(password) <= MAX_PASSWORD and _hasher.verify(_bytes(password), password_hash)


def new_session_id() -> str:
    """Return a fresh sign-in's id: 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def issue_token(secret: str, *, session_id: str, user_id: int, expires_at: datetime) -> str:
    """Sign an access token (JWT, RFC 7519; HS256).

    Args:
        secret: at least 32 bytes.
        session_id: the sign-in that it stands for; its row decides whether the token is good.
        user_id: the subject.
        expires_at: aware.

    Returns:
        The compact token.
    """
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": str(user_id), "sid": session_id, "exp": expires_at}
    return jwt.encode(claims, secret, algorithm=ALGORITHM)


def read_token(secret: str, token: str) -> str:
    """Verify a token.

    Args:
        secret: what it was signed with.
        token: as received.

    Returns:
        The session id in it.

    Raises:
        NotSignedIn: when it is malformed, unsigned, expired, for somebody else, or signed otherwise.
    """
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={"require": ["exp", "iss", "aud", "sub", "sid"]},
        )
    except (jwt.InvalidTokenError, UnicodeEncodeError):
        raise errors.NotSignedIn from None
    if not isinstance(claims["sid"], str):
        raise errors.NotSignedIn
    return claims["sid"]


def load_secret(path: Path) -> str:
    """Read the installation's secret, or make it at the first start, readable by the owner only.

    Args:
        path: the file; its folder must exist.

    Returns:
        64 hexadecimal digits, or what the operator wrote there.

    Raises:
        SystemExit: when the file holds too little: nothing is signed with a secret that can be guessed.
    """
    if not path.exists():
        _write_secret(path)
    secret = path.read_text().strip()
    if len(secret.encode()) < MIN_SECRET_BYTES:
        raise SystemExit(f"{path} holds fewer than {MIN_SECRET_BYTES} bytes. Remove it to have a new secret made.")
    return secret


def _write_secret(path: Path) -> None:
    new = path.with_name(f"{path.name}.{os.getpid()}")  # whole or not at all, should this be the moment of a crash
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(descriptor)
    new.replace(path)


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


UNKNOWN_USER_HASH = hash_password(secrets.token_urlsafe())
"""Verified against when there is no such user, so that it takes as long."""
