"""The colour of skin of the emoji that one chooses from: remembered by the browser, for each of its users."""

import reflex as rx

from hallchat.ui.browser import does
from hallchat.ui.words import t

SCRIPT = """
(() => {
// Of the colours that an emoji can have, the five that all its persons share come first; a list has them in its sixth column.
const tone = () => +localStorage.getItem(hallchat.keptAt("tone")) || 0;
const toned = (row) => [row[5]?.split(" ")[tone() - 1] || row[0], ...row.slice(1)];
const showTone = () => { document.getElementById("tone").value = tone(); };
const chooseTone = ({target}) => { localStorage.setItem(hallchat.keptAt("tone"), target.value); hallchat.redraw(); };
Object.assign(hallchat, {toned, showTone, chooseTone});
})();
"""


def tones() -> rx.Component:
    """Offer the colours of skin."""
    words = (t("Default"), t("Light"), t("Medium-light"), t("Medium"), t("Medium-dark"), t("Dark"))
    hands = ("✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿")
    choices = (rx.el.option(hand + " ", word, value=str(at)) for at, (hand, word) in enumerate(zip(hands, words, strict=True)))
    select = rx.el.select(*choices, id="tone", custom_attrs=does("chooseTone", on="onChange"))
    return rx.el.label(t("Skin tone"), select, class_name="tones")
