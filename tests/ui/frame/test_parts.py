"""A click on a part's own control draws that part alone, and the address says it; any other click draws the page."""

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from tests.browser import shared
from tests.wire import Session

PROMPT = {"prompt": "The capital of France is"}


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(shared.shared(shared.server))
    yield session
    session.close()


def test_a_part_is_drawn_alone(session: Session) -> None:
    whole = session.visit("next_token", PROMPT)
    part = session.slide("Tokens shown", 25)
    assert not part.errors
    assert part.answer == "" != whole.answer
    assert 0 < part.elements < whole.elements / 2
    assert parse_qs(part.query)["shown"] == ["25"]


def test_what_a_part_has_changed_is_there_when_the_page_is_drawn_anew(session: Session) -> None:
    session.visit("next_token", PROMPT)
    session.slide("Tokens shown", 25)
    again = session.visit("next_token", PROMPT | {"shown": "25", "temperature": "0.5"})
    assert not again.errors
    assert again.answer
    moved = session.slide("Temperature", 0.9)
    assert parse_qs(moved.query)["shown"] == ["25"]
    assert parse_qs(moved.query)["temperature"] == ["0.9"]


def test_a_click_beside_a_part_draws_the_page(session: Session) -> None:
    session.visit("next_token", PROMPT | {"view": "write_on"})
    whole = session.slide("Tokens to write", 12)
    assert whole.answer
    assert parse_qs(whole.query)["length"] == ["12"]
