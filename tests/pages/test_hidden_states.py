from contextlib import contextmanager

import pytest

from lmdash.models.service import service
from tests.pages.app import answer, chips, open_app, sentences

PAGE = "hidden_states"


def charts(app) -> int:
    return len(app.get("vega_lite_chart"))


def test_the_headline_says_when_the_answer_appears_and_what_moved_it():
    said = answer(open_app(PAGE))
    assert said.startswith("␣Paris first leads after L3 and stays ahead; the FFN of L0 moved it most against ␣")
    assert said.endswith(" logits).")


def test_the_headline_follows_the_target_which_may_never_lead():
    app = open_app(PAGE, prompt="The capital of Australia is", target="Canberra")
    assert answer(app).startswith("␣Canberra never leads: at best it ranks 2, after L5; ")
    assert "against ␣Sydney" in answer(app)


def test_the_headline_is_about_the_chosen_position():
    assert answer(open_app(PAGE, position="1")).startswith("After The␣capital: ␣of ")


def test_the_cell_opens_with_its_tokens_and_their_ranks_one_layer_earlier():
    app = open_app(PAGE, state="L3")
    assert "After L3, at ␣is (token 4), the lens reads:" in sentences(app, "text")
    table = app.dataframe[0].value
    assert table["token"].iloc[0] == "␣Paris"
    assert (table["rank_before"] - table["rank"]).tolist() == table["risen"].tolist()
    assert table["rank_before"].iloc[0] > 1


@pytest.mark.parametrize("rows", ["After each layer", "After each attention", "Every step"])
@pytest.mark.parametrize("colour", ["Probability", "Entropy", "KL to the end", "Rank of the final token"])
def test_every_picture_of_the_lens(rows, colour):
    assert charts(open_app(PAGE, rows=rows, colour=colour)) == 1


def test_a_long_prompt_is_shown_in_windows_that_a_button_moves():
    app = open_app(PAGE, prompt="The cat sat on the mat. " * 5)
    tokens = len(chips(app, "prompt token"))
    assert any(f"Tokens {tokens - 12} to {tokens - 1} of 0 to {tokens - 1}" in text.value for text in app.text)
    [earlier] = [button for button in app.button if button.label == "Earlier"]
    earlier.click().run()
    assert any(f"Tokens {tokens - 24} to {tokens - 13} " in text.value for text in app.text)
    assert app.query_params["position"] == str(tokens - 13)


def test_words_are_followed_through_the_layers():
    app = open_app(PAGE, states="Trajectories", follow="London, Rome, hippopotamuses", number="Rank")
    table = app.dataframe[0].value
    assert table["token"].unique()[:3].tolist() == ["␣Paris", "␣London", "␣Rome"]
    assert len(table["token"].unique()) == 4
    assert len(table) == 13 * 4


@pytest.mark.parametrize("by_head", ["false", "true"])
def test_the_parts_on_screen_add_up_to_the_logit_on_screen(by_head):
    app = open_app(PAGE, states="What moved it", by_head=by_head, compared_with="Nothing: the logit itself")
    [said] = [sentence for sentence in sentences(app, "text") if sentence.startswith("All ")]
    table = app.dataframe[0].value
    assert said.startswith(f"All {len(table)} parts add up to {table['effect'].sum():.2f}; ")
    assert said.endswith(f"is {table['effect'].sum():.2f} (off by less than 0.0001).")


def test_a_word_is_compared_with_and_itself_is_refused():
    address = {"states": "What moved it", "compared_with": "Another word"}
    app = open_app(PAGE, **address, against_word="London")
    assert any("␣Paris minus ␣London" in sentence for sentence in sentences(app, "text"))
    app = open_app(PAGE, **address, against_word="Paris")
    assert "same token" in app.info[0].value


@pytest.mark.parametrize(("picture", "count"), [("Sizes and angles", 2), ("Layers alike", 1), ("Map of states", 1)])
def test_the_geometry_draws(picture, count):
    assert charts(open_app(PAGE, states="Geometry", picture=picture)) == count


