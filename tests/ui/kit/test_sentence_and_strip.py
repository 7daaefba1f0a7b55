"""The components alone, under AppTest: what they send to the browser and what a click does."""

import json

from streamlit.testing.v1 import AppTest

HOSTILE = "<img src=x onerror=alert(1)>"


def _sentence_and_strip(text):
    from lmdash.ui.kit.sentence import say
    from lmdash.ui.kit.strip import Chip, strip

    say("Before ", (text, "token"), tone="answer", key="answer")
    strip(
        "tokens",
        [Chip(text, strength=0.25, tip=text)],
        key="strip",
        on_click=lambda index: None,
        legend=("low", "high"),
    )


def _sent(text):
    app = AppTest.from_function(_sentence_and_strip, args=(text,)).run()
    assert not app.exception
    return [element.proto for element in app.get("bidi_component")]


def test_text_travels_as_data_and_never_as_markup():
    for proto in _sent(HOSTILE):
        assert HOSTILE in json.dumps(json.loads(proto.json))
        assert "img" not in proto.html_content
        assert "innerHTML" not in proto.js_content


def test_chips_carry_strength_and_tip():
    [chip] = json.loads(_sent("word")[1].json)["chips"]
    assert (chip["label"], chip["strength"], chip["tip"]) == ("word", "0.250", "word")


def _signed_strip():
    from lmdash.ui.kit.strip import Chip, strip

    chips = [Chip("up", 1.0, sign=1), Chip("down", 0.5, sign=-1), Chip("none", 0.5)]
    strip("signed", chips, key="strip", on_click=lambda index: None)


def test_chips_say_whether_they_raise_or_lower():
    app = AppTest.from_function(_signed_strip).run()
    [strip] = [element.proto for element in app.get("bidi_component")]
    assert [chip["sign"] for chip in json.loads(strip.json)["chips"]] == ["raises", "lowers", ""]
