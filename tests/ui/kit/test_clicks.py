"""Quick clicks: each counts once, and goes on from what the one before it made, whatever the browser has heard of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmdash.ui.kit import clicks


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


def _two_boxes():
    import streamlit as st

    from lmdash.ui.kit.clicks import text_box, write, written

    st.text(f"{text_box('Box', 'box')}|{written('box')}")
    st.button("x", on_click=lambda: write("box", written("box") + "x"))
    st.button("empty", on_click=lambda: write("box", ""))


@pytest.fixture
def app():
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_function(_two_boxes)
    app.query_params["box"] = "a"
    return app.run()


def box_holds(app, text):
    [box] = app.text_input
    address = app.query_params.get("box", "")
    assert (box.value, app.text[0].value, "".join(address)) == (text, f"{text}|{text}", text)


def test_a_click_writes_and_what_is_typed_stands(app):
    box_holds(app, "a")
    app.button[0].click().run()
    box_holds(app, "ax")
    app.text_input[0].set_value("a").run()  # what stood there before
    box_holds(app, "a")
    app.button[0].click().run()
    app.button[0].click().run()
    box_holds(app, "axx")
    app.button[1].click().run()
    box_holds(app, "")
    app.text_input[0].set_value("typed").run()
    box_holds(app, "typed")


def test_what_the_browser_says_before_it_has_heard_of_a_click_changes_nothing(app):
    stale = app._tree.get_widget_states()  # a message of the box as it was, with no click or with an old one
    app.button[0].click().run()
    box_holds(app, "ax")
    app._run(stale)
    box_holds(app, "ax")
    app.button[0].click()
    clicked = app._tree.get_widget_states()
    app._run(clicked)
    box_holds(app, "axx")
    app._run(stale)
    box_holds(app, "axx")


def _spans():
    from types import SimpleNamespace

    from lmdash.ui.attributions import spans as attributions_spans
    from lmdash.ui.prompt_ablation import marks as ablation_marks

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

    monkeypatch.setattr("lmdash.ui.kit.sentence_and_strip._strip", spied)
    app = AppTest.from_function(_spans).run()
    assert not app.exception
    state = {key: {"clicked": [[1, 0], [2, 1], [3, 3], [4, 3]]}}
    for module in ("kit.clicks", "kit.sentence_and_strip", "attributions.spans", "prompt_ablation.marks"):
        stub = Session()
        stub.session_state = state
        monkeypatch.setattr(f"lmdash.ui.{module}.st", stub)
    handlers[key]()
    assert state[f"_{box}_text"] == expected
