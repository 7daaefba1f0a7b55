"""The pages of the app: their files, addresses and questions, in the order of the guided tour."""

from __future__ import annotations

from dataclasses import dataclass

from lmdash.models.values import ModelInfo


@dataclass(frozen=True)
class PageInfo:
    """One page: its file name without ``.py`` is its address; ``asks`` is its question in a few words, ``term`` what
    the field calls what it shows.
    """

    name: str
    asks: str
    term: str
    icon: str
    section: str
    question: str
    needs_neurons: bool = False

    @property
    def label(self) -> str:
        """What a link to it says: the question, and the term small beside it."""
        return f"{self.asks} :small[:gray[{self.term}]]" if self.asks != self.term else self.term

    @property
    def file(self) -> str:
        """The script, from the folder of ``app.py``."""
        return f"pages/{self.name}.py"

    @property
    def path(self) -> str:
        """What stands between the server's name and the question mark."""
        return "" if self.name == "start" else self.name


START = PageInfo("start", "Start", "Start", ":material/home:", "", "What would the model write next?")
NEXT_TOKEN = PageInfo(
    "next_token",
    "What comes next?",
    "Next token",
    ":material/bar_chart:",
    "Look",
    "What comes next, how sure is the model, and what else could it have written?",
)
WHY = PageInfo(
    "why",
    "Why this word?",
    "Summary",
    ":material/lightbulb:",
    "Look",
    "What made the model say this: the words, the layers and the parts that it rests on?",
)
ATTENTION = PageInfo(
    "attention",
    "Where does it look?",
    "Attention",
    ":material/visibility:",
    "Look",
    "Where does the model look when it reads each token, and what does each head do?",
)
HIDDEN_STATES = PageInfo(
    "hidden_states",
    "How does the answer form?",
    "Hidden states",
    ":material/layers:",
    "Look",
    "How does the answer form from layer to layer?",
)
ATTRIBUTIONS = PageInfo(
    "attributions",
    "Which words caused it?",
    "Attributions",
    ":material/format_ink_highlighter:",
    "Look",
    "Which words made the model say this, and how sure are we?",
)
VALUE_VECTORS = PageInfo(
    "value_vectors",
    "What are its building blocks?",
    "Value vectors",
    ":material/manage_search:",
    "Change",
    "Which of the model's own building blocks write the words that I have in mind?",
    needs_neurons=True,
)
FFN_INTERVENTIONS = PageInfo(
    "ffn_interventions",
    "What if I change the model?",
    "FFN interventions",
    ":material/build:",
    "Change",
    "What does each layer's feed-forward part write, and what if it wrote something else?",
    needs_neurons=True,
)
PROMPT_ABLATION = PageInfo(
    "prompt_ablation",
    "What if the prompt were different?",
    "Prompt ablation",
    ":material/content_cut:",
    "Change",
    "What if the prompt were a little different?",
)
OUTPUT_CHECKS = PageInfo(
    "output_checks",
    "What is wrong with the text?",
    "Output checks",
    ":material/fact_check:",
    "Check",
    "What is wrong with what the model wrote, and where does it come from?",
)
TOUR: tuple[PageInfo, ...] = (
    WHY,
    NEXT_TOKEN,
    ATTENTION,
    HIDDEN_STATES,
    ATTRIBUTIONS,
    VALUE_VECTORS,
    FFN_INTERVENTIONS,
    PROMPT_ABLATION,
    OUTPUT_CHECKS,
)
PAGES: tuple[PageInfo, ...] = (START, *TOUR)


def why_not(page: PageInfo, info: ModelInfo) -> str:
    """Why a page does not work with a model, as the end of a sentence; empty if it does."""
    if page.needs_neurons and not info.neurons:
        return "the feed-forward parts of this model are mixtures of experts, which have no fixed value vectors"
    return ""
