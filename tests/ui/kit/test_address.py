"""The address: read where it is news, written once a run from what the session holds, by declared controls only."""

from enum import StrEnum
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from lmdash.analyses.common.named import Named
from lmdash.ui.kit import address
from lmdash.ui.kit.control import About
from lmdash.ui.kit.kinds import Choice, Choices, Place, Text, Toggle, Whole

ANIMAL = Choice("zoo", "animal", {"cat": "A cat", "dog": "A dog"}, "", old={"Dog!": "dog"}, old_names=("beast",))
COUNT = Whole("zoo", "count", 0, 9, "", default=3)


def _zoo():
    import streamlit as st

    from lmdash.ui.kit import address
    from lmdash.ui.kit.controls import segmented, slider, text
    from tests.ui.kit.test_address import ANIMAL, COUNT, KEEPER, SEEN

    address.begin("zoo")
    text(KEEPER, "Keeper")
    segmented(ANIMAL, "Animal")
    slider(COUNT, "Count")
    address.concerns(SEEN.about, KEEPER.value)
    st.text(f"{KEEPER.value}|{ANIMAL.value}|{COUNT.value}|{SEEN.value}")
    st.button("x", on_click=lambda: KEEPER.set(KEEPER.value + "x"))
    st.button("forget", on_click=lambda: address.forget(SEEN.about))
    address.finish()


KEEPER = Text("zoo", "keeper", "")
SEEN = Place("zoo", "seen", "", about=About.PROMPT)


def zoo(**said: str | list[str]) -> AppTest:
    app = AppTest.from_function(_zoo)
    for name, value in said.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def address_of(app: AppTest) -> dict[str, str]:
    return {name: said if isinstance(said, str) else "&".join(said) for name, said in app.query_params.items()}


@pytest.mark.parametrize(
    ("said", "shows"),
    [
        ({}, "|cat|3|None"),
        ({"keeper": "Ann & Bob", "animal": "dog"}, "Ann & Bob|dog|3|None"),
        ({"animal": "Dog!"}, "|dog|3|None"),
        ({"beast": "dog"}, "|dog|3|None"),
        ({"animal": "A dog"}, "|cat|3|None"),
        ({"animal": "cow", "count": "12", "seen": "-1", "nobody": "5"}, "|cat|9|None"),
        ({"count": ["1", "2"], "seen": "4"}, "|cat|2|4"),
        ({"count": "1.5"}, "|cat|3|None"),
        ({"keeper": "a\x00"}, "a\ufffd|cat|3|None"),
    ],
)
def test_an_address_is_read_and_stays_until_a_click_says_it_in_the_words_of_today(said, shows):
    app = zoo(**said)
    assert app.text[0].value == shows
    assert address_of(app) == {
        name: texts if isinstance(texts, str) else "&".join(texts) for name, texts in said.items()
    }
    app.slider[0].set_value(7).run()
    keeper, animal, _, seen = shows.split("|")
    now = {"keeper": keeper, "animal": animal.replace("cat", ""), "count": "7", "seen": seen.replace("None", "")}
    assert address_of(app) == {name: text for name, text in now.items() if text}


def test_what_a_person_does_goes_to_the_address_and_a_default_leaves_it():
    app = zoo(count="5")
    app.slider[0].set_value(7).run()
    app.text_input[0].set_value("Ann").run()
    assert address_of(app) == {"count": "7", "keeper": "Ann"}
    app.slider[0].set_value(3).run()
    assert address_of(app) == {"keeper": "Ann"}


def test_what_a_click_writes_stands_whatever_the_browser_says_of_the_box_before():
    app = zoo(keeper="a")
    stale = app._tree.get_widget_states()  # a message of the box as it was, with no click or with an old one
    app.button[0].click().run()
    app._run(stale)
    assert (app.text_input[0].value, app.text[0].value, address_of(app)["keeper"]) == ("ax", "ax|cat|3|None", "ax")
    app.button[0].click()
    app._run(app._tree.get_widget_states())
    assert app.text_input[0].value == "axx"
    app.text_input[0].set_value("a").run()
    assert address_of(app)["keeper"] == "a"


def test_an_address_that_lags_behind_a_click_is_not_believed():
    app = zoo()
    app.button[0].click().run()
    app.query_params.clear()
    app.slider[0].set_value(7).run()
    assert address_of(app) == {"count": "7", "keeper": "x"}


def test_going_back_restores_what_the_address_says_and_nothing_else(monkeypatch):
    app = zoo(animal="dog")
    app.slider[0].set_value(7).run()
    monkeypatch.setattr(address, "get_script_run_ctx", lambda: SimpleNamespace(is_history_navigation=True))
    app.query_params.clear()
    app.query_params["keeper"] = "Ann"
    app.run()
    assert app.text[0].value == "Ann|cat|3|None"
    assert (app.slider[0].value, app.text_input[0].value) == (3, "Ann")


def test_what_is_about_something_that_is_gone_is_forgotten():
    app = zoo(seen="4", count="5")
    app.button[1].click().run()
    assert app.text[0].value == "|cat|5|None"


def test_what_is_about_another_thing_is_forgotten_and_comes_back_with_it(monkeypatch):
    app = zoo(keeper="Ann", seen="4")
    assert app.text[0].value == "Ann|cat|3|4"
    app.button[0].click().run()
    assert app.text[0].value == "Annx|cat|3|None"
    monkeypatch.setattr(address, "get_script_run_ctx", lambda: SimpleNamespace(is_history_navigation=True))
    app.query_params.update({"keeper": "Ann", "seen": "4"})
    app.run()
    assert app.text[0].value == "Ann|cat|3|4"


def test_a_name_belongs_to_one_page_and_a_second_control_of_it_is_refused():
    Text("other_zoo", "keeper", "")
    with pytest.raises(ValueError, match=r"“zoo.keeper” is declared twice: .*test_address.py.*test_address.py, line"):
        Toggle("zoo", "keeper", "")


def test_a_link_says_what_differs_and_its_texts_are_quoted():
    page = SimpleNamespace(name="zoo", path="zoo", file="")
    assert address.link(page, {KEEPER: "Ann & Bob", COUNT: 5}) == "zoo?keeper=Ann%20%26%20Bob&count=5"


def test_an_old_address_of_this_session_is_no_news_on_another_page():
    app = zoo(keeper="a")
    app.button[0].click().run()
    for said, shows in (("a", "ax"), ("other", "other")):  # the browser may not have heard of the click
        app.session_state["_page"] = "elsewhere"
        app.query_params["keeper"] = said
        app.run()
        assert app.text[0].value == f"{shows}|cat|3|None"


class Fruit(Named):
    APPLE = "apple", "An apple", "Apple"
    PEAR = "pear", "A pear"


class Bare(StrEnum):
    STONE = "stone"


def test_a_named_enum_brings_its_labels_and_those_that_it_had():
    one = Choice("orchard", "fruit", Fruit, "", old={"Birne": Fruit.PEAR})
    assert one.labels == {Fruit.APPLE: "An apple", Fruit.PEAR: "A pear"}
    assert one.default is Fruit.APPLE
    for said in ("pear", "A pear", "Birne"):
        assert one.found({"fruit": [said]}) is Fruit.PEAR
    some = Choices("orchard", "fruits", Fruit, "")
    assert some.found({"fruits": ["A pear", "Apple", "plum"]}) == (Fruit.PEAR, Fruit.APPLE)


def test_an_enum_without_labels_is_refused():
    with pytest.raises(TypeError, match="Bare"):
        Choice("orchard", "stones", Bare, "")
