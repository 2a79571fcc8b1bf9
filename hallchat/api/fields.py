"""Which fields of a request do not fit, said in the reader's language and without repeating what was sent."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from hallchat import errors, i18n
from hallchat.errors import _

WRONG = _("does not have the right form")
NOT_WHOLE = _("must be a whole number")
NOT_TEXT = _("must be text")
NO_JSON = _("is not JSON")
CONTRADICTS = _("contradicts the rest")

# What pydantic calls it: https://docs.pydantic.dev/latest/errors/validation_errors/
_SENTENCES = {
    "missing": _("is missing"),
    "extra_forbidden": _("is not known here"),
    "json_invalid": NO_JSON,
    "model_attributes_type": _("must be a JSON object"),
    "greater_than_equal": _("must be at least {ge}"),
    "less_than_equal": _("must be at most {le}"),
    "string_type": NOT_TEXT,
    "string_unicode": NOT_TEXT,
    "int_type": NOT_WHOLE,
    "int_parsing": NOT_WHOLE,
    "int_parsing_size": NOT_WHOLE,
    "int_from_float": NOT_WHOLE,
    "bool_type": _("must be true or false"),
    "literal_error": _("has a value that is not allowed"),
}


@dataclass(frozen=True, slots=True)
class Misfit:
    """A field and what is wrong with it: an English sentence that goes on after the field's name."""

    field: str
    text: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """Say it in a language."""
        return i18n.translate(self.text, language, **self.params)


class DoesNotFit(errors.InputInvalid):
    """A request of which some fields do not fit."""

    def __init__(self, *misfits: Misfit) -> None:
        """Keep which."""
        self.misfits = misfits
        super().__init__(detail=self.explain(i18n.SOURCE))

    def explain(self, language: str) -> str:
        """Say all of it in a language."""
        return "; ".join(f"{misfit.field} {misfit.sentence(language)}" for misfit in self.misfits) + "."


def misfits(problems: Sequence[Mapping[str, Any]]) -> DoesNotFit:
    """Shape what pydantic found.

    Args:
        problems: its errors.

    Returns:
        The refusal.
    """
    return DoesNotFit(*map(_misfit, problems[:20]))


def said_once(parameters: Iterable[tuple[str, str]], *, one_of: Collection[str] = ()) -> None:
    """Check that no parameter is there twice, and at most one of some.

    Args:
        parameters: names and values.
        one_of: names that exclude each other.

    Raises:
        DoesNotFit: when parameters contradict each other.
    """
    said = Counter(name for name, _ in parameters)
    places = [name for name in one_of if name in said]
    wrong = [name for name, times in said.items() if times > 1] or (places if len(places) > 1 else [])
    if wrong:
        raise DoesNotFit(*(Misfit(name, CONTRADICTS) for name in wrong))


async def once(request: Request) -> None:
    """Check that nothing in a request's query is said twice: of two the first would be dropped without a word.

    Raises:
        DoesNotFit: when something is.
    """
    said_once(request.query_params.multi_items())


def _misfit(problem: Mapping[str, Any]) -> Misfit:
    where, *inside = problem["loc"]
    names = [str(part)[:64] for part in inside] if problem["type"] != "json_invalid" else []
    return Misfit(".".join(names) or str(where), _SENTENCES.get(problem["type"], WRONG), problem.get("ctx") or {})
