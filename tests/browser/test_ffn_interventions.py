"""The FFN debugger in Chromium: trace, click, suppress, see the text change, share, reopen."""

import json

from playwright.sync_api import expect

from lmdash.demo.cases.examples import WRONG_CAPITAL
from lmdash.ui.frame.addresses.ffn_interventions import AGAINST, EFFECT, VIEW, Effect, View
from lmdash.ui.frame.addresses.value_vectors import PART, Part

PAGE = "ffn_interventions"
REVIEW = "We saw this film on Monday. The film lasts two hours. Overall, the film was"
NUMBERS = ("summary .effect .number", ".vector", ".answer", ".changed")


def chip_of(visitor, name):
    return visitor.page.locator(".vector").filter(has=visitor.page.get_by_text(name, exact=True))


def view(visitor, name):
    visitor.click(visitor.page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True))


def test_trace_click_suppress_see_the_text_change_share_reopen(visit):
    sender = visit()
    sender.open(PAGE, prompt=REVIEW)
    expect(sender.answer).to_contain_text("␣awful")
    others = sender.page.locator(".vector").filter(visible=True).filter(has_not_text="L4D741")
    sender.click_through(chip_of(sender, "L4D741"), lambda: others.first.dispatch_event("click"))
    expect(sender.page.get_by_text("A positive coefficient promotes")).to_be_visible()
    expect(chip_of(sender, "L4D741")).to_have_attribute("aria-pressed", "true")
    sender.click(sender.page.get_by_role("button", name="Switch off"))
    expect(sender.page.locator(".changed").first).to_contain_text("1 intervention is on")
    expect(sender.answer).to_contain_text("␣delightful")
    expect(chip_of(sender, "L4D741")).to_have_count(0)  # it writes nothing any more
    for name in ("Effect", "Text"):
        view(sender, name)
    expect(sender.page.locator(".sentence .strong").first).to_contain_text("awful")
    expect(sender.page.locator(".sentence .strong").filter(has_text="delightful")).to_have_count(1)
    expect(sender.page.get_by_text("The whole prediction shifts by")).to_have_count(0)
    sender.settle()
    texts = sender.page.locator(".sentence.text").all_inner_texts()
    link = sender.share()
    assert f"{EFFECT.name}={Effect.TEXT}" in link
    assert f"{VIEW.name}={View.EFFECT}" in link
    receiver = visit()
    receiver.page.goto(link)
    expect(receiver.page.locator(".sentence.text")).to_have_text(texts)
    for each in (sender, receiver):
        view(each, "Trace")
        expect(each.page.get_by_text("Open all layers")).to_be_visible()
        each.settle()
    for part in NUMBERS:
        expect(receiver.page.locator(part)).to_have_text(sender.page.locator(part).all_text_contents())


def test_layers_unfold_in_the_browser_and_stay_so(visit):
    visitor = visit()
    visitor.open(PAGE, prompt=REVIEW)
    layer = visitor.page.locator("details[data-layer='2']")
    expect(layer).not_to_have_attribute("open", "")
    layer.locator("summary").click()
    expect(layer.locator(".vector")).to_have_count(10)
    layer.locator(".vector").first.click()
    expect(visitor.page.get_by_text("A positive coefficient promotes")).to_be_visible()
    expect(layer).to_have_attribute("open", "")
    visitor.click(visitor.page.get_by_role("button", name="Open all layers"))
    expect(visitor.page.locator("details[data-layer][open]")).to_have_count(6)
    visitor.page.get_by_role("button", name="Close all layers").click()
    expect(visitor.page.locator("details[data-layer][open]")).to_have_count(0)


def test_what_was_chosen_by_hand_stays_when_a_button_writes(visit):
    """The first release lost it from the address in one of two such runs."""
    visitor = visit()
    visitor.open(PAGE, prompt="The capital of Australia is", vector="L3D645")
    main = visitor.page.get_by_test_id("stMain")
    against, box = (
        main.get_by_role("textbox", name=name) for name in ("Compare with another word", "Add a value vector or a head")
    )
    against.fill("Canberra")
    main.get_by_role("button", name="Switch off").click()  # each before the page has answered
    visitor.click(main.get_by_role("radio", name="Nearest", exact=True))
    main.get_by_role("button", name="Undo", exact=True).first.click()
    for part, place in (("Its group", "L5D764"), ("Nearest", "L5D29"), ("Its group", "L5D560")):
        visitor.click(main.get_by_role("radio", name=part, exact=True))
        box.fill(place)
        box.press("Enter")
        visitor.expect_address(place)
    visitor.settle()
    visitor.expect_address(f"{AGAINST.name}=Canberra", f"{PART.name}={Part.GROUP}")
    for _ in range(2):
        expect(against).to_have_value("Canberra")
        expect(main.get_by_role("radio", name="Its group", exact=True)).to_be_checked()
        visitor.page.reload()


