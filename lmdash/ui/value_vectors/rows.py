"""Value vectors as a list, and tokens as a cloud: text of any kind, written through ``textContent`` only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import streamlit as st

from lmdash.ui.kit.in_place import IN_PLACE

_CSS = """
.rows { font-family: var(--st-font); color: var(--st-text-color); display: flex; flex-direction: column; }
.row { display: grid; grid-template-columns: 11.5rem 1fr; gap: 2px 12px; align-items: start; padding: 7px 2px;
  border-bottom: 1px solid color-mix(in srgb, var(--st-text-color) 12%, transparent); }
.row.chosen { background: color-mix(in srgb, var(--st-primary-color) 10%, transparent); border-radius: 6px; }
.head { display: flex; flex-wrap: wrap; gap: 2px 8px; align-items: baseline; min-width: 0; }
.vector { font: 600 0.92rem var(--st-code-font, monospace); color: inherit; cursor: pointer; min-height: 30px;
  border: 1px solid color-mix(in srgb, var(--st-text-color) 28%, transparent); border-radius: 6px; padding: 2px 8px;
  background: var(--st-secondary-background-color); max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.vector:hover { border-color: var(--st-primary-color); }
.vector:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
.name { font-weight: 600; font-size: 0.85rem; overflow-wrap: anywhere; flex-basis: 100%; }
.number { font-size: 0.82rem; opacity: 0.85; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tokens { display: flex; flex-wrap: wrap; gap: 3px 4px; padding-top: 3px; min-width: 0; }
.token { font: 400 0.88rem var(--st-code-font, monospace); padding: 0 5px; border-radius: 5px; white-space: pre;
  max-width: 100%; overflow: hidden; text-overflow: ellipsis;
  background: color-mix(in srgb, var(--st-text-color) 7%, transparent); }
.token.hit { background: color-mix(in srgb, #cc6fa5 32%, transparent); font-weight: 650;
  box-shadow: inset 0 -2px 0 #cc6fa5; }
.space { opacity: 0.45; font-weight: 400; }
.cloud { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; justify-content: center;
  padding: 8px 4px; font-family: var(--st-code-font, monospace); color: var(--st-text-color); line-height: 1.25; }
.cloud span.word { white-space: pre; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
@media (max-width: 520px) { .row { grid-template-columns: 1fr; } }
"""
_JS = (
    IN_PLACE
    + """
export default function ({ data, parentElement, setTriggerValue }) {
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const drawn = (className, label) => {
    const element = make("span", className);
    for (const part of label.split(/([␣⏎⇥]+)/)) {
      element.append(make("span", /^[␣⏎⇥]+$/.test(part) ? "space" : "", part));
    }
    return element;
  };
  const root = make("div", data.words ? "cloud" : "rows");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", data.name);
  for (const word of data.words || []) {
    const element = drawn("word", word.label);
    element.style.fontSize = (0.8 + 1.3 * word.size).toFixed(2) + "rem";
    element.style.opacity = (0.6 + 0.4 * word.size).toFixed(2);
    element.title = word.tip;
    root.append(element);
  }
  (data.rows || []).forEach((row, index) => {
    const line = make("div", index === data.selected ? "row chosen" : "row");
    const head = make("div", "head");
    const chip = make("button", "vector", row.chip);
    chip.type = "button";
    chip.setAttribute("aria-label", [row.chip, row.name, row.number].filter((x) => x).join(" "));
    chip.onclick = () => setTriggerValue("clicked", index);
    head.append(chip);
    if (row.number) head.append(make("span", "number", row.number));
    if (row.name) head.append(make("span", "name", row.name));
    const tokens = make("div", "tokens");
    for (const [label, hit] of row.tokens) tokens.append(drawn(hit ? "token hit" : "token", label));
    line.append(head, tokens);
    root.append(line);
  });
  show(parentElement, ".rows, .cloud", root);
}
"""
)
_HEADING_CSS = """
h3 { font: 600 1.35rem/1.3 var(--st-font); color: var(--st-text-color); margin: 0; scroll-margin-top: 5rem;
  overflow-wrap: anywhere; }
"""
_HEADING_JS = """
export default function ({ data, parentElement }) {
  let root = parentElement.querySelector("h3");
  if (!root) {
    root = document.createElement("h3");
    parentElement.append(root);
  }
  root.textContent = data.text;
  if (data.into_view) root.scrollIntoView({ block: "start" });
}
"""
_heading = st.components.v2.component("lmdash.vector_heading", css=_HEADING_CSS, js=_HEADING_JS)
_component = st.components.v2.component("lmdash.vector_rows", css=_CSS, js=_JS)


@dataclass(frozen=True)
class Row:
    """One line: the chip that can be clicked, a name given by a person, a number, and tokens, some of them ``hits``."""

    chip: str
    number: str
    tokens: Sequence[str]
    hits: Sequence[bool] = field(default=())
    name: str = ""


def rows(name: str, lines: Sequence[Row], *, key: str, on_click: Callable[[int], None], selected: int = -1) -> None:
    """Lines whose chips can be clicked or reached by keyboard; ``on_click(index)`` runs before the page is redrawn."""

    def clicked() -> None:
        index = st.session_state[key].get("clicked")
        if isinstance(index, int) and 0 <= index < len(lines):
            on_click(index)

    drawn = [
        {
            "chip": line.chip,
            "number": line.number,
            "name": line.name,
            "tokens": [list(pair) for pair in zip(line.tokens, line.hits or [False] * len(line.tokens), strict=True)],
        }
        for line in lines
    ]
    _component(key=key, data={"name": name, "rows": drawn, "selected": selected}, on_clicked_change=clicked)


def heading(text: str, *, key: str, into_view: bool) -> None:
    """A heading of any text, to which the page scrolls when what stands below was just asked for."""
    _heading(key=key, data={"text": text, "into_view": into_view})


def cloud(name: str, words: Sequence[tuple[str, float]], *, key: str) -> None:
    """Tokens with their scores, the larger the stronger."""
    sizes = [abs(score) for _, score in words]
    least, most = min(sizes), max(sizes)
    sized = [
        {"label": label, "size": (abs(score) - least) / ((most - least) or 1.0), "tip": f"{score:+.2f}"}
        for label, score in words
    ]
    _component(key=key, data={"name": name, "words": sized}, on_clicked_change=lambda: None)
