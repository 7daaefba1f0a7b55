"""The app asks nobody for anything: no e-mail address at the first start, no statistics, no traceback on a page."""

import tomllib

from tests.pages.app import ROOT


def test_a_first_start_asks_and_sends_nothing() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["server"]["showEmailPrompt"] is False
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"
