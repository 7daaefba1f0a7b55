"""Clicks of which each counts, however quick: numbered in the browser, and told until Python has counted them.

Of two messages that a component sends before the first is looked at, Streamlit keeps only the newer, so a message holds
all clicks that are not counted yet.  Every message also says what all other controls held, and that is old when the
browser has not heard yet what an earlier click wrote into one of them: hence :func:`text_box`.
"""

from __future__ import annotations

import streamlit as st

CLICKS = """
// For every drawing: gives what takes a click on `index`. Clicks belong to `shown` as long as it shows `what`.
function everyClick(shown, what, counted, send) {
  shown.clicks = shown.what === what ? shown.clicks.filter(([serial]) => serial > counted) : [];
  shown.what = what;
  return (index) => {
    const last = shown.clicks.at(-1)?.[0] ?? counted;
    shown.clicks.push([Math.max(Date.now(), last + 1), index]);
    send(shown.clicks);
  };
}
"""


def counted(key: str) -> int:
    """The number of the last click on the component ``key`` that was counted."""
    return st.session_state.get(f"_{key}_counted", 0)


def count(key: str, told: object) -> list[object]:
    """What was clicked, in order, by the clicks in a message ``told`` that were not counted before; they are now."""
    new = {}
    for each in told if isinstance(told, list) else []:
        match each:
            case [int(serial), what] if serial > counted(key):
                new[serial] = what
    if new:
        st.session_state[f"_{key}_counted"] = max(new)
    return [new[serial] for serial in sorted(new)]


def text_box(label: str, name: str, **options: object) -> str:
    """A text box that clicks write into too, and what it holds; the address keeps it under ``name``."""
    key = _key(name)
    text = st.session_state.setdefault(f"_{name}_text", written(name))
    if key not in st.session_state:
        st.session_state[key] = text

    def typed() -> None:
        if key == _key(name):
            st.session_state[f"_{name}_text"] = st.session_state[key] or ""

    st.text_input(label, key=key, on_change=typed, **options)
    if text:
        st.query_params[name] = text
    else:
        st.query_params.pop(name, None)
    return text


def written(name: str) -> str:
    """What the text box ``name`` holds, by all clicks so far."""
    return st.session_state.get(f"_{name}_text", st.query_params.get(name, ""))


def write(name: str, text: str) -> None:
    """Let a click have written this into the box."""
    if text != written(name):
        st.session_state[f"_{name}_text"] = text
        st.session_state[f"_{name}_times"] = st.session_state.get(f"_{name}_times", 0) + 1


def _key(name: str) -> str:
    """Another one for every text that a click has written: what the browser says of the box before is past."""
    times = st.session_state.get(f"_{name}_times", 0)
    return f"{name}_{times}" if times else name
