"""How often does the answer have the expected words, and where not?  Judged by the text that the model writes."""

from __future__ import annotations

import re

import pandas as pd

from lmdash.analyses.prompt_ablation.whole_words import Found, found

_WORD = re.compile(r"\S+")
_MARKS = ".,;:!?\"'”’)"
CONFIDENCE = 0.95  # of an interval


def said(written: str, expected: str) -> str:
    """What the model said instead of the answer: as many words as that has, without the mark at the end."""
    if found(written, expected) is not Found.ABSENT:
        return expected.strip()
    words = [match[0] for match in _WORD.finditer(written)][: max(1, len(expected.split()))]
    return " ".join(words).rstrip(_MARKS) or written.strip()


def judged(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``compare_prompts`` that expect an answer, with columns said, found and right."""
    rows = table[table["expected"] != ""]
    pairs = list(zip(rows["written"], rows["expected"], strict=True))
    places = [found(*pair) for pair in pairs]
    return rows.assign(
        said=[said(*pair) for pair in pairs], found=places, right=[place is not Found.ABSENT for place in places]
    )


def accuracy(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Columns value, right, of, share, low, high: how often it was right for each value of the column ``by``, the worst
    first; low and high bound the share with 95% confidence (Wilson 1927).
    """
    groups = rows.groupby(by, sort=False)["right"].agg(["sum", "size"]).reset_index()
    groups.columns = ["value", "right", "of"]
    groups["share"] = groups["right"] / groups["of"]
    intervals = [_wilson(int(right), int(of)) for right, of in zip(groups["right"], groups["of"], strict=True)]
    groups["low"], groups["high"] = zip(*intervals, strict=True) if intervals else ([], [])
    return groups.sort_values("share", kind="stable", ignore_index=True)


def _wilson(right: int, of: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    interval = binomtest(right, of).proportion_ci(CONFIDENCE, method="wilson")
    return float(interval.low), float(interval.high)


def confusion(rows: pd.DataFrame) -> pd.DataFrame:
    """Columns expected, said, times: what was said instead of what, most often first."""
    wrong = rows[~rows["right"].astype(bool)]
    counted = wrong.groupby(["expected", "said"], sort=False).size().reset_index(name="times")
    return counted.sort_values("times", ascending=False, kind="stable", ignore_index=True)


def worst(rows: pd.DataFrame) -> pd.DataFrame:
    """Wrong ones first, and among them those whose answer is least likely."""
    order = ["right", "expected_log_probability"]
    return rows.sort_values(order, kind="stable", na_position="first")
