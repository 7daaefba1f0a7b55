"""What Streamlit cannot draw safely: sentences and chips with hostile text, written through ``textContent`` only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from lmdash.ui.kit.clicks import CLICKS, count, counted
from lmdash.ui.kit.in_place import IN_PLACE

_SENTENCE_CSS = """
.sentence { font-family: var(--st-font); color: var(--st-text-color); margin: 0; overflow-wrap: anywhere; }
.answer { font-size: clamp(1.35rem, 1rem + 1.4vw, 1.9rem); line-height: 1.35; font-weight: 600; }
.text { font-size: 1.05rem; line-height: 1.65; white-space: pre-wrap; }
.small { font-size: 0.85rem; line-height: 1.4; opacity: 0.8; }
.note, .error, .changed { font-size: 0.95rem; line-height: 1.5; padding: 0.65rem 0.9rem; border-radius: 8px; }
.note { background: color-mix(in srgb, #e69f00 16%, transparent); border-left: 4px solid #e69f00; }
.changed { background: color-mix(in srgb, #8a7ff0 18%, transparent); border-left: 4px solid #8a7ff0; }
.error { background: color-mix(in srgb, #d55e00 18%, transparent); border-left: 4px solid #d55e00; }
.token { font-family: var(--st-code-font, monospace); font-size: 0.94em; padding: 0.02em 0.3em; border-radius: 6px;
  background: color-mix(in srgb, #009e73 22%, transparent); white-space: pre-wrap; }
.target { font-family: var(--st-code-font, monospace); font-size: 0.94em; padding: 0.02em 0.3em; border-radius: 6px;
  background: color-mix(in srgb, #cc6fa5 26%, transparent); white-space: pre-wrap; }
.token .space, .target .space { opacity: 0.45; font-weight: 400; }
.faint { opacity: 0.65; }
.strong { font-weight: 600; background: color-mix(in srgb, #009e73 20%, transparent); border-radius: 4px; }
"""
_SENTENCE_JS = """
export default function ({ data, parentElement }) {
  const old = parentElement.querySelector(".sentence");
  const root = document.createElement(data.tone === "answer" ? "h2" : "p");
  root.className = "sentence " + data.tone;
  if (data.tone === "error") root.setAttribute("role", "alert");
  for (const [text, style] of data.parts) {
    const span = document.createElement("span");
    span.className = style;
    const drawn = style === "token" || style === "target";
    for (const piece of drawn ? text.split(/([␣⏎⇥]+)/) : [text]) {
      const inner = document.createElement("span");
      inner.textContent = piece;
      if (drawn && /^[␣⏎⇥]+$/.test(piece)) inner.className = "space";
      span.append(inner);
    }
    root.append(span);
  }
  old ? old.replaceWith(root) : parentElement.append(root);
}
"""
_STRIP_CSS = """
.frame { font-family: var(--st-font); color: var(--st-text-color); }
.strip { position: relative; display: flex; flex-wrap: wrap; gap: 4px 3px; padding: 3px;
  max-height: 260px; overflow-y: auto; }
.chip { font: 500 0.95rem var(--st-code-font, monospace); color: inherit; cursor: pointer; white-space: pre;
  max-width: 100%; overflow: hidden; text-overflow: ellipsis; min-height: 32px;
  border: 1px solid color-mix(in srgb, var(--st-text-color) 18%, transparent); border-radius: 6px; padding: 3px 6px;
  background: color-mix(in srgb, #009e73 calc(var(--strength) * 52%), var(--st-background-color)); }
.chip.raises { background: color-mix(in srgb, #d55e00 calc(var(--strength) * 52%), var(--st-background-color)); }
.chip.lowers { background: color-mix(in srgb, #0072b2 calc(var(--strength) * 52%), var(--st-background-color)); }
.chip * { pointer-events: none; }
.chip:hover { border-color: var(--st-text-color); }
.chip:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
.chip[aria-pressed="true"] { border-color: var(--st-primary-color); box-shadow: 0 0 0 2px var(--st-primary-color); }
.chip.special { border-style: dashed; border-width: 2px; }
.chip .space { opacity: 0.5; }
.chip .detail { font: 400 0.72rem var(--st-font); opacity: 0.8; margin-left: 0.45em; }
.legend { display: flex; align-items: center; gap: 8px; flex-wrap: wrap; margin: 6px 3px 0;
  font-size: 0.8rem; opacity: 0.85; }
.ramp { width: 90px; height: 10px; border-radius: 3px; background: linear-gradient(to right,
  var(--st-background-color), color-mix(in srgb, #009e73 52%, var(--st-background-color)));
  border: 1px solid color-mix(in srgb, var(--st-text-color) 18%, transparent); }
.ramp.signed { width: 130px; background: linear-gradient(to right,
  color-mix(in srgb, #0072b2 52%, var(--st-background-color)), var(--st-background-color),
  color-mix(in srgb, #d55e00 52%, var(--st-background-color))); }
"""
_STRIP_JS = (
    IN_PLACE
    + CLICKS
    + """
export default function ({ data, parentElement, setTriggerValue }) {
  const old = parentElement.querySelector(".frame");
  const frame = document.createElement("div");
  frame.className = "frame";
  const strip = document.createElement("div");
  strip.className = "strip";
  strip.setAttribute("role", "group");
  strip.setAttribute("aria-label", data.name);
  data.chips.forEach((chip, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = ["chip", chip.special ? "special" : "", chip.sign].join(" ").trim();
    button.style.setProperty("--strength", chip.strength);
    button.setAttribute("aria-pressed", String(index === data.selected));
    button.setAttribute("aria-label", [data.name, index, chip.label, chip.tip].filter((x) => x !== "").join(" "));
    button.title = chip.tip;
    for (const part of chip.label.split(/([␣⏎⇥]+)/)) {
      const span = document.createElement("span");
      span.textContent = part;
      if (/^[␣⏎⇥]+$/.test(part)) span.className = "space";
      button.append(span);
    }
    if (chip.detail) {
      const detail = document.createElement("span");
      detail.className = "detail";
      detail.textContent = chip.detail;
      button.append(detail);
    }
    button.tabIndex = index === Math.max(data.selected, 0) ? 0 : -1;  // one stop for the Tab key, arrows go on
    button.onclick = ({ currentTarget }) => {
      for (const other of currentTarget.parentElement.children) {
        other.setAttribute("aria-pressed", String(other === currentTarget));
      }
      click(index);
    };
    button.onkeydown = ({ key, currentTarget }) => {
      const next = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[key];
      currentTarget[next]?.focus();
    };
    strip.append(button);
  });
  frame.append(strip);
  if (data.legend.length) {
    const legend = document.createElement("div");
    legend.className = "legend";
    const [low, high] = data.legend.map((text) => {
      const span = document.createElement("span");
      span.textContent = text;
      return span;
    });
    const ramp = document.createElement("div");
    ramp.className = data.chips.some((chip) => chip.sign) ? "ramp signed" : "ramp";
    legend.append(low, ramp, high);
    frame.append(legend);
  }
  frame.dataset.selected = data.selected;
  const before = old?.dataset.selected;
  const shown = show(parentElement, ".frame", frame);
  const chips = shown.querySelector(".strip");
  const chosen = chips.children[data.selected];
  const [top, bottom] = [chips.scrollTop, chips.scrollTop + chips.clientHeight - 20];
  if (chosen && before !== frame.dataset.selected && (!old || chosen.offsetTop < top || chosen.offsetTop > bottom)) {
    chips.scrollTop = chosen.offsetTop - chips.clientHeight / 2;
  }

  const send = (value) => setTriggerValue("clicked", value);
  const what = JSON.stringify(data.chips.map((chip) => chip.label));
  const click = data.counted === null ? send : everyClick(shown, what, data.counted, send);
}
"""
)

_sentence = st.components.v2.component("lmdash.sentence", css=_SENTENCE_CSS, js=_SENTENCE_JS)
_strip = st.components.v2.component("lmdash.token_strip", css=_STRIP_CSS, js=_STRIP_JS)

Part = str | tuple[str, str]
"""A part of a sentence: plain text, or (text, style) with style token, target, faint or strong."""


@dataclass(frozen=True)
class Chip:
    """One chip of a strip; ``strength`` from 0 to 1 fills it, ``detail`` is small print, ``tip`` says more.

    ``sign`` of a signed effect: 1 raises, -1 lowers, which the chip's colour then says; 0 for all other numbers.
    """

    label: str
    strength: float = 0.0
    tip: str = ""
    detail: str = ""
    special: bool = False
    sign: int = 0


def say(*parts: Part, tone: str = "text", key: str | None = None) -> None:
    """A sentence with any text in it, safely; tone is answer (the headline), text, small, note, changed or error.

    With a ``key`` the sentence changes in place instead of standing beside its old self until the page is done.
    """
    _sentence(data={"tone": tone, "parts": [[p, ""] if isinstance(p, str) else list(p) for p in parts]}, key=key)


def strip(
    name: str,
    chips: Sequence[Chip],
    *,
    key: str,
    on_click: Callable[[int], None],
    selected: int = -1,
    legend: tuple[str, str] | tuple[()] = (),
    every: bool = False,
) -> None:
    """Chips that can be clicked or reached by keyboard; ``on_click(index)`` runs before the page is drawn anew.

    Of clicks in quick succession only the last may be told, unless ``every`` one counts; then ``on_click`` goes by the
    session state of that moment, not by what was drawn.
    """

    def clicked() -> None:
        told = st.session_state[key].get("clicked")
        for index in count(key, told) if every else [told]:
            if isinstance(index, int) and 0 <= index < len(chips):
                on_click(index)

    rows = [
        {
            "label": c.label,
            "strength": f"{c.strength:.3f}",
            "tip": c.tip,
            "detail": c.detail,
            "special": c.special,
            "sign": {1: "raises", -1: "lowers"}.get(c.sign, ""),
        }
        for c in chips
    ]
    _strip(
        key=key,
        data={
            "name": name,
            "chips": rows,
            "selected": selected,
            "legend": list(legend),
            "counted": counted(key) if every else None,
        },
        on_clicked_change=clicked,
    )
