"""Pictures of many prompts: how likely the words are after each, and how often a template's answer is right."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lmdash.charts.theme import INK, STRENGTH, TARGET, WITHOUT
from lmdash.charts.vega import Spec, chart, mark, of

MOST_BARS = 40
_COLOURS = {"target": TARGET, "rival": WITHOUT, "expected": STRENGTH}
_LABELS = {
    "labelFontSize": 12, "ticks": False, "domain": False, "labelPadding": 8, "labelLimit": 230
}  # fmt: skip


def _share(column: str, **more: Any) -> Spec:
    axis = {"grid": False, "format": "%"}
    return of(f"{column}:Q", scale={"domain": [0, 1]}, axis=axis, **more)


def word_bars(table: pd.DataFrame, words: tuple[str, ...]) -> Spec:
    """A bar for each word of ``words`` (target, rival, expected) and each of the first prompts."""
    shown = table.head(MOST_BARS).reset_index(drop=True)
    long = pd.concat(
        [
            pd.DataFrame(
                {
                    "row": shown.index,
                    "prompt": [f"{row + 1}  {text}" for row, text in enumerate(shown["prompt"])],
                    "word": shown[word],
                    "kind": word,
                    "probability": shown[f"{word}_probability"],
                }
            )
            for word in words
        ],
        ignore_index=True,
    )
    bars = mark(
        "bar",
        look={"cornerRadiusEnd": 3},
        y=of("prompt:N", title=None, sort={"field": "row"}, axis=_LABELS),
        yOffset=of("kind:N", sort=list(words)),
        x=_share("probability", title="probability"),
        color=of(
            "kind:N",
            title=None,
            scale={"domain": list(words), "range": [_COLOURS[word] for word in words]},
            legend={"orient": "top"} if len(words) > 1 else None,
        ),
        tooltip=[of("prompt:N"), of("kind:N"), of("word:N"), of("probability:Q", format=".2%")],
    )
    return chart(long, bars, height={"step": 16 if len(words) > 1 else 24})


def accuracy_bars(accuracy: pd.DataFrame) -> Spec:
    """How often the answer was right for each value, worst first, with a 95% interval and the counts."""
    shown = accuracy.head(MOST_BARS)
    counted = shown.assign(counts=shown["right"].astype(str) + " of " + shown["of"].astype(str))
    base: Spec = {
        "y": of("value:N", title=None, sort=counted["value"].tolist(), axis=_LABELS),
        "x": _share("share", title="right answers"),
        "tooltip": [of("value:N"), of("counts:N"), of("share:Q", format=".0%")],
    }
    bars = mark("bar", look={"color": STRENGTH, "opacity": 0.75, "cornerRadiusEnd": 3}, **base)
    ends = {"x": of("low:Q"), "x2": {"field": "high"}}
    spread = mark("rule", look={"color": INK, "opacity": 0.7}, **(base | ends))
    look = {"align": "left", "dx": 6, "dy": -7, "color": INK, "fontSize": 11}
    counts = mark("text", look=look, **base, text=of("counts:N"))
    return chart(counted, bars, spread, counts, height={"step": 30})
