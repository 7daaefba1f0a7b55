"""Clicks of which each counts, however quick: numbered in the browser, and told until Python has counted them.

Of two messages that a component sends before the first is looked at, Streamlit keeps only the newer, so a message holds
all clicks that are not counted yet.  Every message also says what all other controls held, and that is old when the
browser has not heard yet what an earlier click wrote into one of them: hence :func:`written` and :func:`write`.
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


def written(box: str) -> str:
    """What the text box ``box`` holds, for a click that goes on from it: not what earlier clicks replaced."""
    text = st.session_state.get(box) or ""
    past = _past(box)
    return past[-1] if text in past else text


def write(box: str, text: str) -> None:
    """Let a click have written this into the box."""
    before = written(box)
    past = _past(box)
    st.session_state[f"_{box}_past"] = [*(past if before in past else [before]), text]
    st.session_state[box] = text


def drawn(box: str) -> None:
    """To be called when the box is drawn: what was typed since the last click stands, even what stood there before."""
    past = _past(box)
    if past and (st.session_state.get(box) or "") != past[-1]:
        del st.session_state[f"_{box}_past"]


def _past(box: str) -> list[str]:
    return st.session_state.get(f"_{box}_past", [])
