"""Says something once before anybody can, and takes it back: what is compiled at first use slows nobody's first message."""

import logging

from hallchat.runtime import Runtime
from hallchat.services import accounts, halls, messages
from hallchat.services.accounts import Application
from hallchat.services.messages import Prepared
from hallchat.transaction import Transaction
from hallchat.views import Actor

SAMPLE = "**One**, *two*, ~~three~~, `four`: https://example.org/\n\n> five\n\n- six\n\n```\nseven\n```"
logger = logging.getLogger(__name__)


class _TakenBack(Exception):
    """The rehearsal is over, and nothing of it is stored."""


async def rehearse(app: Runtime) -> None:
    """Post a message in a hall of its own, by an account of its own, in a transaction that is rolled back.

    Args:
        app: the installation, before it serves anybody. Should it fail, the first message takes as long as it may.
    """
    prepared = messages.prepare(SAMPLE)
    try:
        await app.database.write(lambda tx: _post(tx, prepared))
    except _TakenBack:
        pass
    except Exception as error:
        logger.warning("no message was rehearsed: %s", error)


def _post(tx: Transaction, prepared: Prepared) -> None:
    nobody = Application(username="", display_name="", password="")  # a name that nobody can have
    account = accounts.register(tx, nobody, password_hash="", may_be_admin=False)
    actor = Actor(account.id, "")
    hall = halls.create(tx, actor, name="Rehearsal", kind="private")
    messages.post(tx, actor, hall_id=hall.id, prepared=prepared, client_id="rehearsal")
    raise _TakenBack
