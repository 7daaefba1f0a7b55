"""The trace layer by layer, folded to the layers that matter: drawn in the browser, through ``textContent`` only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from lmdash.charts.theme import LOWERS, RAISES
from lmdash.ui.kit.in_place import IN_PLACE

_CSS = """
.frame { font-family: var(--st-font); color: var(--st-text-color); --line: color-mix(in srgb, var(--st-text-color) 16%,
  transparent); --raises: RAISES; --lowers: LOWERS; }
.bar { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; flex-wrap: wrap;
  font-size: 0.82rem; margin-bottom: 6px; }
.bar .key { opacity: 0.85; }
.key i { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin: 0 4px 0 10px; }
.fold { font: inherit; color: inherit; background: none; cursor: pointer; border: none; padding: 4px 2px;
  text-decoration: underline; text-underline-offset: 3px; }
details { border: 1px solid var(--line); border-radius: 10px; margin-bottom: 6px; }
details[open] { border-color: color-mix(in srgb, var(--st-text-color) 30%, transparent); }
summary { display: grid; grid-template-columns: 3.2rem 11.5rem 11.5rem 1fr; gap: 4px 12px; align-items: center;
  padding: 7px 12px; cursor: pointer; list-style: none; border-radius: 10px; font-size: 0.88rem; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "▸"; position: absolute; opacity: 0.6; transition: transform 0.1s; }
details[open] > summary::before { transform: rotate(90deg); }
summary .layer { font-weight: 650; padding-left: 1.1em; }
summary:focus-visible, button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
.effect { display: grid; grid-template-columns: 4.6rem 1fr 3.4rem; gap: 6px; align-items: center; }
.effect .what { opacity: 0.8; font-size: 0.8rem; }
.effect .number { text-align: right; font-variant-numeric: tabular-nums; }
.track { position: relative; height: 10px; background: color-mix(in srgb, var(--st-text-color) 7%, transparent);
  border-radius: 3px; }
.track::after { content: ""; position: absolute; left: 50%; top: -2px; bottom: -2px; width: 1px;
  background: color-mix(in srgb, var(--st-text-color) 45%, transparent); }
.fill { position: absolute; top: 0; bottom: 0; border-radius: 2px; }
.leads { display: flex; gap: 6px; align-items: baseline; flex-wrap: wrap; justify-content: flex-end; min-width: 0; }
.token { font: 400 0.88rem var(--st-code-font, monospace); padding: 0 5px; border-radius: 5px; white-space: pre;
  max-width: 100%; overflow: hidden; text-overflow: ellipsis;
  background: color-mix(in srgb, var(--st-text-color) 7%, transparent); }
.token.likely { background: color-mix(in srgb, #009e73 calc(var(--share) * 52%), var(--st-background-color));
  border: 1px solid var(--line); }
.token.target { box-shadow: inset 0 -2px 0 #cc6fa5; }
.space { opacity: 0.45; }
.share { font-size: 0.75rem; opacity: 0.8; margin-left: 0.4em; font-family: var(--st-font); }
.body { padding: 2px 12px 12px; display: grid; gap: 10px 16px;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); }
.step { min-width: 0; }
.step.whole { grid-column: 1 / -1; }
.step > .title { font-size: 0.8rem; opacity: 0.85; margin-bottom: 4px; }
.tokens { display: flex; flex-wrap: wrap; gap: 4px; align-items: baseline; min-width: 0; }
.tokens .word { font-size: 0.8rem; opacity: 0.8; }
.vectors { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20.5rem), 1fr)); gap: 6px; }
.vector { font: inherit; color: inherit; text-align: left; cursor: pointer; border-radius: 8px; padding: 5px 8px;
  border: 1px solid var(--line); border-left: 5px solid var(--tint, var(--line)); display: grid; gap: 3px;
  background: color-mix(in srgb, var(--tint, transparent) 14%, var(--st-background-color)); min-width: 0; }
.vector * { pointer-events: none; }
.vector:hover { border-color: var(--st-text-color); }
.vector[aria-pressed="true"] { box-shadow: 0 0 0 2px var(--st-primary-color); }
.vector .head { display: flex; gap: 8px; align-items: baseline; flex-wrap: wrap; font-size: 0.8rem;
  font-variant-numeric: tabular-nums; }
.vector .name { font: 600 0.9rem var(--st-code-font, monospace); }
.vector .given { font-weight: 600; }
.vector .changed { color: #8a7ff0; font-weight: 650; }
.vector .tokens { flex-wrap: nowrap; overflow: hidden; }
.vector .token { font-size: 0.82rem; flex: none; }
@media (max-width: 640px) {
  summary { grid-template-columns: 3rem 1fr; }
  .effect, .leads { grid-column: 2; justify-content: flex-start; }
}
""".replace("RAISES", RAISES).replace("LOWERS", LOWERS)
_JS = (
    IN_PLACE
    + """
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};
const spelled = (className, label) => {
  const element = make("span", className);
  for (const part of label.split(/([␣⏎⇥]+)/)) {
    element.append(make("span", /^[␣⏎⇥]+$/.test(part) ? "space" : "", part));
  }
  return element;
};
const likely = ([label, share, percent, target]) => {
  const element = spelled(target ? "token likely target" : "token likely", label);
  element.style.setProperty("--share", share);
  element.append(make("span", "share", percent));
  return element;
};
const plain = (title, labels) => {
  const row = make("span", "tokens");
  if (title) row.append(make("span", "word", title));
  labels.forEach((label) => row.append(spelled("token", label)));
  return row;
};
const effect = (what, value, top) => {
  const element = make("span", "effect");
  const track = make("span", "track");
  const fill = make("span", "fill");
  const share = 50 * Math.min(1, Math.abs(value) / top);
  fill.style.left = `${value < 0 ? 50 - share : 50}%`;
  fill.style.width = `${share}%`;
  fill.style.background = value < 0 ? "var(--lowers)" : "var(--raises)";
  track.append(fill);
  element.append(make("span", "what", what), track, make("span", "number", signed(value)));
  return element;
};
const signed = (value) => (value < 0 ? "−" : "+") + Math.abs(value).toFixed(2);

