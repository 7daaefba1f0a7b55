from contextlib import contextmanager

import pytest

from lmdash.analyses.common.stream import EMBEDDING, StreamPoint
from lmdash.models.passes.network import Network
from lmdash.models.service import service
from lmdash.ui.frame.addresses.every_page import COMPARE, EDITS, POSITION, PROMPT, TARGET, Compare
from lmdash.ui.frame.addresses.hidden_states import (
    AGAINST_WORD,
    BY_HEAD,
    COLOUR,
    COMPARED_WITH,
    CONTEXTS_SHOWN,
    CORPUS,
    FOLLOW,
    MAP_COLOUR,
    NUMBER,
    PAGE,
    PICTURE,
    ROWS,
    STATE,
    VIEW,
    WINDOW,
    WITHOUT_FIRST,
    MapColour,
    Number,
    Picture,
    Rival,
    Rows,
    Source,
    View,
)
from tests.pages.app import answer, chips, open_app, sentences


def charts(app) -> int:
    return len(app.get("vega_lite_chart"))


def test_the_headline_says_when_the_answer_appears_and_what_moved_it():
    said = answer(open_app(PAGE))
    assert said.startswith(
        "␣Paris first leads after L3 and stays ahead; the feed-forward part of L0 moved it most compared with ␣"
    )
    assert said.endswith(" logits).")


def test_the_headline_follows_the_target_which_may_never_lead():
    app = open_app(PAGE, {PROMPT: "The capital of Australia is", TARGET: "Canberra"})
    assert answer(app).startswith("␣Canberra never leads: at best it ranks 2nd, after L5; ")
    assert "␣Sydney" in answer(app)


def test_the_headline_is_about_the_chosen_position():
    assert answer(open_app(PAGE, {POSITION: 1})).startswith("After The␣capital: ␣of ")


def test_the_cell_opens_with_its_tokens_and_their_ranks_one_layer_earlier():
    app = open_app(PAGE, {STATE: StreamPoint(3, "ffn")})
    assert "After L3, at ␣is (token 4), the lens reads:" in sentences(app, "text")
    table = app.dataframe[0].value
    assert table["token"].iloc[0] == "␣Paris"
    assert (table["rank_before"] - table["rank"]).tolist() == table["risen"].tolist()
    assert table["rank_before"].iloc[0] > 1


@pytest.mark.parametrize("rows", Rows)
@pytest.mark.parametrize("colour", COLOUR.labels)
def test_every_picture_of_the_lens(rows, colour):
    assert charts(open_app(PAGE, {ROWS: rows, COLOUR: colour})) == 1


def test_a_long_prompt_is_shown_in_windows_that_a_button_moves():
    app = open_app(PAGE, {PROMPT: "The cat sat on the mat. " * 5})
    tokens = len(chips(app, "prompt token"))
    assert any(f"Tokens {tokens - 12} to {tokens - 1} (of 0 to {tokens - 1})" in text.value for text in app.text)
    [earlier] = [button for button in app.button if button.label == "Earlier"]
    earlier.click().run()
    assert any(f"Tokens {tokens - 24} to {tokens - 13} " in text.value for text in app.text)
    assert app.query_params[POSITION.name] == str(tokens - 13)


def test_words_are_followed_through_the_layers():
    app = open_app(PAGE, {VIEW: View.TRAJECTORIES, FOLLOW: "London, Rome, hippopotamuses", NUMBER: Number.RANK})
    table = app.dataframe[0].value
    assert table["token"].unique()[:3].tolist() == ["␣Paris", "␣London", "␣Rome"]
    assert len(table["token"].unique()) == 4
    assert len(table) == 13 * 4


@pytest.mark.parametrize("by_head", [False, True])
def test_the_parts_on_screen_add_up_to_the_logit_on_screen(by_head):
    app = open_app(PAGE, {VIEW: View.MOVED, BY_HEAD: by_head, COMPARED_WITH: Rival.NOTHING})
    [said] = [sentence for sentence in sentences(app, "text") if sentence.startswith("All ")]
    table = app.dataframe[0].value
    assert said.startswith(f"All {len(table)} parts add up to {table['effect'].sum():.2f}; ")
    assert said.endswith(f"is {table['effect'].sum():.2f} (off by less than 0.0001).")


def test_a_word_is_compared_with_and_itself_is_refused():
    address = {VIEW: View.MOVED, COMPARED_WITH: Rival.WORD}
    app = open_app(PAGE, {**address, AGAINST_WORD: "London"})
    assert any("␣Paris minus ␣London" in sentence for sentence in sentences(app, "text"))
    app = open_app(PAGE, {**address, AGAINST_WORD: "Paris"})
    assert "same token" in app.info[0].value


