"""How many texts each check marks: in one batch, and before and after a change."""

from __future__ import annotations

import altair as alt

from lmdash.analyses.common.frames import rows
from lmdash.analyses.output_checks.check_batches import BatchComparison, BatchSummary
from lmdash.charts.numbers import plural
from lmdash.charts.theme import CHANGED, INK, RAISES, WARNING, WITHOUT, Layered

SIGNS = {"error": "✕", "warning": "!", "hint": "?"}
COLOURS = {"error": RAISES, "warning": WARNING, "hint": WITHOUT}
ROW = 30


def _titles() -> alt.Axis:
    return alt.Axis(labelColor=INK, labelFontSize=13, labelLimit=150, ticks=False, domain=False, labelPadding=8)


def check_bars(summary: BatchSummary) -> Layered:
    """One bar per check: the share of texts that it marks, with its sign and the number of its findings."""
    texts = summary.texts
    data = summary.checks.assign(
        label=[f"{SIGNS[row.severity]} {row.title}" for row in rows(summary.checks)],
        said=[
            f"{row.texts} of {plural(texts, 'text')} ({plural(row.findings, 'finding')})"
            for row in rows(summary.checks)
        ],
    )
    order = data.sort_values(["share", "findings"], ascending=False)["label"].tolist()
    base = alt.Chart(data.drop(columns="examples")).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=_titles()),
        x=alt.X("share:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.45])),
        tooltip=[
            alt.Tooltip("title:N", title="check"),
            alt.Tooltip("severity:N", title="severity"),
            alt.Tooltip("texts:Q", title="texts"),
            alt.Tooltip("findings:Q", title="findings"),
        ],
    )
    colour = alt.Color("severity:N", legend=None, scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())))
    bars = base.mark_bar(cornerRadiusEnd=3, height=18).encode(color=colour)
    numbers = base.mark_text(align="left", dx=6, fontSize=12).encode(text="said:N", color=alt.value(INK))
    return (bars + numbers).properties(height=ROW * len(data) + 24).configure_view(stroke=None)


def compared_bars(found: BatchComparison, names: tuple[str, str]) -> Layered:
    """A pair of bars per check: its findings in both batches, which are called ``names``."""
    data = found.checks.melt(
        id_vars=["check", "title"], value_vars=["before", "after"], var_name="batch", value_name="findings"
    )
    data["batch"] = data["batch"].map({"before": names[0], "after": names[1]})
    most = max(1, int(data["findings"].max())) if len(data) else 1
    base = alt.Chart(data).encode(
        y=alt.Y("title:N", sort=found.checks["title"].tolist(), title=None, axis=_titles()),
        yOffset=alt.YOffset("batch:N", sort=list(names)),
        x=alt.X("findings:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.15 * most])),
        tooltip=[
            alt.Tooltip("title:N", title="check"),
            alt.Tooltip("batch:N", title="texts"),
            alt.Tooltip("findings:Q", title="findings"),
        ],
    )
    colour = alt.Color(
        "batch:N",
        title=None,
        scale=alt.Scale(domain=list(names), range=[WITHOUT, CHANGED]),
        legend=alt.Legend(orient="top", labelLimit=300, labelColor=INK),
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(color=colour)
    numbers = base.mark_text(align="left", dx=6, fontSize=12).encode(text="findings:Q", color=alt.value(INK))
    return (bars + numbers).properties(height=48 * len(found.checks) + 60).configure_view(stroke=None)
