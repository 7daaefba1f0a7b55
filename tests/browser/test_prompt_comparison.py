"""Many prompts in Chromium: paste, grid, upload, stop, sort, take away."""

import re
import time

import openpyxl
from playwright.sync_api import expect

from tests.browser import shared

PAGE = "prompt_ablation"
COMPARE, TEMPLATE = {"ablation_view": "compare_prompts"}, {"ablation_view": "template"}
COUNTRIES = "France Italy Spain Kenya Japan Peru Chile Egypt Norway Ghana".split()
TEN = "\n".join(f"The capital of {country} is" for country in COUNTRIES)


def rows(visitor):
    return visitor.page.locator("table[aria-label=Prompts] tbody tr")


def column(visitor, name):
    return visitor.page.locator(f"table[aria-label=Prompts] td[data-name='{name}']")


def copy(visitor, text):
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.page.evaluate("text => navigator.clipboard.writeText(text)", text)


def paste(visitor, text, box="Prompts"):
    visitor.click(visitor.page.get_by_role("textbox", name=box, exact=True))
    visitor.page.keyboard.press("Control+A")
    with shared.clipboard():
        copy(visitor, text)
        visitor.page.keyboard.press("Control+V")


def test_ten_pasted_prompts_are_a_coloured_table_in_one_action(visit):
    visitor = visit()
    visitor.open(PAGE, **COMPARE)
    expect(rows(visitor)).to_have_count(5)
    paste(visitor, TEN)
    expect(rows(visitor)).to_have_count(10)
    expect(visitor.answer).to_contain_text("All 10 prompts get different answers")
    expect(rows(visitor).nth(1).locator("mark")).to_have_text("Italy")
    expect(rows(visitor).nth(1).locator(".token").first).to_contain_text("Rome")
    painted = "cell => getComputedStyle(cell).backgroundColor"
    visitor.settle()
    target = column(visitor, "Target")
    assert target.nth(0).evaluate(painted) != target.nth(1).evaluate(painted)
    other = visit()
    other.page.goto(visitor.page.url)
    expect(rows(other)).to_have_text(rows(visitor).all_text_contents())


def test_cells_of_a_sheet_bring_targets_and_typing_counts_at_control_enter(visit):
    visitor = visit()
    visitor.open(PAGE, **COMPARE)
    paste(visitor, "prompt\texpected\nThe capital of Peru is\tLima\nThe capital of Chile is\tRome\n")
    expect(visitor.answer).to_contain_text("expected answer to 1 of 2 prompts")
    visitor.settle()
    box = visitor.page.get_by_role("textbox", name="Prompts", exact=True)
    box.press("Control+End")
    box.press_sequentially("The capital of Ghana is")
    expect(rows(visitor)).to_have_count(2)
    box.press("Control+Enter")
    expect(rows(visitor)).to_have_count(3)
    expect(box).to_be_focused()


def test_a_column_is_used_otherwise_by_its_menu_and_a_link_brings_it(visit):
    visitor = visit()
    visitor.open(PAGE, **COMPARE)
    paste(visitor, "Question\tid\tsolution\nThe capital of Peru is\tLima\tRome\nThe capital of Chile is\tSantiago\tx")
    expect(visitor.answer).to_contain_text("expected answer to 0 of 2 prompts")
    visitor.settle()
    visitor.page.get_by_role("button", name="Columns").click()
    visitor.page.get_by_role("combobox", name="Column 2").click()
    visitor.page.get_by_role("option", name="Expected answer").click()
    expect(visitor.answer).to_contain_text("expected answer to 2 of 2 prompts")
    expect(visitor.page.get_by_text("column 3 (solution) is not used")).to_be_visible()
    visitor.settle()
    other = visit()
    other.page.goto(visitor.page.url)
    expect(other.answer).to_contain_text("expected answer to 2 of 2 prompts")


def test_ten_prompts_pasted_into_the_grid_are_a_table_in_one_action(visit):
    visitor = visit()
    visitor.open(PAGE, **COMPARE, prompts="The cat", prompts_from="grid")
    grid = visitor.page.get_by_test_id("stDataFrame")
    grid.locator("canvas").first.wait_for()
    visitor.settle()
    place = grid.bounding_box()
    visitor.page.mouse.click(place["x"] + 80, place["y"] + 52)
    expect(grid.locator("canvas").first).to_be_focused()
    with shared.clipboard():
        copy(visitor, TEN)
        visitor.page.keyboard.press("Control+V")
        expect(rows(visitor)).to_have_count(10)
    visitor.settle()
    visitor.page.get_by_role("radio", name="Text", exact=True).click()
    expect(visitor.page.get_by_role("textbox", name="Prompts", exact=True)).to_have_value(
        "prompt\ttarget\trival\texpected\n" + "\n".join(f"The capital of {country} is\t\t\t" for country in COUNTRIES)
    )
    expect(rows(visitor)).to_have_count(10)


