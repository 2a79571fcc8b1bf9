"""How the live end's changes are named for the browser: by the states that hold them."""

from hallchat.states.alerts import quiet_delta
from hallchat.states.halls import drafts_delta, halls_delta, listed_delta, unread_delta
from hallchat.states.presence import presence_delta, talks_delta, typing_delta
from hallchat.states.ring import crowd_delta, new_from_delta, slots_delta
from hallchat.states.session import signed_out_delta


class StateWire:
    """The ``Wire`` of this application."""

    slots = staticmethod(slots_delta)
    crowd = staticmethod(crowd_delta)
    typing = staticmethod(typing_delta)
    presence = staticmethod(presence_delta)
    talks = staticmethod(talks_delta)
    new_from = staticmethod(new_from_delta)
    listed = staticmethod(listed_delta)
    halls = staticmethod(halls_delta)
    unread = staticmethod(unread_delta)
    drafts = staticmethod(drafts_delta)
    quiet = staticmethod(quiet_delta)
    signed_out = staticmethod(signed_out_delta)
