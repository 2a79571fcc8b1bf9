"""What may go wrong: a code, an HTTP status, and the sentence that the user reads.

The sentences are gettext message ids in English; the edge that answers (``api`` or ``states``) translates
them with ``i18n.translate(refusal.text, language, **refusal.params)``.
"""

from typing import Any, ClassVar


def _(text: str) -> str:
    """Mark a sentence for the catalogues."""
    return text


class Refusal(Exception):
    """Something was asked for that is not to be had; nothing was changed."""

    status: ClassVar[int] = 422
    code: ClassVar[str] = "refused"
    text: ClassVar[str] = ""

    def __init__(self, **params: Any) -> None:
        """Keep the sentence's parameters."""
        super().__init__(self.text.format(**params))
        self.params = params


class NotSignedIn(Refusal):
    """No token, or one that is bad, expired or revoked."""

    status, code, text = 401, "not_signed_in", _("Please sign in to go on.")


class WrongCredentials(Refusal):
    """Sign-in with an unknown name or a wrong password: deliberately the same."""

    status, code, text = 401, "wrong_credentials", _("The username or the password is wrong. Check both and try again.")


class WrongPassword(Refusal):
    """The old password, asked for when it is changed, is wrong."""

    status, code, text = 403, "wrong_password", _("Your current password is not right. Check it and try again.")


class SignupClosed(Refusal):
    """The installation takes no new accounts."""

    status, code, text = 403, "signup_closed", _("New accounts are closed here. Ask whoever runs this server for one.")


class ForeignOrigin(Refusal):
    """A request from a page that is not ours."""

    status, code, text = (
        403,
        "foreign_origin",
        _("This page may not use this server. Its operator can add {origin} to HALLCHAT_ORIGINS."),
    )


class NotAMember(Refusal):
    """A public hall's messages or members, asked for from outside."""

    status, code, text = 403, "not_a_member", _("You are not a member of this hall. Join it first.")


class OwnerOnly(Refusal):
    """The role does not allow it."""

    status, code, text = 403, "owner_only", _("Only the owner of the hall may do this.")


class NotYourMessage(Refusal):
    """Somebody else's message."""

    status, code, text = 403, "not_your_message", _("You can change only your own messages.")


class HallNotFound(Refusal):
    """No such hall, or one that the actor may not see."""

    status, code, text = 404, "hall_not_found", _("There is no such hall, or you were not invited to it.")


class MessageNotFound(Refusal):
    """No such message in the hall."""

    status, code, text = 404, "message_not_found", _("There is no such message in this hall.")


class MessageGone(Refusal):
    """A message that was deleted."""

    status, code, text = 410, "message_gone", _("This message was deleted: nothing of it is left to show or to edit.")


class ReplyToGone(Refusal):
    """A reply to a message that was deleted."""

    status, code = 410, "reply_to_gone"
    text = _("The message that this one replies to was deleted. Send yours without the quote.")


class UserNotFound(Refusal):
    """No account of that name."""

    status, code, text = 404, "user_not_found", _("There is nobody called {username} here. Check the spelling.")


class UsernameMissing(UserNotFound):
    """No name at all."""

    status, code, text = 422, "username_missing", _("A username is missing. Write whom you mean.")


class MemberNotFound(Refusal):
    """Not a member of the hall."""

    status, code, text = 404, "member_not_found", _("That person is not a member of this hall.")


class UsernameTaken(Refusal):
    """The name is somebody's already, without regard to case."""

    status, code, text = 409, "username_taken", _("The username {username} is taken. Choose another one.")


class OwnerMayNotLeave(Refusal):
    """An owner among others leaves only after handing over."""

    status, code, text = 409, "owner_may_not_leave", _("You own this hall. Name another owner before you leave.")


class OwnerStaysOwner(Refusal):
    """The owner of a hall has no smaller role as long as nobody else owns it."""

    status, code, text = 409, "owner_stays_owner", _("You own this hall. Once you name another owner, you are a member.")


class TooLateToUndo(Refusal):
    """What was done can no longer be taken back like this."""

    status, code, text = 409, "too_late_to_undo", _("It is too late to undo that.")


class EditedTooOften(Refusal):
    """A message keeps only so many former versions."""

    status, code, text = 409, "edited_too_often", _("This message was edited {most} times already. Write a new one instead.")


class TooManyReactions(Refusal):
    """A message takes only so many different emoji."""

    status, code, text = (
        409,
        "too_many_reactions",
        _("This message has {most} different reactions already. Join one of them, or take one back."),
    )


class DirectHall(Refusal):
    """A direct hall stays with the people that it began with, and has no name of its own."""

    status, code, text = (
        409,
        "direct_hall",
        _("A direct conversation stays as it is: for other people or a name, start another one or make a hall."),
    )


