"""The link that a page shares opens it on a cold server with every control as it was."""

from urllib.parse import parse_qs

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from lmdash.models.service import service
from tests.pages.app import answer, open_app

TYPED = {
    "ablation_parts": "spans",  # AppTest takes the value, not the words that are shown for it
    "ablation_spans": "1,2-3",
    "ablation_word": "Italy",
    "against": "Rome",
    "hidden_token": "the",
    "spans": "1-2,3",
    "template": "The language of {country} is",
}
KINDS = ("selectbox", "button_group", "toggle", "slider", "number_input", "text_input", "text_area", "multiselect")
SIDEBAR = {"model", "prompt", "target", "edits", "edits_on"}
EDITED = {"prompt": "The capital of France is", "edits": "L5F*0.5"}


def controls(app: AppTest) -> dict[str, object]:
    """The page's own controls by their keys."""
    every = [each for kind in KINDS for each in app.get(kind)]
    return {each.key: each for each in every if each.key and each.key not in SIDEBAR and not each.disabled}


def boxes(app: AppTest) -> list[str]:
    """The keys of what opens and closes."""
    return [each.key for each in app.get("expander") if each.key]


def turn(control: object) -> None:
    """Give a control a value that it has not now."""
    kind, now = type(control).__name__, control.value
    if control.key in TYPED:
        control.set_value(TYPED[control.key])
    elif kind == "Selectbox":
        others = [place for place, each in enumerate(control.options) if each.casefold() != str(now).casefold()]
        control.select_index(others[-1] if others else 0)
    elif kind in {"Slider", "NumberInput"}:
        step = control.step or 1
        control.set_value(now + step if now + step <= control.max else now - step)
    elif kind == "Toggle":
        control.set_value(not now)
    elif kind in {"TextInput", "TextArea"}:
        control.set_value(f"{now or 'some'} more")
    elif isinstance(now, list):
        control.set_value([each for each in control.options if each not in now][:2] or now[:2])
    else:
        control.set_value(next(each for each in reversed(control.options) if each != now))


def open_box(app: AppTest, key: str) -> None:
    """As a click on its title does, which AppTest has no word for."""
    [box] = [each for each in app.get("expander") if each.key == key]
    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=box.proto.id, bool_value=True))
    app._run(states)


def turn_everything(app: AppTest, kept: set[str]) -> None:
    """Give every control another value than it had, those too that come into sight then."""
    done = set(kept)
    for _ in range(5):
        new = [control for key, control in controls(app).items() if key not in done]
        closed = [key for key in boxes(app) if key not in done]
        if not new and not closed:
            return
        for control in new:
            turn(control)
        app.run()
        for key in closed:
            if key in boxes(app):
                open_box(app, key)
        done.update([control.key for control in new], closed)
        assert not app.exception, app.exception[0].message


def shown(app: AppTest) -> dict[str, object]:
    """Every control with its value."""
    values = {key: control.value for key, control in controls(app).items()}
    return values | {key: app.session_state[key] for key in boxes(app)}


def link(app: AppTest) -> dict[str, list[str]]:
    """What the address of the shared link says."""
    [shared] = [code.value for code in app.code if "model=" in code.value]
    return parse_qs(shared.partition("?")[2], keep_blank_values=True, strict_parsing=True)


ABLATION = "prompt_ablation"
RATHER = {"explain": "This or that", "hidden_as": "my token", "method": "Leave-one-out"}
LETTER = {"prompt": "Dear Anna, thank you for the letter that I"}
CASES = {
    "ablate": (ABLATION, {"part": "1"}, "ablation_parts", "ablation_way ablation_word pairs_show ablation_length"),
    "ablate what is marked": (ABLATION, {"ablation_way": "all three"}, "ablation_way", "ablation_spans ablation_word"),
    "variants": (ABLATION, {"ablation_view": "Variants"}, "variants_shown", "variant_kinds variant_seed"),
    "compare": (
        ABLATION,
        {"ablation_view": "Compare prompts"},
        "",
        "beside compare_write compare_picture prompts_from",
    ),
    "template": (ABLATION, {"ablation_view": "Template"}, "expected_column", "template combine template_shown"),
    "attributions": ("attributions", {"feature": "1"}, "explain parts compare", "attribution_view agreement hidden_as"),
    "this or that": ("attributions", RATHER, "explain hidden_as method", "against spans hidden_token compare"),
    "text": ("output_checks", {"finding": "0"}, "check_source checks_view", "check_texts check_prompts pipeline"),
    "findings": (
        "output_checks",
        {"checks_view": "Findings"} | LETTER,
        "check_source checks_view",
        "of_check of_severity",
    ),
    "grammar": ("output_checks", {"checks_view": "Grammar"}, "check_source checks_view", "grammar_shows"),
    "re-check": ("output_checks", {"checks_view": "Re-check"}, "check_source checks_view", "recheck_against"),
}


@pytest.mark.parametrize(("page", "address", "kept", "seen"), CASES.values(), ids=CASES)
def test_the_shared_link_brings_every_control(page, address, kept, seen):
    app = open_app(page, **EDITED | address)
    turn_everything(app, {"ablation_view", *kept.split()})
    values = shown(app)
    assert set(seen.split()) <= set(values)
    service.cache_clear()
    again = open_app(page, **link(app))
    assert shown(again) == values
    assert answer(again) == answer(app)
