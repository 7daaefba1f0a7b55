import pytest

from lmdash.demo.cases.examples import WORKED_CASES
from lmdash.ui.frame.addresses import ffn_interventions as ffn
from lmdash.ui.frame.addresses.every_page import EDITS, PROMPT, TARGET
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS, OUTPUT_CHECKS
from lmdash.ui.frame.walks import WALKS
from tests.pages.app import answer, chips, drawn, open_app, sentences


def box(app):
    """The prompt in the middle of the page."""
    [found] = [each for each in app.text_area if each.key.startswith("start_prompt")]
    return found


def test_the_first_visit_shows_an_answer_before_any_input():
    app = open_app()
    assert "Paris" in answer(app)
    assert answer(app).startswith("The model is ")
    assert [chip["label"] for chip in chips(app, "prompt token")] == ["The", "␣capital", "␣of", "␣France", "␣is"]
    assert any("Paris" in sentence for sentence in sentences(app, "text"))
    assert app.get("vega_lite_chart")


def test_a_prompt_typed_in_the_page_is_the_prompt_of_the_whole_app():
    app = open_app()
    box(app).set_value("The opposite of hot is").run()
    assert "cold" in answer(app)
    assert drawn(app, PROMPT).value == "The opposite of hot is"
    app.switch_page("pages/next_token.py").run()
    assert "cold" in answer(app)


def test_the_prompt_survives_switching_pages_and_back():
    app = open_app()
    drawn(app, PROMPT).set_value("three plus four is").run()
    app.switch_page("pages/next_token.py").run()
    app.switch_page("pages/start.py").run()
    assert box(app).value == "three plus four is"
    assert "seven" in answer(app)


def test_an_example_sets_prompt_and_target():
    app = open_app()
    app.button(key="example_The capital of Australia is").click().run()
    assert drawn(app, PROMPT).value == "The capital of Australia is"
    assert "Sydney" in answer(app)
    assert any("Target ␣Canberra" in sentence for sentence in sentences(app, "text"))


def test_every_example_runs():
    from lmdash.demo.cases.examples import EXAMPLES

    app = open_app()
    for example in (example for group in EXAMPLES.values() for example in group):
        app.button(key=f"example_{example.prompt}").click().run()
        assert not app.exception
        assert answer(app)
        assert any(caption.value == example.shows for caption in app.caption[:12])  # true here


@pytest.mark.parametrize("edits", ["", "L5D29^\nL5D560^\nL5D871^"])
def test_what_an_example_shows_is_said_only_where_the_model_says_so(edits):
    app = open_app(prompt="The capital of Australia is", edits=edits)
    shown = [caption.value for caption in app.caption if caption.value.startswith("The model learnt a wrong fact")]
    assert ("Canberra" in answer(app)) == bool(edits)
    assert len(shown) == (1 if edits else 2)  # one of them stands beside its button


def test_nothing_of_the_built_in_model_is_said_of_another(tiny_folder):
    app = open_app(model=str(tiny_folder), prompt="The capital of France is")
    captions = " ".join(caption.value for caption in app.caption)
    for claim in ("recalled with confidence", "The model learnt", "built-in model: tiny", "It names the right city"):
        assert claim not in captions
    assert "Does it know the capital, and how sure is it?" in captions
    folded = [box.label for box in app.expander if box.label.endswith(", on the built-in model")]
    assert len(folded) == 2


def test_the_guided_tour_links_to_pages_that_exist():
    from lmdash.ui.frame.sitemap import PAGES
    from tests.pages.app import ROOT

    assert all((ROOT / page.file).is_file() for page in PAGES)
    assert {page.file for page in PAGES} == {f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py")}


def test_a_walk_opens_its_flaw_and_its_repair_on_the_output_checks():
    app = open_app()
    number = 1
    app.button(key=f"walk_{number}").click().run()
    assert not app.exception
    assert app.title[0].value == OUTPUT_CHECKS.asks
    assert "Sydney (New names)" in answer(app)
    assert drawn(app, EDITS).value == ""
    app.button(key="walk_on").click().run()
    app.button(key="walk_on").click().run()
    assert drawn(app, EDITS).value == WALKS[number].edits
    assert any("All findings" in sentence for sentence in sentences(app, "text"))


@pytest.mark.parametrize("number", range(len(WORKED_CASES)))
def test_a_worked_case_opens_on_its_page_with_all_that_it_changes(number):
    case = WORKED_CASES[number]
    app = open_app()
    app.button(key=f"worked_case_{number}").click().run()
    assert not app.exception
    assert not sentences(app, "error")
    assert app.title[0].value == FFN_INTERVENTIONS.asks
    assert (drawn(app, PROMPT).value, drawn(app, TARGET).value) == (case.prompt, case.target)
    assert drawn(app, EDITS).value == case.edits
    assert drawn(app, ffn.VIEW).value == case.view
    assert drawn(app, ffn.AGAINST).value == case.against


@pytest.mark.parametrize(
    ("target", "want", "word", "rival"), [("", "not_say", "Sydney", ""), ("Canberra", "say", "Canberra", "Sydney")]
)
def test_from_the_answer_on_to_another_one(target, want, word, rival):
    app = open_app(prompt="The capital of Australia is", target=target)
    app.button(key="from_here_ffn_interventions").click().run()
    assert not app.exception
    assert app.title[0].value == FFN_INTERVENTIONS.asks
    held = [drawn(app, each).value for each in (ffn.FIND_WANT, ffn.FIND_WORD, ffn.FIND_RIVAL)]
    assert held == [want, word, rival]


@pytest.mark.parametrize(
    ("key", "title"),
    [("from_here_output_checks", OUTPUT_CHECKS.asks), ("menu_compare", "What if the prompt were different?")],
)
def test_from_the_answer_on_to_a_page(key, title):
    app = open_app(prompt="The capital of Australia is")
    app.button(key=key).click().run()
    assert not app.exception
    assert app.title[0].value == title
    assert drawn(app, PROMPT).value == "The capital of Australia is"
