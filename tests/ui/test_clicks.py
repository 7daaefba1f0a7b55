"""Quick clicks: each counts once, and goes on from what the one before it made, whatever the browser has heard of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmdash.ui import clicks


class Session:
    """Stands for Streamlit, of which only the session state is used."""

    def __init__(self):
        self.session_state = {}


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


def _click(state, told):
    """A click adds a letter; ``told`` is what the browser says that the box holds."""
    state["box"] = told
    clicks.write("box", clicks.written("box") + "x")


def test_a_click_goes_on_from_the_last_one_and_not_from_what_the_browser_still_shows(state):
    _click(state, "a")
    _click(state, "a")
    assert state["box"] == "axx"
    _click(state, "ax")
    assert state["box"] == "axxx"
    clicks.drawn("box")
    _click(state, "axxx")
    assert state["box"] == "axxxx"


def test_what_is_typed_stands_even_what_stood_there_before(state):
    _click(state, "a")
    clicks.drawn("box")
    state["box"] = "a"  # typed again
    clicks.drawn("box")
    _click(state, "a")
    assert state["box"] == "ax"
    _click(state, "typed")
    assert state["box"] == "typedx"


def test_a_box_that_clicks_have_emptied_is_empty(state):
    state["box"] = "a"
    clicks.write("box", "")
    state["box"] = "a"
    assert clicks.written("box") == ""


def _spans():
    from types import SimpleNamespace

    from lmdash.ui import ablation_marks, attributions_spans

    tokens = [SimpleNamespace(label=label, special=False) for label in "abcdef"]
    inputs = SimpleNamespace(read=SimpleNamespace(tokens=tokens), ids=range(6), position=5)
    attributions_spans.marked_spans(inputs)
    ablation_marks.mark_strip(inputs)


@pytest.mark.parametrize(
    ("key", "box", "expected"), [("span_strip", "spans", "0-1,3"), ("mark_strip", "ablation_spans", "0-1")]
)
def test_clicks_that_come_in_one_message_add_up(monkeypatch, key, box, expected):
    from streamlit.testing.v1 import AppTest

    handlers = {}

    def spied(**kwargs):
        handlers[kwargs["key"]] = kwargs["on_clicked_change"]

    monkeypatch.setattr("lmdash.ui.components._strip", spied)
    app = AppTest.from_function(_spans).run()
    assert not app.exception
    state = {key: {"clicked": [[1, 0], [2, 1], [3, 3], [4, 3]]}, box: ""}
    for module in ("clicks", "components", "attributions_spans", "ablation_marks"):
        stub = Session()
        stub.session_state = state
        monkeypatch.setattr(f"lmdash.ui.{module}.st", stub)
    handlers[key]()
    assert state[box] == expected
