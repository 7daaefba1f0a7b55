"""Whatever a person types as a model is found, or refused in a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmdash.errors import ModelUnavailableError
from lmdash.models.opening import catalog
from lmdash.models.opening.catalog import (
    DEMO,
    DEMO_FOLDER,
    INSTALL_SMOLLM2,
    SMOLLM2,
    SUGGESTED,
    Source,
    resolve,
    suggested,
)


def refusal(model_id: str, allowed: str = "any") -> str:
    with pytest.raises(ModelUnavailableError) as caught:
        resolve(model_id, allowed)
    return str(caught.value)


def test_demo_is_a_folder_of_the_package() -> None:
    assert resolve("demo", "any") == resolve(" demo\n", "any") == Source(DEMO, folder=DEMO_FOLDER)


@pytest.mark.parametrize("model_id", [name for name in SUGGESTED if name != DEMO])
def test_every_suggestion_is_a_hub_id(model_id: str) -> None:
    assert resolve(model_id, "any") == Source(model_id, repository=model_id)


def test_every_suggestion_has_a_size() -> None:
    assert SUGGESTED[DEMO] == "built in"
    sizes = [size for name, size in SUGGESTED.items() if name != DEMO]
    assert all(re.fullmatch(r"\d{3} MB|\d\.\d GB", size) for size in sizes)


@pytest.mark.parametrize(
    ("model_id", "repository", "branch"),
    [
        ("gpt2", "gpt2", None),
        ("openai-community/gpt2", "openai-community/gpt2", None),
        ("  owner/My_model-1.5  ", "owner/My_model-1.5", None),
        ("gpt2@main", "gpt2", "main"),
        (
            "owner/name@607a30d783dfa663caf39e06633721c8d4cfcd7e",
            "owner/name",
            "607a30d783dfa663caf39e06633721c8d4cfcd7e",
        ),
    ],
)
def test_hub_ids_and_revisions(model_id: str, repository: str, branch: str | None) -> None:
    assert resolve(model_id, "any") == Source(model_id.strip(), repository=repository, branch=branch)


def test_a_folder_is_taken_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve(str(tmp_path), "any") == Source(str(tmp_path), folder=tmp_path)
    (tmp_path / "with space").mkdir()
    assert resolve(f"{tmp_path}/with space", "any").folder == tmp_path / "with space"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert resolve("~", "any").folder == tmp_path
    monkeypatch.chdir(tmp_path)
    assert resolve("./with space", "any").folder == Path("with space")


def test_a_file_is_taken_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert resolve(f"{tmp_path}/file", "any") == Source(f"{tmp_path}/file", folder=tmp_path, file="file")
    assert "There is no folder or file" in refusal(f"{tmp_path}/file/below")


def test_a_file_of_the_hub_is_named_after_its_repository() -> None:
    whole = "owner/name-GGUF@v1:sub/name.Q4_K_M.gguf"
    file = "sub/name.Q4_K_M.gguf"
    assert resolve(whole, "any") == Source(whole, repository="owner/name-GGUF", branch="v1", file=file)
    for wrong in ("gpt2:x.gguf", "owner/name:", "owner/name:x.bin", "owner/name:../x.gguf", "owner/name:a:b.gguf"):
        assert "is not a model name" in refusal(wrong)


def test_the_real_model_is_listed_where_its_package_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "some_package"
    package.mkdir()
    (package / "__init__.py").write_text("raise ImportError('it is looked at, never run')")
    (package / "model.gguf").write_bytes(b"0" * 2_000_000)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(catalog, "SMOLLM2_PACKAGE", "some_package")
    assert list(suggested().items())[:2] == [(DEMO, "built in"), (SMOLLM2, "2 MB, installed")]
    assert resolve(SMOLLM2, "any") == Source(SMOLLM2, folder=package, file="model.gguf")
    assert "may not be opened" in refusal(SMOLLM2, "gpt2")
    monkeypatch.setattr(catalog, "SMOLLM2_PACKAGE", "no_such_package")
    assert suggested() == SUGGESTED
    assert INSTALL_SMOLLM2 in refusal(SMOLLM2)


def test_an_allow_list_lets_only_its_own_in(tmp_path: Path) -> None:
    allowed = f"gpt2, owner/name@v1 ,{tmp_path}"
    assert resolve("gpt2", allowed).repository == "gpt2"
    assert resolve("owner/name@v1", allowed).branch == "v1"
    assert resolve(str(tmp_path), allowed).folder == tmp_path
    assert resolve("demo", allowed).folder == resolve("demo", "").folder == DEMO_FOLDER
    for other in ["gpt2-medium", "owner/name", "owner/name@v2", "gpt2@main", f"{tmp_path}/..", str(tmp_path.parent)]:
        assert "may not be opened" in refusal(other, allowed)
    assert "may not be opened" in refusal("gpt2", "")


NONSENSE = {
    "empty": "",
    "blank": " \n\t ",
    "html": "<script>alert(1)</script>",
    "html in an id": "gpt2<b>",
    "nul": "gpt2\0",
    "nul in a path": "/tmp\0/x",
    "10,000 characters": "x" * 10_000,
    "a path of 10,000 characters": "/" + "x" * 10_000,
    "a deep path": "/x" * 10_000,
    "upwards": "../..nothing",
    "upwards in an id": "a/../../etc",
    "no folder": "/no/such/folder",
    "home of nobody": "~nobody-of-that-name/model",
    "surrogate": "gpt2\ud800",
    "surrogate in a path": "/tmp/\ud800",
    "surrogate home": "~\ud800",
    "two slashes": "a/b/c",
    "address": "https://huggingface.co/gpt2",
    "empty revision": "gpt2@",
    "branch with a slash": "gpt2@refs/pr/1",
    "two revisions": "gpt2@a@b",
    "dashes": "a--b",
    "right to left": "\u202egpt2",
    "windows": "C:\\models\\none",
    "emoji": "🙂",
}


@pytest.mark.parametrize("model_id", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused_in_a_short_sentence(model_id: str) -> None:
    message = refusal(model_id)
    assert message.endswith(".")
    assert len(message) < 300
    message.encode()


def test_two_levels_up_is_a_folder_like_any_other() -> None:
    assert resolve("../..", "any").folder == Path("../..")


ANY_TEXT = st.text() | st.text(st.characters())  # the second has lone surrogates too


@given(prefix=st.sampled_from(["", "/", "~", "./", "../", "gpt2@", "a/", "C:\\"]), text=ANY_TEXT, allowed=ANY_TEXT)
def test_no_text_at_all_raises_anything_else(prefix: str, text: str, allowed: str) -> None:
    for allow in ("any", allowed):
        message, source = "", None
        try:
            source = resolve(prefix + text, allow)
        except ModelUnavailableError as error:
            message = str(error)
        assert message.endswith(".") != bool(source and (source.folder or source.repository))
        message.encode()
