"""A strip of a chat's tokens: those that its format puts around the messages are one chip until it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from lmdash.analyses.common.plural import plural
from lmdash.ui.frame.addresses.every_page import FORMAT
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.strip import Chip, strip


def chat_strip(
    inputs: Inputs,
    name: str,
    chips: Sequence[Chip],
    *,
    key: str,
    on_click: Callable[[int], None],
    selected: int = -1,
    starts: Sequence[int] | None = None,
    **more: Any,
) -> None:
    """As :func:`strip` for chips of the prompt, one per token or beginning at the tokens ``starts``; ``on_click`` and
    ``selected`` count the chips that are handed in.
    """
    runs = inputs.read.format
    if not runs or FORMAT.value:
        strip(name, chips, key=key, on_click=on_click, selected=selected, **more)
        if runs:
            st.button("Hide the chat format", key=f"{key}_fold", type="tertiary", on_click=FORMAT.clear)
        return
    drawn, numbers, chosen = folded(chips, starts or range(len(chips)), runs, selected)

    def clicked(place: int) -> None:
        number = numbers[place]
        if number is None:
            FORMAT.set(True)
        else:
            on_click(number)

    strip(name, drawn, key=key, on_click=clicked, selected=chosen, **more)


def folded(
    chips: Sequence[Chip], starts: Sequence[int], runs: Sequence[tuple[int, int]], selected: int
) -> tuple[list[Chip], list[int | None], int]:
    """The chips with one for each of the ``runs`` of tokens, the number that each had (None for a run), and which of
    them is selected.
    """
    drawn: list[Chip] = []
    numbers: list[int | None] = []
    chosen, last = -1, None
    for number, (chip, start) in enumerate(zip(chips, starts, strict=True)):
        run = next((run for run in runs if run[0] <= start < run[1]), None)
        if run is None or run != last:
            what = None if run is None else plural(run[1] - run[0], "token")
            tip = "The tokens that the chat format puts here. Click to see them."
            drawn.append(chip if what is None else Chip(f"chat format: {what}", tip=tip, folded=True))
            numbers.append(number if run is None else None)
        if number == selected:
            chosen = len(drawn) - 1
        last = run
    return drawn, numbers, chosen
