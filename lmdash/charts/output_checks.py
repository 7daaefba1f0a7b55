"""How many texts each check marks: in one batch, and before and after a change."""

from __future__ import annotations

from lmdash.analyses.common.frames import rows
from lmdash.analyses.output_checks.check_batches import BatchComparison, BatchSummary
from lmdash.charts.numbers import plural
from lmdash.charts.theme import CHANGED, INK, RAISES, WARNING, WITHOUT
from lmdash.charts.vega import Spec, chart, constant, mark, of

SIGNS = {"error": "✕", "warning": "!", "hint": "?"}
COLOURS = {"error": RAISES, "warning": WARNING, "hint": WITHOUT}
ROW = 30
_TITLES = {
    "labelFontSize": 13, "labelLimit": 150, "ticks": False, "domain": False, "labelPadding": 8
}  # fmt: skip
_NUMBER = {"align": "left", "dx": 6, "fontSize": 12}


def check_bars(summary: BatchSummary) -> Spec:
    """One bar per check: the share of texts that it marks, with its sign and the number of its findings."""
    texts = summary.texts
    data = summary.checks.drop(columns="examples").assign(
        label=[f"{SIGNS[row.severity]} {row.title}" for row in rows(summary.checks)],
        said=[
            f"{row.texts} of {plural(texts, 'text')} ({plural(row.findings, 'finding')})"
            for row in rows(summary.checks)
        ],
    )
    order = data.sort_values(["share", "findings"], ascending=False)["label"].tolist()
    base: Spec = {
        "y": of("label:N", sort=order, title=None, axis=_TITLES),
        "x": of("share:Q", title=None, axis=None, scale={"domain": [0, 1.45]}),
        "tooltip": [
            of("title:N", title="check"),
            of("severity:N", title="severity"),
            of("texts:Q", title="texts"),
            of("findings:Q", title="findings"),
        ],
    }
    colour = of("severity:N", legend=None, scale={"domain": list(COLOURS), "range": list(COLOURS.values())})
    bars = mark("bar", look={"cornerRadiusEnd": 3, "height": 18}, **base, color=colour)
    numbers = mark("text", look=_NUMBER, **base, text=of("said:N"), color=constant(INK))
    return chart(data, bars, numbers, height=ROW * len(data) + 24)


def compared_bars(found: BatchComparison, names: tuple[str, str]) -> Spec:
    """A pair of bars per check: its findings in both batches, which are called ``names``."""
    data = found.checks.melt(
        id_vars=["check", "title"], value_vars=["before", "after"], var_name="batch", value_name="findings"
    )
    data["batch"] = data["batch"].map({"before": names[0], "after": names[1]})
    most = max(1, int(data["findings"].max())) if len(data) else 1
    base: Spec = {
        "y": of("title:N", sort=found.checks["title"].tolist(), title=None, axis=_TITLES),
        "yOffset": of("batch:N", sort=list(names)),
        "x": of("findings:Q", title=None, axis=None, scale={"domain": [0, 1.15 * most]}),
        "tooltip": [
            of("title:N", title="check"),
            of("batch:N", title="texts"),
            of("findings:Q", title="findings"),
        ],
    }
    colour = of(
        "batch:N",
        title=None,
        scale={"domain": list(names), "range": [WITHOUT, CHANGED]},
        legend={"orient": "top", "labelLimit": 300},
    )
    bars = mark("bar", look={"cornerRadiusEnd": 3}, **base, color=colour)
    numbers = mark("text", look=_NUMBER, **base, text=of("findings:Q"), color=constant(INK))
    return chart(data, bars, numbers, height=48 * len(found.checks) + 60)
