"""The admin commands, ``python -m hallchat …``: they read the command line and call services.

What writes works alone on the database, so it refuses while a server runs. ``backup`` only reads.
"""

import argparse
import getpass
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from alembic.util import CommandError
from filelock import FileLock, Timeout
from sqlalchemy.exc import DBAPIError

from hallchat import security
from hallchat.config import Settings, settings
from hallchat.database import alone
from hallchat.demo import filling
from hallchat.demo.filling import DemoRefused
from hallchat.errors import Refusal
from hallchat.services import accounts, backups
from hallchat.services.backups import BackupRefused


class CommandRefused(Exception):
    """The command does nothing; the sentence says why."""


def create_admin(options: argparse.Namespace) -> str:
    """Make an administrator's account.

    Args:
        options: ``username``, ``display_name``, ``password_stdin``.

    Returns:
        What was done.

    Raises:
        CommandRefused: while a server runs, or without a usable password.
        Refusal: when a name or the password will not do.
    """
    _refuse_while_running()
    password = _new_password(options.password_stdin)
    application = accounts.apply(username=options.username, password=password, display_name=options.display_name)
    password_hash = security.hash_password(password)
    with _nobody_else(settings()), alone(settings().database_url) as tx:
        account = accounts.register(tx, application, password_hash=password_hash, may_be_admin=True, role="admin")
    return f"{account.username} is an administrator now and can sign in."


def reset_password(options: argparse.Namespace) -> str:
    """Give an account a new password and end its sign-ins.

    Args:
        options: ``username``, ``password_stdin``.

    Returns:
        What was done.

    Raises:
        CommandRefused: while a server runs, or without a usable password.
        Refusal: when nobody has that name or the password will not do.
    """
    _refuse_while_running()
    password = security.check_password(_new_password(options.password_stdin))
    password_hash = security.hash_password(password)
    with _nobody_else(settings()), alone(settings().database_url) as tx:
        account = accounts.reset_password(tx, username=options.username, password_hash=password_hash)
    return f"{account.username} has a new password, and all their sign-ins have ended."


def backup(options: argparse.Namespace) -> str:
    """Copy the database, while a server runs or not.

    Args:
        options: ``target``.

    Returns:
        Where the copy is, and what is not in it.

    Raises:
        BackupRefused: when there is nothing to copy, or something in its place.
    """
    target = Path(options.target).expanduser().absolute()
    size = backups.copy(settings().database_path.absolute(), target)
    secret = "HALLCHAT_SECRET" if settings().secret else str(settings().secret_path)
    return (
        f"The backup is in {target} ({size / 1e6:.1f} MB, checked).\n"
        f"The secret is not in it. Keep {secret} apart from it, or everybody has to sign in again after a restore."
    )


def demo(options: argparse.Namespace) -> str:
    """Fill the installation with people, halls and talks to look at.

    Args:
        options: ``password_stdin``; otherwise the password is made up.

    Returns:
        Who there is, and how to sign in.

    Raises:
        CommandRefused: while a server runs, or without a usable password.
        DemoRefused: when it is there already, or its names are taken.
        Refusal: when the password will not do.
    """
    _refuse_while_running()
    password = _read_password() if options.password_stdin else filling.new_password()
    with _nobody_else(settings()), alone(settings().database_url) as tx:
        filled = filling.fill(tx, password=password, now=datetime.now().astimezone())
    people = "".join(f"  {one.username:10}{one.display_name}\n" for one in filled.accounts)
    return (
        f"There are {len(filled.accounts)} people, {filled.halls} halls, {filled.talks} direct talks and {filled.messages} "
        f"messages to look at now:\n{people}"
        f"The password of each of them: {'the one you chose' if options.password_stdin else password}\n"
        "Sign in as two of them, in two browsers or in a normal and a private window.\n"
        "None of them is an administrator; create-admin makes one."
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command.

    Args:
        arguments: instead of the process's own.

    Raises:
        SystemExit: when it is refused or fails; the reason is one sentence on the error stream.
    """
    options = parser().parse_args(arguments)
    try:
        print(options.run(options))
    except (CommandRefused, BackupRefused, DemoRefused, Refusal) as refusal:
        sys.exit(str(refusal))
    except OSError as error:
        sys.exit(f"{error.filename or 'The data folder'}: {error.strerror or error}.")
    except (sqlite3.Error, DBAPIError, CommandError) as error:
        sys.exit(f"The database {settings().database_path} cannot be used: {getattr(error, 'orig', error)}.")
    except KeyboardInterrupt:
        sys.exit("Stopped; nothing was changed.")


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line: every command, its options and its help."""
    parser = argparse.ArgumentParser(
        "python -m hallchat", description="Admin commands of HallChat. Settings are the server's own."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    creating = commands.add_parser("create-admin", help="make an administrator's account")
    creating.add_argument("username")
    creating.add_argument("--display-name", help="the username when left out")
    creating.set_defaults(run=create_admin)

    resetting = commands.add_parser("reset-password", help="set an account's password and end its sign-ins")
    resetting.add_argument("username")
    resetting.set_defaults(run=reset_password)

    filling_in = commands.add_parser("demo", help="add people, halls and talks to look at")
    filling_in.set_defaults(run=demo)

    for asking in (creating, resetting, filling_in):
        asking.add_argument("--password-stdin", action="store_true", help="read the password from the standard input")

    copying = commands.add_parser("backup", help="copy the database, while the server runs or not")
    copying.add_argument("target", help="the file to make; nothing is overwritten")
    copying.set_defaults(run=backup)
    return parser


@contextmanager
def _nobody_else(chosen: Settings) -> Iterator[None]:
    """Keep servers away as long as the block lasts.

    Raises:
        CommandRefused: when one runs already.
    """
    chosen.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FileLock(chosen.lock_path, timeout=0):
            yield
    except Timeout:
        raise CommandRefused(f"HallChat is running on {chosen.data_dir}. Stop it first, then run this again.") from None


def _refuse_while_running() -> None:
    """Refuse before anybody types a password; what counts is the lock around the write."""
    with _nobody_else(settings()):
        pass


def _new_password(from_stdin: bool) -> str:
    return _read_password() if from_stdin else _ask_password()


def _read_password() -> str:
    try:
        lines = sys.stdin.read().removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        raise CommandRefused("The password on the standard input is not UTF-8.") from None
    if len(lines) != 1:
        raise CommandRefused("The standard input must hold one line, the password.")
    return lines[0].removesuffix("\r")


def _ask_password() -> str:
    if not sys.stdin.isatty():
        raise CommandRefused("There is no terminal to ask for a password. Use --password-stdin.")
    try:
        password = getpass.getpass("New password: ")
        again = getpass.getpass("The same again: ")
    except EOFError:
        raise CommandRefused("No password was given.") from None
    if password != again:
        raise CommandRefused("The two passwords are not the same. Nothing was changed.")
    return password


if __name__ == "__main__":
    main()
