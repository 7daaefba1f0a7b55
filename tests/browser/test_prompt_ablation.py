"""Prompt ablation in Chromium: a part taken away, pairs, marks, variants, share, phone, hostile text."""

from playwright.sync_api import expect

PAGE = "prompt_ablation"
FRANCE = "The capital of France is"


def choose(visitor, name):
    visitor.click(visitor.page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True))


def test_take_a_word_away_share_and_reopen(visit):
    sender = visit()
    sender.open(PAGE, prompt=FRANCE)
    expect(sender.answer).to_contain_text("Without ␣capital the answer changes from ␣Paris")
    sender.page.locator("[aria-label='part'] .chip").nth(3).click()
    expect(sender.page.get_by_text("Without ␣France, the answer ␣Paris drops from")).to_be_visible()
    choose(sender, "replaced")
    box = sender.page.get_by_role("textbox", name="Replaced by")
    box.fill("Italy")
    box.press("Enter")
    expect(sender.answer).to_contain_text("With ␣Italy in place of ␣France the answer changes from ␣Paris")
    sender.settle()
    link = sender.share()
    assert "ablation_word=Italy" in link
    assert "part=3" in link
    receiver = visit()
    receiver.page.goto(link)
    expect(receiver.answer).to_have_text(sender.answer.inner_text())
    expect(receiver.page.get_by_text("With ␣Italy in place of ␣France, the answer ␣Paris drops from")).to_be_visible()
    sender.click(sender.page.get_by_role("button", name="Make it the prompt"))
    expect(sender.page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value("The capital of Italy is")
    expect(sender.answer).to_contain_text("␣Rome")


def test_marks_pairs_and_texts(visit):
    visitor = visit()
    visitor.open(PAGE, prompt=FRANCE, ablation_parts="spans")
    expect(visitor.answer).to_contain_text("Mark a part")
    visitor.page.locator("[aria-label='mark token'] .chip").nth(3).click()
    expect(visitor.answer).to_contain_text("Without ␣France the answer changes")
    visitor.page.locator("[aria-label='mark token'] .chip").nth(1).click()
    expect(visitor.page.get_by_role("textbox", name="Marked tokens")).to_have_value("1,3")
    visitor.click(visitor.page.get_by_text("Pairs: two at a time"))
    expect(visitor.page.get_by_text("depend on each other")).to_be_visible()
    visitor.click(visitor.page.get_by_text("What the model would write"))
    expect(visitor.page.get_by_text("The whole prompt:")).to_be_visible()
    visitor.settle()
    picture = visitor.download(visitor.page.get_by_role("button", name="Picture (PNG)").first)
    assert picture.suggested_filename == "ablation.png"


def test_variants_are_made_filtered_and_one_becomes_the_prompt(visit, tmp_path):
    visitor = visit()
    visitor.open(PAGE, prompt=FRANCE, ablation_view="variants")
    expect(visitor.answer).to_contain_text("variants with the same meaning")
    table = visitor.page.locator("table[aria-label='Variants of the prompt']")
    expect(table.locator("mark").first).to_be_visible()
    choose(visitor, "same answer")
    expect(table.locator(".differs")).to_have_count(0)
    visitor.click(table.get_by_role("button", name="France's capital is", exact=True))
    expect(visitor.page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value("France's capital is")
    visitor.click(visitor.page.get_by_role("button", name="Typos", exact=True))
    expect(table.get_by_text("Typos")).to_have_count(0)
    visitor.settle()
    download = visitor.download(visitor.page.get_by_role("button", name="Table (CSV)"))
    download.save_as(tmp_path / "variants.csv")
    text = (tmp_path / "variants.csv").read_text(encoding="utf-8-sig")
    assert text.startswith('"kind","change","text"')
