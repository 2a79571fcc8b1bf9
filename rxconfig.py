"""Reflex's configuration: what it is told before anything of it starts."""

import os
import sys
from pathlib import Path

# Node and npm come from PyPI, into the environment's own folder; nothing else is downloaded.
os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ.setdefault("REFLEX_USE_GRANIAN", "1")
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

import reflex as rx
from reflex.plugins import SitemapPlugin
from reflex_base.constants import StateManagerMode

from hallchat.config import settings

config = rx.Config(
    app_name="hallchat",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    state_manager_mode=StateManagerMode.MEMORY,
    cors_allowed_origins=settings().origins,
    trusted_proxy_hops=settings().trusted_proxies,
    plugins=[],
    disable_plugins=[SitemapPlugin],
)
