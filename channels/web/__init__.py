"""The chat page's channel on the Rasa server: sessions issued by us, turns, photos, positions."""

from __future__ import annotations

from channels.web.channel import WebChannel

__all__ = ["WebChannel"]
