"""A text with marks on it, several on one place: what is found is underlined by its severity and can be clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import streamlit as st

from lmdash.ui.kit.in_place import IN_PLACE

SIGNS = {"error": "✕", "warning": "!", "hint": "?"}
_ORDER = tuple(SIGNS)

_CSS = """
.frame { font-family: var(--st-font); color: var(--st-text-color); }
.text { font-size: 1.05rem; line-height: 2; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 460px;
  overflow-y: auto; padding: 2px 4px; position: relative; }
.before { opacity: 0.62; }
.mark { cursor: pointer; border-radius: 4px; padding: 0.12em 0;
  text-decoration-line: underline; text-underline-offset: 0.28em; text-decoration-skip-ink: none; }
.mark.error { text-decoration-style: wavy; text-decoration-color: #d55e00; text-decoration-thickness: 2px;
  background: color-mix(in srgb, #d55e00 13%, transparent); }
.mark.warning { text-decoration-style: dashed; text-decoration-color: #b07800; text-decoration-thickness: 2px;
  background: color-mix(in srgb, #e69f00 15%, transparent); }
.mark.hint { text-decoration-style: dotted; text-decoration-color: currentColor; text-decoration-thickness: 2px; }
.mark.chosen { background: color-mix(in srgb, var(--st-primary-color) 30%, transparent); }
.badge { font: 650 0.7rem/1 var(--st-font); color: inherit; cursor: pointer; vertical-align: super; margin: 0 1px 0 2px;
  padding: 3px 4px; border-radius: 6px; min-width: 22px; min-height: 20px; border: 1.5px solid transparent;
  background: var(--st-background-color); }
.badge.error { border-color: #d55e00; }
.badge.warning { border-color: #b07800; border-style: dashed; }
.badge.hint { border-color: color-mix(in srgb, var(--st-text-color) 45%, transparent); border-style: dotted; }
.badge[aria-pressed="true"] { box-shadow: 0 0 0 2px var(--st-primary-color); }
.badge:focus-visible, .mark:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
.legend { display: flex; gap: 4px 14px; flex-wrap: wrap; font-size: 0.8rem; margin: 6px 4px 0; opacity: 0.9; }
.legend .mark { cursor: default; padding: 0 4px; }
"""
_JS = (
    IN_PLACE
    + """
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = make("div", "frame");
  const body = make("div", "text");
  body.setAttribute("role", "group");
  body.setAttribute("aria-label", data.name);
  const choose = (number) => {
    parentElement.querySelectorAll(".badge").forEach((each) => {
      each.setAttribute("aria-pressed", String(Number(each.dataset.mark) === number));
    });
    setTriggerValue("clicked", number);
  };
  for (const piece of data.pieces) {
    const kinds = [piece.severity && "mark " + piece.severity, piece.before && "before", piece.chosen && "chosen"];
    const span = make("span", kinds.filter(Boolean).join(" "), piece.text);
    if (piece.marks.length) {
      span.title = piece.marks.map((number) => data.marks[number].tip).join(" · ");
      span.onclick = () => {
        const place = piece.marks.indexOf(data.chosen);
        choose(piece.marks[(place + 1) % piece.marks.length]);
      };
    }
    body.append(span);
    for (const number of piece.ends) {
      const mark = data.marks[number];
      const badge = make("button", "badge " + mark.severity, mark.sign + (number + 1));
      badge.type = "button";
      badge.dataset.mark = number;
      badge.title = mark.tip;
      badge.setAttribute("aria-label", `${mark.severity} ${number + 1}: ${mark.tip}`);
      badge.setAttribute("aria-pressed", String(number === data.chosen));
      badge.onclick = () => choose(number);
      body.append(badge);
    }
  }
  frame.append(body);
  if (data.legend.length) {
    const legend = make("div", "legend");
    for (const [severity, words] of data.legend) legend.append(make("span", "mark " + severity, words));
    frame.append(legend);
  }
  frame.dataset.chosen = data.chosen;
  const before = parentElement.querySelector(".frame")?.dataset.chosen;
  const text = show(parentElement, ".frame", frame).querySelector(".text");
  const badge = text.querySelector('.badge[aria-pressed="true"]');
  const [top, bottom] = [text.scrollTop, text.scrollTop + text.clientHeight - 24];
  if (badge && before !== frame.dataset.chosen && (badge.offsetTop < top || badge.offsetTop > bottom)) {
    text.scrollTop = badge.offsetTop - text.clientHeight / 2;
  }
}
"""
)
_component = st.components.v2.component("lmdash.marked_text", css=_CSS, js=_JS)


@dataclass(frozen=True)
class TextMark:
    """Characters [start, end) of the text, how bad it is ("error", "warning", "hint") and what is said of it."""

    start: int
    end: int
    severity: str
    tip: str


def pieces_of(text: str, marks: Sequence[TextMark], chosen: int = -1, before: int = 0) -> list[dict[str, Any]]:
    """The text in pieces on which the same marks lie, in order; joined, they are the text.

    Each has its ``marks`` (worst first), the numbers of those that end with it, and the worst severity.  The first
    ``before`` characters are what the text goes on from.
    """
    firsts = [
        max(0, min(mark.start, len(text) - 1)) for mark in marks
    ]  # a mark at the very end is on the last character
    spans = [(first, min(len(text), max(mark.end, first + 1))) for first, mark in zip(firsts, marks, strict=True)]
    cuts = sorted({0, len(text), min(before, len(text)), *(place for span in spans for place in span)})
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(spans):
        if start < end:
            starts.setdefault(start, []).append(number)
            ends.setdefault(end, []).append(number)
    active: list[int] = []
    pieces = []
    for start, end in pairwise(cuts):
        active = [number for number in active if spans[number][1] > start] + starts.get(start, [])
        order = sorted(active, key=lambda number: (_ORDER.index(marks[number].severity), number))
        pieces.append(
            {
                "text": text[start:end],
                "marks": order,
                "ends": ends.get(end, []),
                "severity": marks[order[0]].severity if order else "",
                "chosen": chosen in active,
                "before": start < before,
            }
        )
    return pieces


def marked_text(
    name: str,
    text: str,
    marks: Sequence[TextMark],
    *,
    key: str,
    on_click: Callable[[int], None],
    chosen: int = -1,
    before: int = 0,
) -> None:
    """Draw the text, its marks and what the signs mean; ``on_click(number)`` runs before the page is drawn anew."""

    def clicked() -> None:
        number = st.session_state[key].get("clicked")
        if isinstance(number, int) and 0 <= number < len(marks):
            on_click(number)

    present = [severity for severity in SIGNS if any(mark.severity == severity for mark in marks)]
    data = {
        "name": name,
        "pieces": pieces_of(text, marks, chosen, before),
        "marks": [{"severity": mark.severity, "sign": SIGNS[mark.severity], "tip": mark.tip} for mark in marks],
        "chosen": chosen,
        "legend": [[severity, f"{SIGNS[severity]} {severity}"] for severity in present],
    }
    _component(key=key, data=data, on_clicked_change=clicked)
