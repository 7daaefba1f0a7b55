"""An SVG drawing that somebody else's code made: shown as an image, in which no script runs and nothing is fetched."""

from __future__ import annotations

from base64 import b64encode

import streamlit as st

from lmdash.ui.kit.in_place import IN_PLACE

_CSS = """
.frame { overflow-x: auto; max-width: 100%; }
img { display: block; max-width: none; }
"""
_JS = (
    IN_PLACE
    + """
export default function ({ data, parentElement }) {
  const frame = document.createElement("div");
  frame.className = "frame";
  frame.tabIndex = 0;
  const image = document.createElement("img");
  image.src = "data:image/svg+xml;base64," + data.svg;
  image.alt = data.alt;
  frame.append(image);
  show(parentElement, ".frame", frame);
}
"""
)
_component = st.components.v2.component("lmdash.drawing", css=_CSS, js=_JS)


def drawing(svg: str, alt: str, *, key: str) -> None:
    """Draw it at its own size; a wide one scrolls inside its frame."""
    _component(key=key, data={"svg": b64encode(svg.encode()).decode(), "alt": alt})
