"""Settings come from the environment, refuse what is no number, and are all documented."""

from __future__ import annotations

from dataclasses import Field, fields
from pathlib import Path

import pytest

from lmdash.errors import InputError, LmdashError, ModelUnavailableError
from lmdash.settings import Settings

HOSTING = Path(__file__).parents[1] / "docs" / "hosting.md"
NUMBERS = [setting for setting in fields(Settings) if isinstance(setting.default, int)]


def name_of(setting: Field) -> str:
    return setting.metadata["variable"]


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({"PATH": "/bin"}) == Settings()


def test_every_variable_is_read() -> None:
    texts = {
        setting: setting.metadata["choices"][-1] if setting.metadata["choices"] else str(index + 7)
        for index, setting in enumerate(fields(Settings))
    }
    read = Settings.from_environment({name_of(setting): text for setting, text in texts.items()})
    for setting, text in texts.items():
        assert getattr(read, setting.name) == type(setting.default)(text) != setting.default


def test_names_and_meanings_are_given_once_each() -> None:
    names = [name_of(setting) for setting in fields(Settings)]
    assert len(set(names)) == len(names)
    assert all(name.startswith("LMDASH_") for name in names)
    assert all(setting.metadata["meaning"] for setting in fields(Settings))


@pytest.mark.parametrize("text", ["", "many", "1.5", "0x10", "<b>"])
@pytest.mark.parametrize("setting", NUMBERS, ids=name_of)
def test_what_is_no_number_names_its_variable(setting: Field, text: str) -> None:
    with pytest.raises(LmdashError, match=name_of(setting)) as caught:
        Settings.from_environment({name_of(setting): text})
    assert setting.metadata["meaning"] in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("text", ["", "int8", "Float32", "float32 ", "<b>"])
def test_what_is_no_choice_is_refused_with_the_choices(text: str) -> None:
    with pytest.raises(
        LmdashError, match=r"LMDASH_DTYPE=.* is not one of float32, bfloat16, float16, auto: "
    ) as caught:
        Settings.from_environment({"LMDASH_DTYPE": text})
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "setting", [setting for setting in fields(Settings) if setting.metadata["choices"]], ids=name_of
)
def test_a_default_is_one_of_its_choices_and_the_page_on_hosting_has_them_all(setting: Field) -> None:
    assert setting.default in setting.metadata["choices"]
    row = next(
        line for line in HOSTING.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{name_of(setting)}`")
    )
    assert all(f"`{choice}`" in row for choice in setting.metadata["choices"])


@pytest.mark.parametrize("setting", fields(Settings), ids=name_of)
def test_the_page_on_hosting_documents_every_variable(setting: Field) -> None:
    text = HOSTING.read_text(encoding="utf-8") if HOSTING.exists() else ""
    assert name_of(setting) in text, f"docs/hosting.md does not mention {name_of(setting)}."


@pytest.mark.parametrize("kind", [ModelUnavailableError, InputError])
def test_every_error_for_people_has_one_base(kind: type[Exception]) -> None:
    assert issubclass(kind, LmdashError)
    assert not issubclass(LmdashError, ValueError | OSError)


def test_a_number_below_the_least_that_works_is_refused() -> None:
    with pytest.raises(LmdashError, match="LMDASH_MAX_NEW_TOKENS='1' is not a whole number of 2 or more"):
        Settings.from_environment({"LMDASH_MAX_NEW_TOKENS": "1"})
    with pytest.raises(LmdashError, match="LMDASH_MAX_PROMPT_TOKENS='0' is not a whole number of 1 or more"):
        Settings.from_environment({"LMDASH_MAX_PROMPT_TOKENS": "0"})
    assert Settings.from_environment({"LMDASH_TRACES_MB": "0"}).traces_mb == 0
