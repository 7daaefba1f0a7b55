"""A box whose text counts as soon as it is pasted: no button, no key."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

_CSS = """
.box { font-family: var(--st-font); color: var(--st-text-color); display: block; }
.hint { display: block; font-size: 0.8rem; opacity: 0.8; margin-top: 4px; }
textarea { box-sizing: border-box; width: 100%; font: 400 0.9rem/1.5 var(--st-code-font, monospace); color: inherit;
  background: var(--st-secondary-background-color); border: 1px solid transparent; border-radius: 8px;
  padding: 8px 12px; resize: vertical; white-space: pre; overflow: auto; }
textarea:focus-visible { outline: none; border-color: var(--st-primary-color); }
"""
_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  let area = parentElement.querySelector("textarea");
  if (!area) {
    const box = document.createElement("div");
    box.className = "box";
    area = document.createElement("textarea");
    area.rows = data.lines;
    area.spellcheck = false;
    area.setAttribute("aria-label", data.label);
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = data.hint;
    box.append(area, hint);
    parentElement.append(box);
  }
  area.style.tabSize = data.tab;
  const send = () => {
    if (area.value === area.dataset.known) return;
    area.dataset.known = area.value;
    setTriggerValue("text", area.value);
  };
  area.onpaste = () => setTimeout(send, 0);
  area.onchange = send;
  area.onkeydown = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
  };
  // What is being typed right now stays, whatever an earlier run sends.
  const typing = area.dataset.known !== undefined && area.value !== area.dataset.known;
  if (!typing && data.text !== area.dataset.known) {
    area.value = data.text;
    area.dataset.known = area.value;
  }
}
"""
_box = st.components.v2.component("lmdash.paste_box", css=_CSS, js=_JS)
LINES = 6
LOOKED_AT, WIDEST = 4000, 48  # characters


def paste_box(label: str, text: str, *, key: str, hint: str, on_text: Callable[[str], None]) -> None:
    """A box that shows ``text``; ``on_text`` gets what it holds after a paste, on leaving it and at Ctrl+Enter."""

    def changed() -> None:
        typed = st.session_state[key].get("text")
        if isinstance(typed, str):
            on_text(typed)

    cells = [cell for line in text[:LOOKED_AT].split("\n") for cell in line.split("\t")[:-1]]
    tab = min(WIDEST, max(map(len, cells), default=0) + 2)  # columns stand below each other
    data = {"label": label, "text": text, "hint": hint, "lines": LINES, "tab": tab}
    _box(key=key, data=data, on_text_change=changed)
