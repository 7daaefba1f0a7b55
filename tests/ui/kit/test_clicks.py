"""Quick clicks: each counts once, and goes on from what the one before it made, whatever the browser has heard of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from lmdash.ui.frame.addresses.attributions import SPANS
from lmdash.ui.frame.addresses.prompt_ablation import SPANS as ABLATION_SPANS
from lmdash.ui.kit import clicks
from tests.pages.app import drawn


class Session:
    """Stands for Streamlit, of which only the session state is used."""

    def __init__(self):
        self.session_state, self.query_params = {}, {}


@pytest.fixture
def state(monkeypatch):
    session = Session()
    monkeypatch.setattr(clicks, "st", session)
    return session.session_state


def test_each_click_counts_once_and_in_order(state):
    assert clicks.count("strip", [[7, 1], [5, 0]]) == [0, 1]
    assert clicks.counted("strip") == 7
    assert clicks.count("strip", [[5, 0], [7, 1], [8, 3], [9, 3]]) == [3, 3]
    assert clicks.count("strip", [[9, 3]]) == []
    assert clicks.counted("other") == 0


@pytest.mark.parametrize("told", [None, 3, "x", {}, [1], [[1]], [["1", 2]], [[1, 2, 3]], [[None, 2]], [[1.5, 2]]])
def test_what_is_no_click_is_none(state, told):
    assert clicks.count("strip", told) == []


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6), st.integers(0, 5))
def test_however_messages_are_cut_every_click_is_counted(sizes, lost):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clicks, "st", Session())
        made = [[serial, serial % 4] for serial in range(1, sum(sizes) + 1)]
        ends = [sum(sizes[: place + 1]) for place in range(len(sizes))]
        if len(ends) > 1 and lost < len(ends) - 1:
            del ends[lost]  # of two messages only the newer arrives
        got = []
        for end in ends:
            got += clicks.count("strip", made[:end])
        assert got == [what for _, what in made]


def _strips():
    """Each strip with a button that tells of four clicks in one message, as the browser does."""
    from types import SimpleNamespace
    from unittest.mock import patch

    import streamlit as st

    from lmdash.ui.attributions.spans import marked_spans
    from lmdash.ui.prompt_ablation.marks import mark_strip

    def tell(key, told):
        st.session_state[key] = {"clicked": [[1, 0], [2, 1], [3, 3], [4, 3]]}
        told()

    tokens = [SimpleNamespace(label=label, special=False) for label in "abcdef"]
    inputs = SimpleNamespace(read=SimpleNamespace(format=(), tokens=tokens), ids=range(6), position=5)
    drawn = {}
    with patch("lmdash.ui.kit.strip._strip", lambda **its: drawn.update({its["key"]: its["on_clicked_change"]})):
        marked_spans(inputs)
        mark_strip(inputs)
    for key, told in drawn.items():
        st.button(key, key=f"tell_{key}", on_click=tell, args=(key, told))


@pytest.mark.parametrize(
    ("key", "control", "expected"), [("span_strip", SPANS, "0-1,3"), ("mark_strip", ABLATION_SPANS, "0-1")]
)
def test_clicks_that_come_in_one_message_add_up(key, control, expected):
    app = AppTest.from_function(_strips, default_timeout=120).run()
    app.button(key=f"tell_{key}").click().run()
    assert not app.exception
    assert drawn(app, control).value == expected
