import pytest

from lmdash.ui.frame.addresses.every_page import MODEL, PROMPT
from lmdash.ui.frame.addresses.next_token import View
from lmdash.ui.frame.page import ENDS as ENDS_HERE
from lmdash.ui.frame.sitemap import PAGES
from tests.pages.app import answer, chips, drawn, open_app, selected, sentences
from tests.pages.test_links import controls

HOSTILE = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "markdown": "![x](https://example.com/x.png) **bold** [a](javascript:alert(1)) $x$ :red[y]",
    "emoji": "The 👩‍👩‍👧 family 🏳️‍🌈 went",
    "right to left": "שלום עולם مرحبا",
    "nul": "a\0b\x01c",
    "newlines": "\n\n\t",
    "one letter": "a",
    "zero width": "a\u200bb\u202ec",
}


@pytest.mark.parametrize("page", ["start", "next_token"])
@pytest.mark.parametrize("prompt", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_text_gets_an_answer_and_stays_as_it_is(page, prompt):
    app = open_app()
    drawn(app, PROMPT).set_value(prompt).run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert answer(app)
    assert drawn(app, PROMPT).value == prompt


def test_an_empty_prompt_predicts_the_beginning_of_a_text_and_says_so():
    app = open_app(prompt="")
    assert answer(app)
    assert any("The prompt is empty" in note for note in sentences(app, "note"))
    assert not any("<|endoftext|>" in sentence for sentence in sentences(app, "text"))


def test_white_space_alone_is_said():
    app = open_app()
    drawn(app, PROMPT).set_value("   ").run()
    assert any("only white space" in note for note in sentences(app, "note"))


def test_a_trailing_space_is_warned_about():
    app = open_app()
    drawn(app, PROMPT).set_value("The capital of France is ").run()
    assert any("ends with a space" in note for note in sentences(app, "note"))


@pytest.mark.parametrize("page", ["start", "next_token"])
def test_a_long_prompt_is_cut_visibly_and_keeps_its_end(page):
    app = open_app()
    drawn(app, PROMPT).set_value("The cat sat on the mat. " * 300 + "The capital of France is").run()
    app.switch_page(f"pages/{page}.py").run()
    assert any("were left out" in note and "reads at most 256" in note for note in sentences(app, "note"))
    assert chips(app, "prompt token")[-2]["label"] == "␣France"
    assert "Paris" in answer(app)


def test_a_prompt_that_fills_the_context_cannot_be_written_on():
    app = open_app("next_token", view=View.WRITE_ON, prompt="the " * 255 + "the")
    assert len(chips(app, "prompt token")) == 256
    assert any("no room to write" in info.value for info in app.info)
    assert not sentences(app, "text")


@pytest.mark.parametrize(
    "model",
    [
        "no/such-model",
        "<b>x</b>",
        "![x](https://example.com/x.png)",
        "/no/such/folder",
        "../../etc",
        "a" * 5000,
        "\0",
        "bert base",
        "/etc",
    ],
)
def test_a_model_that_cannot_be_opened_is_explained_and_the_old_one_stays(model):
    app = open_app(model=model)
    [error] = sentences(app, "error")
    assert "Still using demo." in error
    assert drawn(app, MODEL).value == "demo"  # the box and the numbers say the same
    assert "Paris" in answer(app)


ENDS = 'L5R@last+400*"<|endoftext|>"'  # a change that makes every answer an end of the text


@pytest.mark.parametrize("page", [page.name for page in PAGES])
@pytest.mark.parametrize("address", [{"prompt": "a"}, {"edits": ENDS}], ids=["one token", "every answer an end"])
def test_every_page_works_on_the_smallest_prompt_and_the_emptiest_answer(page, address):
    app = open_app(page, **address)
    assert not sentences(app, "error")
    assert answer(app)
    if "edits" in address and page == "output_checks":
        assert answer(app).endswith("the model ended them at once, so there is nothing to check.")
    elif "edits" in address:
        [headline] = sentences(app, "answer")
        assert headline.startswith("With your change the model says <|endoftext|>")
        assert any(ENDS_HERE in sentence for sentence in sentences(app, "changed"))


def test_rubbish_in_the_address_changes_nothing():
    plain = open_app("next_token")
    app = open_app(
        "next_token",
        position="minus one",
        branch="1.x.٣",
        step="999999999999",
        temperature="hot",
        top_k="-5",
        top_p="7",
        view="Nothing",
        junk="<b>",
        shown="many",
        seed="NaN",
    )
    assert answer(app) == answer(plain)
    held, expected = controls(app), controls(plain)
    assert {"temperature", "top_k", "top_p", "view", "shown"} <= expected.keys()
    assert held == expected
    assert selected(app, "prompt token") == selected(plain, "prompt token")


def test_positions_and_branches_out_of_range_are_brought_back():
    app = open_app("next_token", position="500", view=View.WRITE_ON, branch="99999999.5", step="12345678")
    assert selected(app, "prompt token") == len(chips(app, "prompt token")) - 1
    assert selected(app, "written token") == -1
    assert "You chose % as token 1." in sentences(app, "text")  # token 5, the part of the branch that there is


def test_text_that_the_model_never_saw_is_called_strange():
    app = open_app()
    drawn(app, PROMPT).set_value("qzx 👩 שלום 中文 zzkq").run()
    assert any("unlike anything the model was trained on" in note for note in sentences(app, "note"))
    drawn(app, PROMPT).set_value("The capital of France is").run()
    assert not sentences(app, "note")
