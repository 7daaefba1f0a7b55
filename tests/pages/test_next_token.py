import pytest

from lmdash.charts.numbers import percent_in_words
from tests.pages.app import answer, chips, open_app, sentences


def test_a_link_shows_the_prompt_target_and_position_that_it_names():
    app = open_app("next_token", prompt="The capital of Japan is", target="Tokyo", position="3")
    assert answer(app).startswith("After The␣capital␣of␣Japan the model")
    assert any("Target ␣Tokyo" in sentence for sentence in sentences(app, "text"))


def test_the_table_says_what_the_headline_says():
    app = open_app("next_token")
    table = app.dataframe[0].value
    assert table["rank"].tolist() == list(range(1, 11))
    assert table["probability"].is_monotonic_decreasing
    assert percent_in_words(table["probability"].iloc[0]) in answer(app)
    assert table["token"].iloc[0] in answer(app)


def test_sampling_settings_add_the_reshaped_column():
    app = open_app("next_token", prompt="The old man", temperature="0.5", top_k="3")
    table = app.dataframe[0].value
    assert (table["sampled"] > 0).sum() == 3
    assert table["sampled"].iloc[0] > table["probability"].iloc[0]


@pytest.mark.parametrize("settings", [{"temperature": "0"}, {"top_p": "0"}, {"top_p": "0", "temperature": "0"}])
def test_extreme_sampling_leaves_one_token(settings):
    app = open_app("next_token", **settings)
    assert (app.dataframe[0].value["sampled"] > 0).sum() == 1


def test_top_p_one_at_temperature_one_changes_nothing():
    assert "sampled" not in open_app("next_token", top_p="1", temperature="1").dataframe[0].value


def test_watched_words_are_listed_with_a_note_on_several_tokens():
    app = open_app("next_token", view="Watch words", words="Paris, Rome, hippopotamuses")
    table = app.dataframe[0].value
    assert table["word"].tolist() == ["Paris", "Rome", "hippopotamuses"]
    assert table["rank"].iloc[0] == 1
    assert any("hippopotamuses" in note and "several tokens" in note for note in sentences(app, "note"))
    assert any("times as likely" in sentence for sentence in sentences(app, "text"))


def test_no_watched_words_says_what_to_type():
    app = open_app("next_token", view="Watch words", words=" , ")
    assert "Type one or more words" in app.info[0].value


def test_writing_on_is_the_same_for_the_same_seed():
    address = {"view": "Write on", "write_temperature": "1.2", "seed": "5", "prompt": "One day, Anna"}
    first, second = (chips(open_app("next_token", **address), "written token") for _ in range(2))
    other = chips(open_app("next_token", **(address | {"seed": "6"})), "written token")
    assert first == second
    assert first != other


def test_taking_another_token_branches_and_can_be_undone():
    app = open_app("next_token", view="Write on", step="0")
    taken = chips(app, "take instead")[1]["label"]
    assert chips(app, "written token")[0]["label"] != taken
    from lmdash.analyses.next_token.next_token import next_token
    from lmdash.models.service import service

    ids = service().run("demo", _ids, text="The capital of France is")
    rival = service().run("demo", next_token, ids=ids, position=len(ids) - 1).top["id"].iloc[1]
    app = open_app("next_token", view="Write on", branch=str(rival))
    assert chips(app, "written token")[0]["label"] == taken
    [undo] = [button for button in app.button if button.label == "Back to the model's own text"]
    undo.click().run()
    assert chips(app, "written token")[0]["label"] != taken


def _ids(model, text):
    return model.tokens.encode(text).ids


def test_the_prompt_table_has_a_row_a_token():
    app = open_app("next_token", view="Prompt table")
    table = app.dataframe[0].value
    assert len(table) == 5
    assert table["surprisal_bits"].isna().tolist() == [True, False, False, False, False]


def test_words_worlds_apart_are_compared():
    app = open_app("next_token", view="Watch words", words="Paris, " + "zq" * 60)
    assert any("over a million times as likely" in sentence for sentence in sentences(app, "text"))


def test_everything_on_the_page_is_about_the_chosen_position():
    whole = "The capital of Australia is"
    start = open_app(
        "next_token", view="Watch words", words="capital, Sydney", prompt=whole, position="0", target="capital"
    )
    alone = open_app("next_token", view="Watch words", words="capital, Sydney", prompt="The", target="capital")
    assert start.dataframe[0].value.equals(alone.dataframe[0].value)
    assert sentences(start, "text") == sentences(alone, "text")
    written = chips(open_app("next_token", view="Write on", prompt=whole, position="0"), "written token")
    assert written == chips(open_app("next_token", view="Write on", prompt="The"), "written token")


def test_a_button_leads_back_to_the_end_of_the_prompt():
    app = open_app("next_token", position="1")
    [end] = [button for button in app.button if button.label == "To the end of the prompt"]
    end.click().run()
    assert "Paris" in answer(app)
    assert not [button for button in app.button if button.label == "To the end of the prompt"]
