"""The answers to many prompts as a sheet to take away: what a person looks for first, and the rest behind it."""

from __future__ import annotations

import pandas as pd

from lmdash.analyses.prompt_ablation.accuracy import judged
from lmdash.analyses.prompt_ablation.whole_words import Found, found
from lmdash.charts.vega import Spec
from lmdash.ui.kit.downloads import downloads

PLAIN = str.maketrans("␣⏎⇥␍", " \n\t\r")  # what a label shows for spaces of each kind
RIGHT = {Found.FIRST: "yes", Found.INSIDE: "in the answer", Found.ABSENT: "no"}


def answers(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``compare_prompts`` for a reader; right is empty where nothing is expected."""
    next_tokens = table["token_1"].str.translate(PLAIN).str.strip()
    written = table["written"].str.strip()
    pairs = zip(table["written"], table["expected"], strict=True)
    return pd.DataFrame(
        {
            "Prompt": table["prompt"],
            "Model's answer": written.where(written != "", next_tokens),
            "Expected": table["expected"],
            "Right?": [RIGHT[found(text, expected)] if expected else "" for text, expected in pairs],
            "Sure (%)": (100 * table["probability_1"]).round(1),
        }
    )


def in_short(table: pd.DataFrame) -> str:
    """``8 of 10 right``; empty where nothing is expected."""
    right = judged(table)["right"]
    return f"{right.sum()} of {len(right)} right" if len(right) else ""


def answer_downloads(name: str, table: pd.DataFrame, chart: Spec | None) -> None:
    """The answers as CSV and as a workbook, whose second sheet has every number."""
    downloads(name, answers(table), chart, workbook=True, details=table, summary=in_short(table))
