"""A stopped request stays stopped until the person goes on."""

from itertools import pairwise

from streamlit.testing.v1 import AppTest


def _page():
    import streamlit as st

    from lmdash.analyses.next_token.continuation import continuation
    from lmdash.models.passes.sampling import Sampling
    from lmdash.ui.frame import ask, watch

    arguments = {"ids": (1, 2, 3), "sampling": Sampling(), "new_tokens": 3, "forced": ()}
    if st.session_state.pop("stop_first", False):
        watch.remember_stop(repr(("demo", continuation.__qualname__, sorted(arguments.items()))))
    result = ask.ask_watched("demo", continuation, doing="Writing", **arguments)
    st.text("nothing" if result is None else f"{len(result.tokens)} tokens")


def test_a_request_that_was_stopped_waits_for_go_on():
    app = AppTest.from_function(_page, default_timeout=120)
    app.session_state["stop_first"] = True
    app.run()
    assert [text.value for text in app.text] == ["Stopped. There are no results yet.", "nothing"]
    app.button[0].click().run()
    assert not app.exception
    assert app.text[0].value.endswith("tokens")


def test_other_requests_are_not_stopped():
    app = AppTest.from_function(_page, default_timeout=120).run()
    assert app.text[0].value.endswith("tokens")


def _slow_page():
    import streamlit as st

    from lmdash.ui.frame import ask, watch

    watch.PROGRESS_AFTER = watch.STOP_AFTER = 0.0
    seen = []

    def slow(_model, on_step=None):
        for step in range(3):
            on_step(step + 1, 3)
            seen.append(step)
        return 7

    st.text(str(ask.ask_watched("demo", slow, doing="Counting")))


def test_progress_is_gone_when_the_result_is_there():
    app = AppTest.from_function(_slow_page, default_timeout=120).run()
    assert not app.exception
    assert app.text[0].value == "7"
    assert not app.get("progress")


def _writing_page():
    from itertools import count

    import streamlit as st

    from lmdash.analyses.next_token.continuation import continuation
    from lmdash.models.passes.sampling import Sampling
    from lmdash.ui.frame import ask, watch

    watch.PROGRESS_AFTER = watch.TEXT_AFTER = watch.TEXT_EVERY = 0.0
    drawn = watch.Watch.text
    calls, seen = count(1), st.session_state.setdefault("seen", [])

    def text(self, so_far):
        drawn(self, so_far)
        seen.append(so_far.texts()[0][1])
        if next(calls) == 4 and st.session_state.pop("stop_at_fourth", False):
            watch.remember_stop(self._request)
            st.rerun()  # as a click on Stop does, between two tokens

    arguments = {"ids": st.session_state.get("ids", (1, 2, 3)), "sampling": Sampling(), "new_tokens": 6, "forced": ()}
    watch.Watch.text = text
    try:
        result = ask.ask_watched("demo", continuation, doing="Writing", **arguments)
    finally:
        watch.Watch.text = drawn
    st.text(f"{len(result.tokens)} tokens ({result.stopped}): {result.text}")


def test_text_appears_as_it_is_written():
    app = AppTest.from_function(_writing_page, default_timeout=120)
    app.session_state["ids"] = (5, 6, 7)
    app.run()
    assert not app.exception
    seen, [said] = app.session_state["seen"], [text.value for text in app.text]
    assert len(seen) == 6
    assert all(later.startswith(before) for before, later in pairwise(seen))
    assert said.endswith(seen[-1])


def test_a_stop_keeps_the_text_that_is_written():
    app = AppTest.from_function(_writing_page, default_timeout=120)
    app.session_state["ids"] = (8, 9, 10)
    app.session_state["stop_at_fourth"] = True
    app.run()
    assert not app.exception
    said = [text.value for text in app.text]
    assert said[0] == "Stopped. What is written is kept."
    assert said[1] == f"4 tokens (person): {app.session_state['seen'][-1]}"
    app.button[0].click().run()
    assert [text.value[:17] for text in app.text] == ["6 tokens (length)"]


def _page_in_parts():
    import streamlit as st

    from lmdash.ui.frame import ask, watch

    watch.PROGRESS_AFTER = watch.STOP_AFTER = 0.0
    ran = st.session_state.setdefault("ran", [])

    def double(_model, numbers, scale):
        ran.append(numbers)
        if len(ran) == 2 and st.session_state.pop("stop_at_second", False):
            watch.remember_stop(request)
            st.rerun()  # as a click on Stop does, in the middle of the part
        return [scale * number for number in numbers]

    scale = st.session_state.get("scale", 2)
    parts = [{"numbers": (1, 2)}, {"numbers": (3,)}, {"numbers": (4, 5)}]
    request = repr(("demo", double.__qualname__, [("scale", scale)], parts))
    found = ask.ask_in_parts("demo", double, parts, doing="Doubling", counts=[2, 1, 2], scale=scale)
    st.text(str([number for part in found for number in part]))


def test_parts_come_in_order():
    app = AppTest.from_function(_page_in_parts, default_timeout=120)
    app.session_state["scale"] = 3
    app.run()
    assert [text.value for text in app.text] == ["[3, 6, 9, 12, 15]"]
    assert not app.get("progress")


def test_a_stop_keeps_the_parts_that_are_done():
    app = AppTest.from_function(_page_in_parts, default_timeout=120)
    app.session_state["stop_at_second"] = True
    app.session_state["scale"] = 20
    app.run()
    assert not app.exception
    assert [text.value for text in app.text] == ["Stopped after 2 of 5. Those 2 are kept.", "[20, 40]"]
    app.button[0].click().run()
    assert [text.value for text in app.text] == ["[20, 40, 60, 80, 100]"]
    assert app.session_state["ran"].count((1, 2)) == 1
