"""People who call a running server's API, beside those who sit at a browser."""

import json
from pathlib import Path
from typing import Any

import httpx

PASSWORD = "el faro de las siete"
MESSAGES: list[str] = json.loads((Path(__file__).parent / "fixtures" / "messages.json").read_text())
"""Messages as people write them, in several languages and scripts."""


class Rest:
    """Somebody with an account, who calls the API with a bearer token."""

    def __init__(self, url: str, username: str, *, new: bool = False, name: str | None = None) -> None:
        """Sign in.

        Args:
            url: the server's.
            username: whose account.
            new: whether to make it first.
            name: the new account's display name.
        """
        self.url, self.username = url, username
        self._http = httpx.Client(base_url=url, timeout=20, headers={"Connection": "close"})
        asked: dict[str, Any] = {"username": username, "password": PASSWORD}
        if name is not None:
            asked["display_name"] = name
        access = self._call("POST", "/auth/register" if new else "/auth/login", asked)
        self.token: str = access["access_token"]
        self.id: int = access["user"]["id"]
        self._http.headers["Authorization"] = f"Bearer {self.token}"

    def make_hall(self, name: str, kind: str = "public", topic: str = "") -> int:
        """Make a hall and return its id."""
        return self._call("POST", "/halls", {"name": name, "kind": kind, "topic": topic})["id"]

    def join(self, hall_id: int) -> None:
        """Join a public hall."""
        self._call("POST", "/halls/join", {"hall_id": hall_id})

    def leave(self, hall_id: int) -> None:
        """Leave a hall."""
        self._call("POST", "/halls/leave", {"hall_id": hall_id})

    def invite(self, hall_id: int, username: str) -> None:
        """Bring somebody into a hall."""
        self._call("POST", f"/halls/{hall_id}/members", {"username": username})

    def remove(self, hall_id: int, user_id: int) -> None:
        """Take somebody out of a hall."""
        self._call("DELETE", f"/halls/{hall_id}/members/{user_id}")

    def change(self, hall_id: int, **what: Any) -> None:
        """Rename a hall, set its topic, archive it."""
        self._call("PATCH", f"/halls/{hall_id}", what)

    def say(self, hall_id: int, content: str, reply_to: int | None = None) -> int:
        """Post a message, perhaps a reply, and return its place."""
        return self._call("POST", f"/halls/{hall_id}/messages", {"content": content, "reply_to": reply_to})["seq"]

    def delete(self, hall_id: int, seq: int) -> None:
        """Delete one's own message."""
        self._call("DELETE", f"/halls/{hall_id}/messages/{seq}")

    def edit(self, hall_id: int, seq: int, content: str) -> None:
        """Let one's own message say something else."""
        self._call("PATCH", f"/halls/{hall_id}/messages/{seq}", {"content": content})

    def react(self, hall_id: int, seq: int, emoji: str) -> None:
        """Put an emoji to a message."""
        self._call("PUT", f"/halls/{hall_id}/messages/{seq}/reactions/{emoji}")

    def halls(self) -> list[dict[str, Any]]:
        """Return the halls that one sees."""
        return self._call("GET", "/halls")["halls"]

    def messages(self, hall_id: int, limit: int = 100) -> list[dict[str, Any]]:
        """Return the newest messages of a hall."""
        return self._call("GET", f"/halls/{hall_id}/messages?limit={limit}")["messages"]

    def contents(self, hall_id: int) -> list[str]:
        """Return what the newest messages of a hall say, as it was typed."""
        return [one["content"] for one in self.messages(hall_id)]

    def draft(self, hall_id: int) -> str:
        """Return what one is writing in a hall."""
        return self._call("GET", f"/halls/{hall_id}/draft")["content"]

    def change_password(self, new: str) -> None:
        """Change the password, which ends the other sign-ins."""
        self._call("POST", "/auth/password", {"old": PASSWORD, "new": new})

    def sign_out(self) -> None:
        """End this sign-in."""
        self._call("POST", "/auth/logout")

    def sign_out_everywhere(self) -> None:
        """End all of the account's sign-ins."""
        self._call("POST", "/auth/logout-everywhere")

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._http.request(method, path, json=body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None
