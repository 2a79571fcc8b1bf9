"""``reflex export`` makes what an operator may serve by other means."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import httpx

from tests.checkout import copied
from tests.server import Server


def test_the_export_holds_the_pages_and_the_back_end_and_no_data(server: Server, tmp_path: Path) -> None:
    checkout, out = copied(tmp_path / "checkout"), tmp_path / "out"
    out.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HALLCHAT_")}
    done = subprocess.run(
        [Path(sys.executable).with_name("reflex"), "export", "--zip-dest-dir", str(out)],
        cwd=checkout,
        env={**kept, "HALLCHAT_DATA_DIR": str(tmp_path / "data")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    pages, back_end = (set(ZipFile(out / f"{name}.zip").namelist()) for name in ("frontend", "backend"))
    assert {"index.html", "hallchat.css", "icon.svg"} <= pages
    assert {"rxconfig.py", "hallchat/hallchat.py", "hallchat/locales/es.po"} <= back_end
    assert not [name for name in pages | back_end if name.endswith((".db", "secret", ".env"))]
    assert not [name for name in pages if "gallery" in name], "of development only"


def test_what_is_for_development_is_in_no_production_server(server: Server) -> None:
    answers = [httpx.get(f"{server.url}/{page}", follow_redirects=True).status_code for page in ("sign-in", "gallery")]
    assert answers == [200, 404]
