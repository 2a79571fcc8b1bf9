"""Makes ``assets/emoji`` anew, a table of emoji for each language, when Unicode has new ones: run it and look at the difference.

``npm pack emojibase-data && tar xzf emojibase-data-*.tgz && python -m tests.emoji_tables package``
"""

import json
import sys
from pathlib import Path
from typing import Any

from hallchat.i18n import languages
from hallchat.text import fold

FOLDER = Path(__file__).parent.parent / "assets" / "emoji"
PARTS = "component"  # the group of what is no emoji by itself
TONES = "🏻🏼🏽🏾🏿"


def main(package: Path) -> None:
    """Write the tables of all languages.

    Args:
        package: what npm has as ``emojibase-data``, unpacked.
    """
    codes = _codes(package / "en" / "shortcodes")
    for language in languages():
        groups = [one for one in _read(package / language / "messages.json")["groups"] if one["key"] != PARTS]
        places = {one["order"]: place for place, one in enumerate(groups)}
        known = [one for one in _read(package / language / "data.json") if one.get("group") in places]
        rows = [_row(one, places, codes) for one in sorted(known, key=lambda one: one["order"])]
        titles = [one["message"].capitalize() for one in groups]
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
        (FOLDER / f"{language}.json").write_text(f'{{"groups":{json.dumps(titles, ensure_ascii=False)},"emoji":[\n{lines}\n]}}\n')


def _row(one: dict[str, Any], places: dict[int, int], codes: dict[str, list[str]]) -> list[Any]:
    """A row as ``hallchat.emoji`` reads it; of the colours of skin those that all persons share come first."""
    name, own = one["label"], codes[one["hexcode"]]
    said = {*fold(name).split(), *own}
    words = dict.fromkeys(word for tag in one.get("tags", ()) for word in fold(tag).split() if word not in said)
    toned = sorted((_whole(skin) for skin in one.get("skins", ())), key=_mixed)
    return [_whole(one), name, " ".join(own), " ".join(words), places[one["group"]], " ".join(toned)]


def _mixed(toned: str) -> bool:
    return len({character for character in toned if character in TONES}) > 1


def _whole(one: dict[str, Any]) -> str:
    """Return an emoji as Unicode recommends to write it: emojibase puts more variation selectors in."""
    characters = [chr(int(code, 16)) for code in one["hexcode"].split("-")]
    return "".join(characters) + ("\ufe0f" if len(characters) == 1 and one["type"] == 0 else "")


def _codes(folder: Path) -> dict[str, list[str]]:
    """What each is called between colons: as on GitHub, or else by emojibase."""
    found = {**_read(folder / "emojibase.json"), **_read(folder / "github.json")}
    return {key: [names] if isinstance(names, str) else names for key, names in found.items()}


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