def test_two_people_change_the_same_model_and_never_meet_each_others_edits(visit):
    one, two, plain = visit(), visit(), visit()
    address = {"prompt": "The capital of Australia is", "ffn_view": View.EFFECT, "target": "Canberra"}
    one.open(PAGE, **address, edits=WRONG_CAPITAL.edits)
    two.open(PAGE, **address)
    plain.open(PAGE, **address)
    box = two.page.get_by_role("textbox", name="Add a value vector or a head")
    for place in ("L3D645", "L5D764"):
        box.fill(place)
        box.press("Enter")
        expect(two.page.get_by_test_id("stMain").get_by_text(place, exact=True).first).to_be_visible()
        one.click(one.page.get_by_role("radio", name="Strength"))
        expect(one.page.get_by_text("65% with them")).to_be_visible()
        one.click(one.page.get_by_role("radio", name="Next token"))
        expect(one.answer).to_contain_text("␣Canberra (65%)")
    expect(one.page.locator(".changed")).to_contain_text("3 interventions are on")
    expect(two.page.locator(".changed")).to_contain_text("2 interventions are on")
    expect(two.page.get_by_text("L5D29", exact=True)).to_have_count(0)
    plain.page.reload()
    expect(plain.answer).to_contain_text("␣Canberra (35%)")
    expect(plain.page.locator(".changed")).to_have_count(0)


def test_find_an_edit_and_use_it(visit):
    visitor = visit()
    visitor.open(PAGE, prompt="The capital of Australia is", ffn_view=View.FIND)
    visitor.page.get_by_role("textbox", name="Word", exact=True).fill("Canberra")
    visitor.page.get_by_role("textbox", name="Rather than").fill("Sydney")
    visitor.click(visitor.page.get_by_role("button", name="Find an edit"))
    expect(visitor.page.get_by_text("The model now says ␣Canberra")).to_be_visible()
    visitor.click(visitor.page.get_by_role("button", name="Use these").last)
    expect(visitor.answer).to_contain_text("␣Canberra")
    expect(visitor.answer).to_contain_text("instead of ␣Sydney (65%)")
    expect(visitor.page.get_by_text("The whole prediction shifts by")).to_be_visible()


def test_a_set_goes_out_as_a_file_and_comes_back(visit, tmp_path):
    visitor = visit()
    visitor.open(PAGE, edits="L3D7@last=2\nL2H1*0", names="L3D7:mine")
    visitor.page.get_by_role("button", name="Save or open").click()
    visitor.settle()
    download = visitor.download(visitor.page.get_by_role("button", name="Download as a file (JSON)"))
    path = tmp_path / "edits.json"
    download.save_as(path)
    assert len(json.loads(path.read_text())["interventions"]) == 2
    other = visit()
    other.open(PAGE)
    other.page.get_by_role("button", name="Save or open").click()
    other.page.locator("input[type=file]").set_input_files(path)
    expect(other.page.locator(".changed")).to_contain_text("2 interventions are on")
    other.expect_address("L3D7", "names=L3D7%3Amine")  # the names given to vectors come along


def test_hostile_text_is_only_text(visit):
    visitor = visit()
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script> ![p](https://tracker.invalid/p.png) **b**"
    visitor.open(PAGE, prompt=hostile, target=hostile, against=hostile, vector="L1D3", names=f"L1D3:{hostile}")
    box = visitor.page.get_by_role("textbox", name="Add a value vector or a head")
    box.fill(hostile)
    box.press("Enter")
    expect(visitor.page.locator(".error")).to_contain_text("onerror=alert(1)")
    visitor.settle()
    assert visitor.dialogs == []
    assert not visitor.page.locator("img[src*=x], img[src*=tracker]").count()