@pytest.mark.parametrize("colour", ["position", "token", "layer"])
def test_the_map_in_every_colour(colour):
    app = open_app(PAGE, states="Geometry", picture="Map of states", map_colour=colour, without_first="false")
    assert charts(app) == 1


@pytest.mark.parametrize("picture", ["Layers alike", "Map of states"])
def test_one_token_cannot_be_compared(picture):
    app = open_app(PAGE, states="Geometry", picture=picture, prompt="A")
    assert "type a longer prompt" in app.info[0].value


def test_the_raw_state_has_every_number():
    app = open_app(PAGE, states="Raw state", state="embedding")
    numbers, nearest = (frame.value for frame in app.dataframe)
    assert numbers["dimension"].tolist() == list(range(256))
    assert nearest["token"].iloc[0] == "␣is"
    assert any("at the embedding: 256 numbers" in sentence for sentence in sentences(app, "text"))


def test_similar_contexts_in_the_built_in_corpus():
    app = open_app(PAGE, states="Similar contexts", contexts_shown="10")
    table = app.dataframe[0].value
    assert len(table) == 10
    assert table["cosine"].is_monotonic_decreasing
    assert (table["next_part_of_speech"] == "PROPN").all()  # every one is about a country's capital
    assert table["before"].str.contains("capital").mean() > 0.5


def test_an_uploaded_file_is_searched():
    app = open_app(PAGE, states="Similar contexts", corpus="A text file")
    assert "Choose a text file" in app.info[0].value
    text = "The capital of Spain is Madrid.\nThe dog ran home.\n"
    app.file_uploader[0].upload("notes.txt", text.encode(), "text/plain").run()
    assert not app.exception
    table = app.dataframe[0].value
    assert table.iloc[0][["token", "next"]].tolist() == ["␣is", "␣Madrid"]
    assert "part_of_speech" not in table


@pytest.mark.parametrize("view", ["Logit lens", "Trajectories", "What moved it", "Geometry", "Raw state"])
def test_with_without_and_the_difference(view):
    shown = {}
    for choice in ("With", "Without", "Difference"):
        app = open_app(PAGE, states=view, edits="L3F*0", compare=choice)
        assert any("1 intervention is active" in sentence for sentence in sentences(app, "changed"))
        shown[choice] = app.get("vega_lite_chart")[0].proto.spec if charts(app) else str(app.dataframe[0].value)
    plain = open_app(PAGE, states=view)
    assert not [each for each in plain.segmented_control if each.label == "Interventions"]
    assert len(set(shown.values())) == 3


@pytest.mark.parametrize("view", ["Logit lens", "Trajectories", "What moved it", "Geometry", "Raw state"])
@pytest.mark.parametrize("prompt", ["", "A", "🙂 <b>ü</b> ![x](y)\n\t", "The cat sat on the mat. " * 60])
def test_any_prompt_works(view, prompt):
    app = open_app(PAGE, states=view, prompt=prompt, rows="Every step", window="40")
    assert not sentences(app, "error")
    assert answer(app)


def test_a_state_that_the_model_does_not_have_is_ignored():
    assert "After L5, at ␣is (token 4), the lens reads:" in sentences(open_app(PAGE, state="L99"), "text")


def test_other_pages_share_the_one_forward_pass(monkeypatch):
    model = service()._model("demo", lambda *_: None)
    read: list[tuple[int, ...]] = []
    passing = model.passing

    @contextmanager
    def counted(*arguments):
        with passing(*arguments) as forward:

            def seen(inputs, **options):
                if not options["use_cache"]:  # writing on, as the Start page does, keeps its own
                    read.append(tuple(inputs[0].tolist()))
                return forward(inputs, **options)

            yield seen

    monkeypatch.setattr(model, "passing", counted)
    prompt = "The capital of Norway is a fresh prompt for"
    ids = model.tokens.encode(prompt).ids
    open_app(PAGE, prompt=prompt)
    for view in ("Trajectories", "What moved it", "Geometry", "Raw state"):
        open_app(PAGE, prompt=prompt, states=view, by_head="true")
    assert read == [ids]
    open_app("next_token", prompt=prompt)
    open_app("attention", prompt=prompt)
    assert read.count(ids) == 1
