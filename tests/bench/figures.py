"""The figures of the table and the bars that HallChat is held to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Values = Mapping[str, float]
Bar = Callable[[float, float | None], bool]
"""Tells from HallChat's value and the Flask stack's, where there is one, whether the bar is met."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table."""

    key: str
    title: str  # with the run's sizes in braces, by the names of ``Scale``
    digits: int = 0
    bar: str = ""
    met: Bar | None = None


def at_most(limit: float) -> Bar:
    """The value is at most so much."""
    return lambda value, peer: value <= limit


def below(limit: float) -> Bar:
    """The value is less than so much."""
    return lambda value, peer: value < limit


def at_most_times(share: float) -> Bar:
    """The value is at most so many times the Flask stack's."""
    return lambda value, peer: peer is not None and value <= share * peer


def at_least_times(share: float, limit: float = 0.0) -> Bar:
    """The value is at least so many times the Flask stack's, and at least so much."""
    return lambda value, peer: value >= limit and peer is not None and value >= share * peer


FIGURES = (
    Figure("deliveries", "deliveries/s, {audience} sessions, as fast as it goes", 0, "≥ 3 × Flask", at_least_times(3)),
    Figure("deliveries_complete", "the same: messages received, of those due", 3),
    Figure("deliveries_client_busy", "the same: how busy the client was, 1 is a whole processor", 2),
    Figure(
        "delay_p50_ms",
        "post → session, {crowd:,} sessions, {rate:.0f} messages/s: p50, ms",
        1,
        "≤ 1.0 × Flask",
        at_most_times(1.0),
    ),
    Figure("delay_p99_ms", "the same: p99, ms", 1, "≤ 0.8 × Flask", at_most_times(0.8)),
    Figure("delay_max_ms", "the same: longest, ms", 1),
    Figure("lag_p99_ms", "the same: `GET /ping` every 20 ms, p99, ms (at least the event loop's lag)", 1, "≤ 25", at_most(25)),
    Figure("rest_posts", "durable posts/s over REST, {posters} clients", 0, "≥ 1.5 × Flask and ≥ 700", at_least_times(1.5, 700)),
    Figure("event_posts", "durable posts/s through the socket, {posters} sessions", 0, "≥ 700", lambda value, peer: value >= 700),
    Figure("paced_bytes", "bytes for each delivered message of 120 characters, paced", 0, "≤ 460", at_most(460)),
    Figure("gathered_bytes", "the same, gathered", 0, "≤ 340", at_most(340)),
    Figure("page_newest_p50_ms", "page of 50, newest of {history:,} messages: p50, ms", 2),
    Figure("page_middle_p50_ms", "the same, in the middle", 2),
    Figure("page_oldest_p50_ms", "the same, oldest", 2),
    Figure("page_ratio", "oldest : newest", 2, "≤ 1.2", at_most(1.2)),
    Figure("page_p99_ms", "page of 50, wherever: p99, ms", 2, "< 5", below(5)),
    Figure("search_rare_p95_ms", "search in {history:,} messages of {halls} halls, a rare word: p95, ms", 1, "< 50", below(50)),
    Figure("search_common_p95_ms", "the same, a common word", 1, "< 150", below(150)),
    Figure("search_several_p95_ms", "the same, three common words", 1, "< 150", below(150)),
    Figure("search_phrase_p95_ms", "the same, two common words in a row", 1, "< 150", below(150)),
    Figure(
        "search_filtered_p95_ms",
        "the same, a common word from somebody, in a hall, before or after a day",
        1,
        "< 150",
        below(150),
    ),
    Figure("idle_mb", "memory (PSS) of all its processes, idle, MB", 0, "≤ 180", at_most(180)),
    Figure("session_kb", "each of {crowd:,} hydrated sessions, kB", 0, "≤ 230", at_most(230)),
    Figure("back_s", "{crowd:,} sessions reconnecting: all caught up, seconds after the first answer", 1, "≤ 10", at_most(10)),
    Figure("back_post_p99_ms", "the same: what a post by somebody else takes meanwhile, p99, ms", 0),
    Figure("back_from_kill_s", "the same, after the server was killed", 1),
    Figure("page_js_kb", "scripts of a hall's page, each gzipped, kB", 1),
    Figure("page_css_kb", "stylesheets of it, kB", 1),
    Figure("page_kb", "both", 1, "≤ 330", at_most(330)),
    Figure("visit_s", "first visit to a hall of {past:,} messages until usable, nothing cached, s", 2, "≤ 1.5", at_most(1.5)),
    Figure("visit_again_s", "the next visit, seconds", 2, "≤ 0.7", at_most(0.7)),
    Figure("pending_ms", "Enter → the message on the page, ms", 1, "≤ 20", at_most(20)),
    Figure("stored_ms", "Enter → the message stored and so shown, ms", 1),
    Figure("first_to_next", "the first message after a start : the next ones of the same page", 2, "≤ 1.5", at_most(1.5)),
    Figure("later_first_to_next", "the first message of a new page later : the next ones of it", 2),
    Figure("first_to_later_first", "the first message after a start : the first of a new page later", 2, "≤ 1.5", at_most(1.5)),
    Figure("switch_p50_ms", "click on a hall of {past:,} messages → its newest ones painted: p50, ms", 1, "≤ 100", at_most(100)),
    Figure("switch_p95_ms", "the same: p95, ms", 1, "< 150", below(150)),
    Figure("flood_frame_p95_ms", "200 messages in 2 s, all on the page: its frames, p95, ms", 1, "< 50", below(50)),
    Figure("flood_frame_max_ms", "the same: the longest frame, ms", 1),
    Figure("typed_p95_ms", "a key → the letter painted while the server stands still: p95, ms", 1, "≤ 50", at_most(50)),
    Figure("moved_px", "the row under the eye while older pages come: moved at most, px", 1, "≤ 2", at_most(2)),
    Figure("rows_most", "rows in the page at most", 0, "≤ 640", at_most(640)),
    Figure("start_s", "start with a built front end to the first answer, seconds", 1, "≤ 6", at_most(6)),
)


def verdict(figure: Figure, ours: Values, peer: Values) -> str:
    """Say whether HallChat meets a bar.

    Args:
        figure: with a bar or without.
        ours: HallChat's figures.
        peer: the Flask stack's.

    Returns:
        ``met``, ``missed``, or nothing where there is no bar or no value.
    """
    if figure.met is None or figure.key not in ours:
        return ""
    return "met" if figure.met(ours[figure.key], peer.get(figure.key)) else "**missed**"
