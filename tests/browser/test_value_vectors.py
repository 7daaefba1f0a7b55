"""Search, look closer, change the model, name what was found, share it: the Value vectors page in Chromium."""

import re

from playwright.sync_api import expect

from lmdash.ui.frame.addresses.value_vectors import DIRECTION, PART, VECTOR, Direction, Part, Source, View

PAGE = "value_vectors"
REVIEW = "The waiter was friendly and quick. The soup was lovely. Overall, the restaurant was"


def first_vector(visitor, name="vector found"):
    return visitor.page.get_by_role("group", name=name).locator(".vector").first


def test_search_click_switch_off_name_and_share(visit):
    sender = visit()
    sender.open(PAGE, prompt=REVIEW)
    box = sender.page.get_by_role("textbox", name="Words, separated by commas")
    box.fill("terrible, awful")
    box.press("Enter")
    expect(sender.answer).to_contain_text("terrible")
    chip = first_vector(sender)
    expect(chip).to_have_text(re.compile(r"^L\dD\d+$"))
    sender.settle()
    vector = chip.inner_text()
    second = sender.page.get_by_role("group", name="vector found").locator(".vector").nth(1)
    sender.click_through(chip, lambda: second.dispatch_event("click"))
    heading = sender.page.locator("h3", has_text=f"Value vector {vector}")
    expect(heading).to_be_in_viewport()
    said = sender.page.locator(".sentence").filter(has_text="A positive coefficient promotes")
    expect(said).to_contain_text("awful")
    sender.settle()
    sender.page.get_by_role("textbox", name="Its name").fill("bad & <b>")
    sender.page.get_by_role("textbox", name="Its name").press("Enter")
    expect(sender.page.locator(".row.chosen .name")).to_have_text("bad & <b>")
    sender.click(sender.page.get_by_role("button", name="Switch off"))
    expect(sender.page.get_by_text("1 intervention is on")).to_be_visible()
    expect(sender.page.locator(".sentence").filter(has_text="Changed now")).to_contain_text("switched off")
    link = sender.share()
    assert "names=" in link
    assert f"{VECTOR.name}={vector}" in link
    receiver = visit()
    receiver.page.goto(link)
    for part in (".answer", ".sentence", ".row"):
        expect(receiver.page.locator(part)).to_have_text(sender.page.locator(part).all_text_contents())


def test_a_list_is_worked_by_keyboard_and_leads_from_vector_to_vector(visit):
    visitor = visit()
    visitor.open(PAGE, vector="L4D352", vector_part=Part.NEAREST)
    near = first_vector(visitor, "nearest vector")
    name = near.inner_text()
    near.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("h3", has_text=f"Value vector {name}")).to_be_in_viewport()
    visitor.expect_address(f"vector={name}")


def test_what_was_chosen_by_hand_stays_when_a_button_writes(visit):
    visitor = visit()
    visitor.open(PAGE, vector="L4D352")
    radio = visitor.page.get_by_test_id("stMain").get_by_role("radio", name="Suppress", exact=True)
    visitor.click(radio)
    visitor.page.get_by_role("button", name="Switch off").click()  # before the page has answered
    visitor.settle()
    visitor.click(visitor.page.get_by_role("radio", name="Nearest", exact=True))
    visitor.page.get_by_role("button", name="Promote", exact=True).click()
    visitor.settle()
    first_vector(visitor).click()
    visitor.settle()
    visitor.expect_address(f"{DIRECTION.name}={Direction.SUPPRESS}", f"{PART.name}={Part.NEAREST}", "edits=L4D352%5E")
    expect(radio).to_be_checked()
    expect(visitor.page.get_by_role("radio", name="Nearest", exact=True)).to_be_checked()
    visitor.page.reload()
    expect(radio).to_be_checked()
    expect(visitor.page.get_by_role("radio", name="Nearest", exact=True)).to_be_checked()


def test_a_group_opens_with_its_vectors(visit):
    visitor = visit()
    visitor.open(PAGE, vectors_view=View.CLUSTERS, clusters="25")
    first_vector(visitor, "group").click()
    expect(visitor.page.get_by_role("group", name="vector of the group").locator(".row").first).to_be_visible()
    visitor.expect_address("cluster=")


def test_a_text_of_ones_own_is_read(visit):
    visitor = visit()
    visitor.open(PAGE, vectors_view=View.FIRES, vector="L4D352", fires_text=Source.FILE)
    text = b"The soup was lovely <img src=x onerror=alert(1)>.\n" * 3
    visitor.page.locator("input[type=file]").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": text}
    )
    expect(visitor.answer).to_contain_text("fires most at")
    expect(visitor.page.get_by_text("onerror=alert(1)").first).to_be_visible()
    assert visitor.dialogs == []


def test_words_and_names_are_never_run_or_fetched(visit):
    visitor = visit()
    hostile = "![x](https://tracker.example/x.png) <img src=x onerror=alert(1)>"
    visitor.open(PAGE, find=hostile, vector="L4D352", names="L4D352:%3Cimg src=x onerror=alert(1)%3E")
    expect(visitor.page.locator("h3", has_text="Value vector L4D352")).to_contain_text("<img")
    visitor.page.get_by_text("As a table").first.click()
    visitor.settle()
    assert visitor.dialogs == []
    assert not [url for url in visitor.requests if "tracker" in url.split("?")[0]]
    assert not visitor.page.locator("img[src*=x], img[src*=tracker]").count()