@pytest.mark.parametrize(("picture", "count"), [(Picture.SIZES, 2), (Picture.ALIKE, 1), (Picture.MAP, 1)])
def test_the_geometry_draws(picture, count):
    assert charts(open_app(PAGE, {VIEW: View.GEOMETRY, PICTURE: picture})) == count


@pytest.mark.parametrize("colour", MapColour)
def test_the_map_in_every_colour(colour):
    app = open_app(PAGE, {VIEW: View.GEOMETRY, PICTURE: Picture.MAP, MAP_COLOUR: colour, WITHOUT_FIRST: False})
    assert charts(app) == 1


@pytest.mark.parametrize("picture", [Picture.ALIKE, Picture.MAP])
def test_one_token_cannot_be_compared(picture):
    app = open_app(PAGE, {VIEW: View.GEOMETRY, PICTURE: picture, PROMPT: "A"})
    assert "type a longer prompt" in app.info[0].value


def test_the_raw_state_has_every_number():
    app = open_app(PAGE, {VIEW: View.RAW, STATE: EMBEDDING})
    numbers, nearest = (frame.value for frame in app.dataframe)
    assert numbers["dimension"].tolist() == list(range(256))
    assert nearest["token"].iloc[0] == "␣is"
    assert any("at the embedding: 256 numbers" in sentence for sentence in sentences(app, "text"))


def test_similar_contexts_in_the_built_in_corpus():
    app = open_app(PAGE, {VIEW: View.CONTEXTS, CONTEXTS_SHOWN: 10})
    table = app.dataframe[0].value
    assert len(table) == 10
    assert table["cosine"].is_monotonic_decreasing
    assert (table["next_part_of_speech"] == "PROPN").all()  # every one is about a country's capital
    assert table["before"].str.contains("capital").mean() > 0.5


def test_an_uploaded_file_is_searched():
    app = open_app(PAGE, {VIEW: View.CONTEXTS, CORPUS: Source.FILE})
    assert "Choose a text file" in app.info[0].value
    text = "The capital of Spain is Madrid.\nThe dog ran home.\n"
    app.file_uploader[0].upload("notes.txt", text.encode(), "text/plain").run()
    assert not app.exception
    table = app.dataframe[0].value
    assert table.iloc[0][["token", "next"]].tolist() == ["␣is", "␣Madrid"]
    assert "part_of_speech" not in table


@pytest.mark.parametrize("view", [view for view in View if view is not View.CONTEXTS])
def test_with_without_and_the_difference(view):
    shown = {}
    for choice in Compare:
        app = open_app(PAGE, {VIEW: view, EDITS: "L3F*0", COMPARE: choice})
        assert any("1 intervention is on" in sentence for sentence in sentences(app, "changed"))
        shown[choice] = str(app.get("vega_lite_chart")[0].proto if charts(app) else app.dataframe[0].value)
    plain = open_app(PAGE, {VIEW: view})
    assert not [each for each in plain.segmented_control if each.label == "Interventions"]
    assert len(set(shown.values())) == 3


@pytest.mark.thinned(3)
@pytest.mark.parametrize("view", [view for view in View if view is not View.CONTEXTS])
@pytest.mark.parametrize("prompt", ["", "A", "🙂 <b>ü</b> ![x](y)\n\t", "The cat sat on the mat. " * 60])
def test_any_prompt_works(view, prompt):
    app = open_app(PAGE, {VIEW: view, PROMPT: prompt, ROWS: Rows.EVERY_STEP, WINDOW: 40})
    assert not sentences(app, "error")
    assert answer(app)


def test_a_state_that_the_model_does_not_have_is_ignored():
    app = open_app(PAGE, {STATE: StreamPoint(99, "ffn")})
    assert "After L5, at ␣is (token 4), the lens reads:" in sentences(app, "text")


def test_other_pages_share_the_one_forward_pass(monkeypatch):
    model = service()._model("demo", lambda *_: None)
    read: list[tuple[int, ...]] = []
    passing = Network.passing

    @contextmanager
    def counted(network, *arguments):
        with passing(network, *arguments) as forward:

            def seen(inputs, **options):
                if not options["use_cache"]:  # writing on, as the Start page does, keeps its own
                    read.append(tuple(inputs[0].tolist()))
                return forward(inputs, **options)

            yield seen

    monkeypatch.setattr(Network, "passing", counted)
    monkeypatch.setattr(model, "passing", model.network.passing)
    prompt = "The capital of Norway is a fresh prompt for"
    ids = model.tokens.encode(prompt).ids
    open_app(PAGE, {PROMPT: prompt})
    for view in (View.TRAJECTORIES, View.MOVED, View.GEOMETRY, View.RAW):
        open_app(PAGE, {PROMPT: prompt, VIEW: view, BY_HEAD: True})
    assert read == [ids]
    open_app("next_token", {PROMPT: prompt})
    open_app("attention", {PROMPT: prompt})
    assert read.count(ids) == 1
