"""An SVG drawing that somebody else's code made: shown as an image, in which no script runs and nothing is fetched."""

from __future__ import annotations

from base64 import b64encode

from lmdash.ui.kit.assets import component

_drawing = component("lmdash.drawing", __file__, "drawing", shared=("in_place.js",))


def drawing(svg: str, alt: str, *, key: str) -> None:
    """Draw it at its own size; a wide one scrolls inside its frame."""
    _drawing(key=key, data={"svg": b64encode(svg.encode()).decode(), "alt": alt})
