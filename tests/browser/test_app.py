from playwright.sync_api import expect


def test_type_a_prompt_and_read_the_answer(visit):
    visitor = visit()
    visitor.open()
    expect(visitor.answer).to_contain_text("Paris")
    visitor.type_prompt("The capital of Italy is")
    expect(visitor.answer).to_contain_text("Rome")
    visitor.expect_address("prompt=The+capital+of+Italy+is")


def test_click_a_token_to_see_what_was_expected_there(visit):
    visitor = visit()
    visitor.open("next_token")
    chips = visitor.page.get_by_role("group", name="prompt token").locator(".chip")
    visitor.click_through(visitor.chip("capital"), lambda: chips.nth(3).dispatch_event("click"))
    expect(visitor.answer).to_contain_text("After The␣capital")
    expect(visitor.chip("capital")).to_have_attribute("aria-pressed", "true")
    visitor.expect_address("position=1")


def test_tokens_work_by_keyboard(visit):
    visitor = visit()
    visitor.open("next_token")
    visitor.chip("The").focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("Enter")
    expect(visitor.answer).to_contain_text("After The␣capital")
    visitor.page.keyboard.press("ArrowRight")  # the focus stays on the strip when it is drawn anew
    visitor.page.keyboard.press("Enter")
    expect(visitor.answer).to_contain_text("After The␣capital␣of the")


def test_an_example_leaves_its_tab_open(visit):
    visitor = visit()
    visitor.open()
    visitor.page.get_by_role("tab", name="Bugs to find").click()
    visitor.click(visitor.page.get_by_test_id("stMain").get_by_role("button", name="The wrong capital"))
    expect(visitor.answer).to_contain_text("Sydney")
    expect(visitor.page.get_by_role("tab", name="Bugs to find")).to_have_attribute("aria-selected", "true")


def test_the_chosen_token_of_a_long_prompt_is_in_sight(visit):
    visitor = visit()
    visitor.open("next_token", prompt="The cat sat on the mat. " * 40 + "The capital of France is")
    chosen = visitor.page.locator(".chip[aria-pressed=true]")
    expect(chosen).to_contain_text("is")
    inside = "(chip) => { const [a, b] = [chip, chip.parentElement].map((e) => e.getBoundingClientRect());"
    assert chosen.evaluate(inside + " return a.top >= b.top && a.bottom <= b.bottom; }")


def test_write_on_take_another_token_and_go_back(visit):
    visitor = visit()
    visitor.open("next_token", view="Write on", length="8")
    written = visitor.page.get_by_role("group", name="written token").locator(".chip")
    first = written.first.inner_text()
    written.first.click()
    expect(visitor.page.get_by_role("group", name="take instead")).to_be_visible()
    visitor.settle()
    other = visitor.page.get_by_role("group", name="take instead").locator(".chip").nth(1)
    label = other.locator("span:not(.space):not(.detail)").last.inner_text()
    other.click()
    expect(written.first).to_contain_text(label)
    visitor.settle()
    visitor.page.get_by_role("button", name="Back to the model's own text").click()
    expect(written.first).to_have_text(first)


def test_a_shared_link_shows_a_new_visitor_the_same_numbers(visit):
    sender = visit()
    sender.open("next_token", temperature="0.7", shown="7")
    sender.type_prompt("The language of Spain is")
    expect(sender.answer).to_contain_text("Spanish")
    sender.chip("Spain").click()
    expect(sender.answer).to_contain_text("After")
    sender.expect_address("position=3")
    link = sender.share()
    assert "position=3" in link
    receiver = visit()
    receiver.page.goto(link)
    assert "model=demo" in link
    for part in (".answer", "[data-testid=stMetricValue]", ".chip"):
        expect(receiver.page.locator(part)).to_have_text(sender.page.locator(part).all_inner_texts())


def test_a_worked_case_opens_from_the_start_page(visit):
    visitor = visit()
    visitor.open()
    visitor.page.get_by_role("button", name="Repair a wrong fact").click()
    expect(visitor.page).to_have_title("What if I change the model? · lmdash")
    expect(visitor.answer).to_contain_text("Canberra")
    expect(visitor.page.locator(".changed")).to_contain_text("3 interventions are on")
    expect(visitor.page.get_by_text("The whole prediction shifts by")).to_be_visible()


def test_check_this_model_measures_every_identity(visit):
    visitor = visit()
    visitor.open()
    visitor.page.get_by_role("button", name="About this model").click()
    expect(visitor.page.get_by_role("dialog")).to_contain_text("Neurons per layer")
    visitor.click(visitor.page.get_by_role("button", name="Check this model"))
    expect(visitor.page.get_by_role("dialog")).to_contain_text("all 17 checks")
    expect(visitor.page.get_by_role("dialog").get_by_test_id("stDataFrame")).to_be_visible()


def test_an_intervention_travels_in_the_link_and_no_one_else_has_it(visit):
    sender, other = visit(), visit()
    sender.open("next_token")
    sender.page.get_by_text("Interventions", exact=True).click()
    box = sender.page.get_by_role("textbox", name="Interventions, one per line")
    box.fill('L5R@last<"The capital of Italy is"')
    box.press("Control+Enter")
    expect(sender.answer).to_contain_text("Rome")
    expect(sender.page.locator(".changed")).to_contain_text("1 intervention is on")
    other.open("next_token")
    expect(other.answer).to_contain_text("Paris")
    sender.settle()
    receiver = visit()
    receiver.page.goto(sender.page.url)
    expect(receiver.answer).to_contain_text("Rome")
    receiver.click(receiver.page.get_by_text("Interventions on", exact=True))
    expect(receiver.answer).to_contain_text("Paris")
