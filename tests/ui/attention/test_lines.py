from dataclasses import replace

import numpy as np

from lmdash.analyses.attention.patterns import AttentionPatterns
from lmdash.ui.attention import lines as attention_lines
from lmdash.ui.attention.lines import strongest_lines


def _patterns() -> AttentionPatterns:
    weights = np.array([[[1.0, 0.0], [0.3, 0.7]], [[1.0, 0.0], [0.96, 0.04]]])
    return AttentionPatterns(("L0H0", "L0H1"), ("a", "b"), (0, 1), weights)


def test_only_lines_above_the_threshold_are_sent_the_strongest_last():
    assert strongest_lines(_patterns(), 0.5) == [[0, 1, 1, 0.7], [1, 1, 0, 0.96], [0, 0, 0, 1.0], [1, 0, 0, 1.0]]


def test_at_no_threshold_what_is_not_looked_at_has_no_line():
    assert len(strongest_lines(_patterns(), 0.0)) == 6


def test_too_many_lines_lose_their_weakest(monkeypatch):
    monkeypatch.setattr(attention_lines, "MOST_LINES", 2)
    assert [line[3] for line in strongest_lines(_patterns(), 0.0)] == [1.0, 1.0]


def test_changes_count_by_their_size():
    changed = _patterns().minus(replace(_patterns(), weights=np.full((2, 2, 2), 0.25)))
    sent = [line[3] for line in strongest_lines(changed, 0.2)]
    assert sorted(sent) == [-0.25, -0.25, -0.21, 0.45, 0.71, 0.75, 0.75]
