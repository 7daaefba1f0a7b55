"""Prompts in a table coloured by their numbers, with what differs marked; drawn through ``textContent`` only.

On a phone each row becomes a card.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan

import streamlit as st

from lmdash.analyses.common.word_differences import Marked
from lmdash.charts.numbers import percent
from lmdash.charts.theme import LOWERS, RAISES, STRENGTH, TARGET
from lmdash.ui.kit.in_place import IN_PLACE

_CSS = """
.frame { font-family: var(--st-font); color: var(--st-text-color); max-height: 560px; overflow: auto;
  border: 1px solid var(--line); border-radius: 10px; container-type: inline-size;
  --line: color-mix(in srgb, var(--st-text-color) 16%, transparent); }
table { border-collapse: collapse; width: 100%; font-size: 0.88rem; font-variant-numeric: tabular-nums; }
th { position: sticky; top: 0; z-index: 1; background: var(--st-secondary-background-color); text-align: left;
  font-weight: 600; vertical-align: bottom; }
th button { font: inherit; color: inherit; background: none; border: none; cursor: pointer; padding: 8px;
  text-align: inherit; width: 100%; }
th[aria-sort=ascending] button::after { content: " ↑" / ""; }
th[aria-sort=descending] button::after { content: " ↓" / ""; }
td { padding: 7px 8px; border-top: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.fill { background: color-mix(in srgb, var(--tint) calc(var(--strength) * 52%), var(--st-background-color)); }
.prompt { font: inherit; color: inherit; background: none; border: none; padding: 0; text-align: left;
  cursor: pointer; white-space: pre-wrap; overflow-wrap: anywhere; min-width: 8.5rem; display: block; }
.prompt * { pointer-events: none; }
.prompt:hover { text-decoration: underline; text-underline-offset: 3px; }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; border-radius: 4px; }
mark { color: inherit; border-radius: 4px; padding: 0 1px; font-weight: 600;
  background: color-mix(in srgb, #8a7ff0 30%, var(--st-background-color)); }
.token { font: 400 0.86rem var(--st-code-font, monospace); white-space: pre; padding: 1px 5px; border-radius: 5px;
  border: 1px solid var(--line); display: inline-block; max-width: 13rem; overflow: hidden; text-overflow: ellipsis;
  vertical-align: bottom;
  background: color-mix(in srgb, STRENGTH calc(var(--strength) * 52%), var(--st-background-color)); }
.token.differs { border: 2px solid #8a7ff0; }
.tokens { display: flex; flex-wrap: wrap; gap: 3px; }
.tokens .token:not(:first-child) { font-size: 0.76rem; }
.share { font: 400 0.76rem var(--st-font); opacity: 0.85; margin-left: 0.4em; }
.space { opacity: 0.45; }
.small { display: block; font-size: 0.76rem; opacity: 0.85; }
.written { white-space: pre-wrap; overflow-wrap: anywhere; min-width: 6.5rem; display: inline-block; }
.right { font-weight: 650; }
@container (max-width: 640px) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; }
  tr { border-top: 2px solid var(--line); padding: 6px 0; }
  td { border: none; display: grid; grid-template-columns: 7rem 1fr; gap: 8px; padding: 3px 10px; }
  td.number { text-align: left; white-space: normal; }
  td::before { content: attr(data-name); font-size: 0.78rem; opacity: 0.8; }
  td.fill { background: none; }
  td.fill .content { justify-self: start; padding: 1px 8px; border-radius: 6px;
    background: color-mix(in srgb, var(--tint) calc(var(--strength) * 52%), var(--st-background-color)); }
  td .small { display: inline; margin-left: 0.6em; }
  td.whole { display: block; font-weight: 600; }
  td.whole::before { content: none; }
}
""".replace("STRENGTH", STRENGTH)
_JS = (
    IN_PLACE
    + """
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};
const drawn = {
  prompt: (cell, content, box, setTriggerValue) => {
    const button = make("button", "prompt");
    button.type = "button";
    button.title = "Make it the prompt of the app";
    for (const [text, differs] of cell.parts) button.append(make(differs ? "mark" : "span", "", text));
    button.onclick = () => setTriggerValue("clicked", cell.row);
    content.append(button);
    box.classList.add("whole");
  },
  tokens: (cell, content) => {
    const list = make("span", "tokens");
    for (const [label, share, percent, differs] of cell.tokens) {
      const token = make("span", differs ? "token differs" : "token");
      token.style.setProperty("--strength", share);
      for (const part of label.split(/([␣⏎⇥]+)/)) {
        token.append(make("span", /^[␣⏎⇥]+$/.test(part) ? "space" : "", part));
      }
      token.append(make("span", "share", percent));
      list.append(token);
    }
    content.append(list);
  },
  number: (cell, content, box) => {
    box.classList.add("number");
    content.append(make("span", "", cell.text));
    if (cell.small) content.append(make("span", "small", cell.small));
    if (cell.tint) {
      box.classList.add("fill");
      box.style.setProperty("--tint", cell.tint);
      box.style.setProperty("--strength", cell.strength);
    }
  },
  text: (cell, content) => {
    content.append(make("span", cell.style, cell.text));
    if (cell.small) content.append(make("span", "small", cell.small));
  },
};
const order = ([place, down]) => (a, b) => {
  const [x, y] = [a[place].value, b[place].value];
  if (x === null || y === null) return (x === null) - (y === null);
  const step = typeof x === "number" ? x - y : String(x).localeCompare(String(y));
  return down ? -step : step;
};
export default function ({ data, parentElement, setTriggerValue }) {
  const names = data.columns.map((column) => column.name).join("\\n");
  const old = parentElement.querySelector(".frame")?.dataset;
  draw(old && old.names === names ? JSON.parse(old.sorted) : [-1, false]);

  // By a column and downwards or not; -1: as they come.
  function draw(sorted) {
    const frame = make("div", "frame");
    const table = make("table", "");
    table.setAttribute("aria-label", data.name);
    const head = make("tr", "");
    data.columns.forEach((column, place) => {
      const here = sorted[0] === place;
      const cell = make("th", column.number ? "number" : "");
      cell.scope = "col";
      cell.setAttribute("aria-sort", here ? (sorted[1] ? "descending" : "ascending") : "none");
      const button = make("button", "", column.name);
      button.type = "button";
      button.title = column.help;
      button.onclick = () => draw([place, here ? !sorted[1] : column.number]);
      cell.append(button);
      head.append(cell);
    });
    const body = make("tbody", "");
    for (const cells of sorted[0] < 0 ? data.rows : [...data.rows].sort(order(sorted))) {
      const row = make("tr", "");
      cells.forEach((cell, place) => {
        const box = make("td", "");
        const content = make("div", "content");
        box.dataset.name = data.columns[place].name;
        box.append(content);
        drawn[cell.kind](cell, content, box, setTriggerValue);
        row.append(box);
      });
      body.append(row);
    }
    const top = make("thead", "");
    top.append(head);
    table.append(top, body);
    frame.append(table);
    frame.dataset.names = names;
    frame.dataset.sorted = JSON.stringify(sorted);
    show(parentElement, ".frame", frame);
  }
}
"""
)
_table = st.components.v2.component("lmdash.prompt_table", css=_CSS, js=_JS)

Cell = dict[str, object]


@dataclass(frozen=True)
class Column:
    """A column's name and what its numbers mean; ``number`` ones sort from the largest at the first click."""

    name: str
    help: str = ""
    number: bool = False


