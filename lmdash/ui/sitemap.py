"""The pages of the app: their files, addresses and questions, in the order of the guided tour."""

from __future__ import annotations

from dataclasses import dataclass

from lmdash.models.values import ModelInfo


@dataclass(frozen=True)
class PageInfo:
    """One page: its file name without ``.py`` is its address."""

    name: str
    title: str
    icon: str
    section: str
    question: str
    needs_neurons: bool = False

    @property
    def file(self) -> str:
        """The script, from the folder of ``app.py``."""
        return f"pages/{self.name}.py"


START = PageInfo("start", "Start", ":material/home:", "", "What would the model write next?")
NEXT_TOKEN = PageInfo(
    "next_token",
    "Next token",
    ":material/bar_chart:",
    "Look",
    "What comes next, how sure is the model, and what else could it have written?",
)
TOUR: tuple[PageInfo, ...] = (NEXT_TOKEN,)
PAGES: tuple[PageInfo, ...] = (START, *TOUR)


def why_not(page: PageInfo, info: ModelInfo) -> str:
    """Why a page does not work with a model, as the end of a sentence; empty if it does."""
    if page.needs_neurons and not info.neurons:
        return "the feed-forward parts of this model are mixtures of experts, which have no fixed neurons"
    return ""