def test_a_file_goes_in_and_a_sheet_comes_out_without_a_live_formula(visit, tmp_path):
    visitor = visit()
    visitor.open(PAGE, **COMPARE, prompts_from="file")
    path = tmp_path / "prompts.csv"
    path.write_text("prompt,target\nThe capital of France is,Paris\n=cmd|' /C calc'!A0,=1+1\n")
    visitor.page.locator("input[type=file]").set_input_files(path)
    expect(rows(visitor)).to_have_count(2)
    expect(rows(visitor).nth(1)).to_contain_text("=cmd|' /C calc'!A0")
    visitor.settle()
    download = visitor.download(visitor.page.get_by_role("button", name="Sheet (XLSX)"))
    download.save_as(tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["lmdash", "Details"]
    assert [page["A3"].value for page in book] == ["=cmd|' /C calc'!A0"] * 2
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    download = visitor.download(visitor.page.get_by_role("button", name="Table (CSV)"))
    download.save_as(tmp_path / "out.csv")
    assert "\"'=cmd|" in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_a_long_comparison_is_stopped_within_a_batch_keeps_what_is_done_and_goes_on(visit, tmp_path):
    visitor = visit()
    visitor.open(PAGE, **COMPARE, prompts_from="file", compare_write="20")
    path = tmp_path / "prompts.csv"
    many = [f"{'the cat sat on the mat and ' * 20}then {number} came" for number in range(500)]
    path.write_text("prompt\n" + "\n".join(many))
    visitor.page.locator("input[type=file]").set_input_files(path)
    # some are done, and not only begun
    expect(visitor.page.get_by_text("Reading prompts:")).to_contain_text(re.compile(r"\b([4-9]\d|\d{3}) of 500"))
    stop = visitor.page.get_by_test_id("stMain").get_by_role("button", name="Stop", exact=True)
    stop.click()
    began = time.monotonic()
    stopped = visitor.page.get_by_text("Stopped after")
    expect(stopped).to_be_visible()
    print(f"\nstopped after {time.monotonic() - began:.1f} s")
    done = int(stopped.inner_text().split()[2])
    assert 0 < done < 500
    expect(rows(visitor)).to_have_count(done)
    expect(rows(visitor).first).to_contain_text("0 came")
    visitor.click(visitor.page.get_by_role("button", name="Go on"))
    expect(stopped).to_have_count(0)


def test_rows_sort_by_a_click_and_a_prompt_becomes_the_apps(visit):
    visitor = visit()
    visitor.open(PAGE, **COMPARE)
    for _ in range(2):
        visitor.page.get_by_role("columnheader", name="Expected").get_by_role("button").click()
    expect(visitor.page.get_by_role("columnheader", name="Expected")).to_have_attribute("aria-sort", "ascending")
    expect(rows(visitor).first).to_contain_text("Australia")
    # Sorted downwards and back while it is pressed down, which draws the table anew.
    header = visitor.page.get_by_role("columnheader", name="Expected").get_by_role("button")
    visitor.click_through(
        rows(visitor).first.locator(".prompt"), lambda: [header.dispatch_event("click") for _ in "ab"]
    )
    expect(visitor.page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value("The capital of Australia is")
    expect(rows(visitor)).to_have_count(5)


def test_a_template_is_filled_from_a_paste(visit):
    visitor = visit()
    visitor.open(PAGE, **TEMPLATE)
    expect(visitor.answer).to_contain_text("right for 5 of 6 prompts")
    paste(visitor, "country\texpected\nChile\tSantiago\nEgypt\tCairo", "Values")
    expect(visitor.answer).to_contain_text("right for 2 of 2 prompts")
    visitor.settle()
    visitor.page.get_by_role("radio", name="By value").click()
    expect(visitor.page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    visitor.click(visitor.page.get_by_role("radio", name="Mistakes"))
    expect(visitor.page.get_by_text("Every answer was right")).to_be_visible()


def test_with_and_without_interventions_stand_side_by_side(visit):
    visitor = visit()
    visitor.open(PAGE, **COMPARE, edits="L5F*0", beside="without_interventions")
    expect(visitor.answer).to_contain_text("With and without the interventions")
    expect(visitor.page.locator("table[aria-label='Models side by side'] tbody tr")).to_have_count(5)
    expect(visitor.page.locator(".token.differs").first).to_be_visible()
