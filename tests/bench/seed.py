"""What a side finds in its database: accounts that are signed in, and halls with a past. The same for HallChat and its peer."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hallchat import security
from hallchat.database import alone
from hallchat.services import accounts, halls, memberships, messages, sessions
from hallchat.services.sessions import SignIn
from hallchat.transaction import Transaction
from hallchat.views import Actor

PAST = 130  # messages in each hall: more than the ring of the live end
SURNAMES = ("Ibáñez", "Quintero", "Solís", "Aguirre", "Peña")


@dataclass(frozen=True, slots=True)
class Seed:
    """Who may come, and where to."""

    tokens: tuple[str, ...]
    hall_ids: tuple[int, ...]


def plant(folder: Path, *, people: int, rooms: int, past: int = PAST) -> Seed:
    """Make a database in a data folder that no server uses yet.

    Args:
        folder: the data folder; made when it is not there.
        people: how many accounts, each in every hall.
        rooms: how many halls.
        past: messages in each.

    Returns:
        The access tokens and the halls.
    """
    folder.mkdir(parents=True, exist_ok=True)
    secret = security.load_secret(folder / "secret")
    with alone(f"sqlite:///{folder / 'hallchat.db'}") as tx:
        signed_in = [_sign_up(tx, number) for number in range(people)]
        actors = [Actor(one.account.id, one.session_id) for one in signed_in]
        hall_ids = [halls.create(tx, actors[0], name=f"Sala {number}").id for number in range(rooms)]
        for hall_id in hall_ids:
            _fill(tx, hall_id, actors, past)
    return Seed(tuple(_token(secret, one) for one in signed_in), tuple(hall_ids))


def _sign_up(tx: Transaction, number: int) -> SignIn:
    name = f"Marta {SURNAMES[number % len(SURNAMES)]} {number:02d}"
    application = accounts.apply(username=f"marta{number:02d}", password="no one signs in by it", display_name=name)
    account = accounts.register(tx, application, password_hash="!", may_be_admin=False)
    return sessions.begin(tx, account, lifetime=timedelta(days=1))


def _fill(tx: Transaction, hall_id: int, actors: list[Actor], past: int) -> None:
    for actor in actors[1:]:
        memberships.join(tx, actor, hall_id=hall_id)
    prepared = messages.prepare("El faro se ve desde el puerto cuando no hay niebla; avisa antes de salir y lleva la llave.")
    for number in range(past):
        messages.post(tx, actors[number % len(actors)], hall_id=hall_id, prepared=prepared, client_id=str(uuid.uuid4()))


def _token(secret: str, sign_in: SignIn) -> str:
    return security.issue_token(secret, session_id=sign_in.session_id, user_id=sign_in.account.id, expires_at=sign_in.expires_at)