export default function ({ data, parentElement, setTriggerValue }) {
  const old = parentElement.querySelector(".frame");
  const same = old && old.dataset.subject === data.subject;
  const wasOpen = (layer) => old.querySelector(`details[data-layer="${layer}"]`)?.open;
  const frame = make("div", "frame");
  frame.dataset.subject = data.subject;
  const bar = make("div", "bar");
  const key = make("span", "key", data.measure);
  for (const [tint, word] of [["--raises", "raises"], ["--lowers", "lowers"]]) {
    const swatch = make("i", "");
    swatch.style.background = `var(${tint})`;
    key.append(swatch, word);
  }
  const fold = make("button", "fold", "Open all layers");
  fold.type = "button";
  bar.append(key, fold);
  frame.append(bar);

  const step = (title, content, kind = "step") => {
    const element = make("div", kind);
    element.append(make("div", "title", title), content);
    return element;
  };
  for (const row of data.rows) {
    const layer = make("details", "");
    layer.dataset.layer = row.layer;
    layer.open = same ? wasOpen(row.layer) : row.open;
    const summary = make("summary", "");
    const leads = make("span", "leads");
    leads.append(likely(row.before[0]), make("span", "", "→"), likely(row.after[0]));
    summary.append(make("span", "layer", `L${row.layer}`), effect("attention", row.attention, data.top),
      effect("FFN", row.ffn, data.top), leads);
    const body = make("div", "body");
    const tokens = (list) => {
      const element = make("div", "tokens");
      list.forEach((token) => element.append(likely(token)));
      return element;
    };
    const update = ([promoted, suppressed]) => {
      const element = make("div", "tokens");
      if (promoted.length) element.append(plain("up", promoted), plain("down", suppressed));
      else element.append(make("span", "word", "nothing"));
      return element;
    };
    const vectors = make("div", "vectors");
    vectors.setAttribute("role", "group");
    vectors.setAttribute("aria-label", `value vectors of layer ${row.layer}`);
    for (const vector of row.vectors) {
      const chip = make("button", "vector");
      chip.type = "button";
      chip.title = vector.tip;
      chip.setAttribute("aria-pressed", String(vector.chip === data.selected));
      chip.setAttribute("aria-label", `${vector.chip} ${vector.given} ${vector.score}`);
      if (vector.effect) {
        const share = Math.min(100, 25 + 75 * Math.abs(vector.effect) / data.strongest);
        chip.style.setProperty("--tint", `color-mix(in srgb, var(${vector.effect < 0 ? "--lowers" : "--raises"})
          ${share}%, transparent)`);
      }
      const head = make("span", "head");
      head.append(make("span", "name", vector.chip));
      if (vector.given) head.append(make("span", "given", vector.given));
      head.append(make("span", "", vector.score), make("span", "", `${signed(vector.effect)} logit`));
      if (vector.changed) head.append(make("span", "changed", "changed"));
      chip.append(head, plain("", vector.pushes));
      chip.onclick = ({ currentTarget }) => {
        parentElement.querySelectorAll(".vector").forEach((each) => {
          each.setAttribute("aria-pressed", String(each === currentTarget));
        });
        setTriggerValue("clicked", [row.layer, vector.neuron]);
      };
      vectors.append(chip);
    }
    body.append(
      step(data.words.attention, update(row.updates.attention)),
      step(data.words.before, tokens(row.before)),
      step(row.vectors.length ? data.words.vectors : data.words.none, vectors, "step whole"),
      step(data.words.ffn, update(row.updates.ffn)),
      step(data.words.after, tokens(row.after)),
    );
    layer.append(summary, body);
    frame.append(layer);
  }
  const all = () => [...parentElement.querySelectorAll("details")];
  const named = () => {
    const words = all().every((e) => e.open) ? "Close all layers" : "Open all layers";
    parentElement.querySelector(".fold").textContent = words;
  };
  fold.onclick = () => {
    const open = !all().every((e) => e.open);
    all().forEach((e) => { e.open = open; });
    named();
  };
  show(parentElement, ".frame", frame);
  all().forEach((e) => { e.ontoggle = named; });
  named();
}
"""
)
_component = st.components.v2.component("lmdash.ffn_trace", css=_CSS, js=_JS)


def trace_rows(data: dict[str, Any], *, key: str, on_click: Callable[[int, int], None]) -> None:
    """Draw what ``trace.drawn`` makes; ``on_click(layer, neuron)`` runs before the next run."""

    def clicked() -> None:
        vector = st.session_state[key].get("clicked")
        if isinstance(vector, list) and len(vector) == 2 and all(isinstance(part, int) for part in vector):
            on_click(*vector)

    _component(key=key, data=data, on_clicked_change=clicked)