def prompt_cell(row: int, parts: Marked) -> Cell:
    """A prompt with what differs marked; a click on it gives its ``row``."""
    return {"kind": "prompt", "row": row, "parts": [list(part) for part in parts], "value": row}


def tokens_cell(tokens: Sequence[tuple[str, float]], differs: bool = False) -> Cell:
    """The likeliest tokens with their probabilities; ``differs`` outlines the first."""
    shown = [[label, f"{p:.3f}", percent(p), differs and not place] for place, (label, p) in enumerate(tokens)]
    return {"kind": "tokens", "tokens": shown, "value": tokens[0][0]}


def share_cell(probability: float, small: str = "", *, target: bool = False) -> Cell:
    """A probability, the stronger coloured the likelier."""
    if isnan(probability):
        return {"kind": "number", "text": "–", "value": None}
    tint = TARGET if target else STRENGTH
    return {
        "kind": "number", "text": percent(probability), "small": small, "value": probability, "tint": tint,
        "strength": f"{probability:.3f}",
    }  # fmt: skip


def number_cell(value: float, text: str, strength: float = 0.0) -> Cell:
    """A number with its words; ``strength`` 0 to 1 fills it."""
    if isnan(value):
        return {"kind": "number", "text": "–", "value": None}
    fill = {"tint": STRENGTH, "strength": f"{min(1.0, strength):.3f}"} if strength else {}
    return {"kind": "number", "text": text, "value": value, **fill}


def change_cell(value: float, full: float) -> Cell:
    """A signed effect; one of size ``full`` has the full colour."""
    if isnan(value):
        return {"kind": "number", "text": "–", "value": None}
    text = f"{value:+.2f}".replace("-", "−") if abs(value) >= 0.005 else "0.00"
    fill = {"tint": RAISES if value > 0 else LOWERS, "strength": f"{min(1.0, abs(value) / full):.3f}"}
    return {"kind": "number", "text": text, "value": value, **fill}


def text_cell(text: str, small: str = "", *, strong: bool = False) -> Cell:
    """Any text."""
    return {"kind": "text", "text": text, "small": small, "value": text, "style": "right" if strong else "written"}


def prompt_table(
    name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, key: str, on_click: Callable[[int], None]
) -> None:
    """Draw it; ``on_click`` gets the row of the prompt that was clicked."""

    def clicked() -> None:
        row = st.session_state[key].get("clicked")
        if isinstance(row, int) and 0 <= row < len(rows):
            on_click(row)

    described = [{"name": column.name, "help": column.help, "number": column.number} for column in columns]
    data = {"name": name, "columns": described, "rows": [list(row) for row in rows]}
    _table(key=key, data=data, on_clicked_change=clicked)