class NotDirect(Refusal):
    """A hall that one can leave is not hidden."""

    status, code, text = 409, "not_direct", _("Only a direct conversation can be hidden. Leave this hall if you do not want it.")


class HallArchived(Refusal):
    """An archived hall is read, not written."""

    status, code, text = 409, "hall_archived", _("This hall is archived: it can be read, not written to.")


class TooLarge(Refusal):
    """A request body beyond the limit."""

    status, code, text = 413, "too_large", _("That is too much at once. Send less than {kib} KiB.")


class UsernameInvalid(Refusal):
    """Not a username."""

    code, text = "username_invalid", _("A username has 3 to 32 letters a–z, digits, dots, hyphens or underscores.")


class DisplayNameInvalid(Refusal):
    """Not a display name."""

    code, text = "display_name_invalid", _("A display name has 1 to 80 characters, without line breaks or control characters.")


class PasswordTooShort(Refusal):
    """Fewer than eight characters."""

    code, text = "password_too_short", _("A password needs at least 8 characters.")


class PasswordTooLong(Refusal):
    """More than 128 characters."""

    code, text = "password_too_long", _("A password has at most 128 characters.")


class PasswordTooCommon(Refusal):
    """One of the passwords that everybody tries first."""

    code, text = "password_too_common", _("That password is among the most common ones. Choose another one.")


class HallNameInvalid(Refusal):
    """Not a hall name."""

    code, text = "hall_name_invalid", _("A hall's name has 1 to 80 characters, without line breaks or control characters.")


class TopicInvalid(Refusal):
    """Not a topic."""

    code, text = "topic_invalid", _("A topic has at most 250 characters, without line breaks or control characters.")


class KindInvalid(Refusal):
    """Not a kind of hall that can be made."""

    code, text = "kind_invalid", _("A hall is public or private.")


class TooManyPeople(Refusal):
    """More people than a direct hall has."""

    code, text = "too_many_people", _("A direct conversation has at most {most} people. Make a hall for more.")


class MessageEmpty(Refusal):
    """Nothing to send."""

    code, text = "message_empty", _("A message needs at least one character.")


class MessageTooLong(Refusal):
    """More than 8,000 code points."""

    code, text = "message_too_long", _("A message has at most {most} characters. This one has {length}.")


class TooManyMentioned(Refusal):
    """More people mentioned than a message may mention."""

    code, text = "too_many_mentioned", _("A message mentions at most {most} people. Leave some of the names out.")


class DraftTooLong(Refusal):
    """More than 32,000 code points that are not sent yet."""

    code, text = "draft_too_long", _("A draft has at most {most} characters. Send a part of it first.")


class DraftIsNewer(Refusal):
    """A draft that would take the place of a version that its writer does not know."""

    status, code, text = (
        409,
        "draft_is_newer",
        _("Another of your devices changed this draft. Read it again, and keep what both say."),
    )


class ControlCharacters(Refusal):
    """A message with control characters other than line breaks and tabs."""

    code, text = "control_characters", _("The message holds control characters that cannot be sent. Remove them and try again.")


class NotAnEmoji(Refusal):
    """What is no emoji, for a reaction."""

    code, text = "not_an_emoji", _("A reaction is one emoji. Choose one from the list.")


class ClientIdInvalid(Refusal):
    """Not a client id."""

    code, text = "client_id_invalid", _("A client id has 1 to 64 letters, digits, hyphens or underscores.")


class ClientIdReused(Refusal):
    """A client id that was seen with another hall or another content."""

    code, text = "client_id_reused", _("This client id was used for another message. Make a new one for each message.")


class InputInvalid(Refusal):
    """A request that does not fit: wrong types, ranges, or contradicting parameters."""

    code, text = "input_invalid", _("The request does not fit: {detail}")


class SearchEmpty(Refusal):
    """A search without a word."""

    code, text = "search_empty", _("Write a word to look for.")


class SearchTooLong(Refusal):
    """A search of more than 200 code points."""

    code, text = "search_too_long", _("A search has at most {most} characters. Look for fewer words.")


class LevelInvalid(Refusal):
    """No level of notifications."""

    code, text = "level_invalid", _("Choose to be notified of everything, of mentions, or of nothing.")


class QuietInvalid(Refusal):
    """Hours that are none, or quiet for more than a year."""

    code, text = "quiet_invalid", _("Choose two different times of day, such as 22:00 and 07:00, and at most a year of quiet.")


class TooMany(Refusal):
    """Too often in too short a time. ``seconds``: whole seconds until it is worth trying again, at least 1."""

    status, code, text = 429, "too_many", _("That was too often. Try again in {seconds} s.")


class Busy(Refusal):
    """The write queue is full."""

    status, code, text = 503, "busy", _("The server is busy. Try again in a moment.")


class Unexpected(Refusal):
    """Something broke on our side; the log has the rest."""

    status, code, text = 500, "unexpected", _("Something went wrong on our side. Nothing was changed; try again.")
