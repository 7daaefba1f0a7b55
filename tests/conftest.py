"""What every test may use: a tiny GPT-2 with random weights, in memory and as a folder.  No test needs the network."""

from __future__ import annotations

import os

os.environ["HF_HUB_OFFLINE"] = "1"  # before any import reads it
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ["OMP_NUM_THREADS"] = "1"  # processes already share the cores, those that tests start too

from collections import Counter
from itertools import chain
from pathlib import Path

import hypothesis
import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GPT2LMHeadModel, PreTrainedTokenizerFast

from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.opening.fresh import fresh_gpt2
from lmdash.models.opening.loading import load
from tests.browser import shared
from tests.models.families import DISTINCT, FAMILIES
from tests.models.table import pytest_terminal_summary  # noqa: F401 - here, so that it is called whichever process ran

HERE = Path(__file__).parent
# The same few examples in every plain run, and many new ones in the long run, whatever the machine is busy with.
hypothesis.settings.register_profile("plain", max_examples=50, derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("slow", max_examples=500, deadline=None)
END = "<|endoftext|>"
SENTENCES = [
    "The capital of France is Paris, and the capital of Italy is Rome.",
    "The keys to the cabinet are on the table.\nThe cat sat on the mat; the dogs ran.",
    "Mary gave the book to John, and John gave the pen to Mary.",
    "Ça va? 東京は日本の首都です。トトトト 🙂🙂🙃",
]


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("slow" if config.option.markexpr == "slow" else "plain")
    if not hasattr(config, "workerinput"):
        shared.open_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shared.end_all()


def pytest_xdist_auto_num_workers() -> int:
    """One more process than cores: a test that drives a browser waits for a third of its time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what is for the long run, and puts the longest files first: no process is left with one of them when the
    others are done.
    """
    long_run = config.option.markexpr == "slow"
    cases: Counter[str] = Counter()
    for item in items:
        name = item.nodeid.partition("[")[0]
        thinned = item.get_closest_marker("thinned")
        if thinned and cases[name] % thinned.args[0]:
            item.add_marker(pytest.mark.slow)
        cases[name] += 1
        if _of_another_family(item) or (long_run and hypothesis.is_hypothesis_test(getattr(item, "obj", None))):
            item.add_marker(pytest.mark.slow)
    seconds = dict(line.split() for line in (HERE / "durations.txt").read_text().splitlines())
    items.sort(key=lambda item: -float(seconds.get(item.path.relative_to(HERE).as_posix(), 0)))


def _of_another_family(item: pytest.Item) -> bool:
    """Whether it tests an analysis on a family that differs in little from one on which it is tested anyway."""
    values = getattr(item, "callspec", None) and item.callspec.params.values()
    families = {value for value in values or () if isinstance(value, str) and value in FAMILIES}
    return "analyses" in item.path.parts and not families <= DISTINCT.keys()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-durations", action="store_true", help="keep how long each file of tests took")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Every file of at least a second, the longest first."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not session.config.getoption("write_durations") or reporter is None:
        return
    seconds: Counter[str] = Counter()
    for report in chain.from_iterable(reporter.stats.values()):
        if isinstance(report, pytest.TestReport):
            seconds[report.nodeid.partition("::")[0].removeprefix("tests/")] += report.duration
    lines = [f"{file} {taken:.0f}\n" for file, taken in seconds.most_common() if taken >= 1]
    (HERE / "durations.txt").write_text("".join(lines))


@pytest.fixture(scope="session")
def tokenizer() -> PreTrainedTokenizerFast:
    """A byte-level BPE tokenizer, as GPT-2's, of a few hundred tokens."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=340, special_tokens=[END], initial_alphabet=alphabet, show_progress=False)
    bpe.train_from_iterator(SENTENCES, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=bpe, bos_token=END, eos_token=END)


@pytest.fixture(scope="session")
def plain(tokenizer: PreTrainedTokenizerFast) -> GPT2LMHeadModel:
    """A GPT-2 as transformers has it; its biases and norms are random too, so that none can be forgotten unseen."""
    model = fresh_gpt2(layers=3, heads=4, width=32, vocabulary=len(tokenizer), context=64, seed=0)
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim == 1:
                noise = 0.5 * torch.randn(parameter.shape, generator=generator)
                parameter.copy_(noise + (1.0 if "ln_" in name and name.endswith("weight") else 0.0))
            else:
                parameter.mul_(5)  # predictions that are far from even
    return model.eval()


@pytest.fixture(scope="session")
def tiny(plain: GPT2LMHeadModel, tokenizer: PreTrainedTokenizerFast) -> LoadedModel:
    """The tiny model as lmdash has it; it shares the weights of ``plain``."""
    return LoadedModel(plain, tokenizer, model_id="tiny", revision="1", trace_bytes=2**24)


@pytest.fixture(scope="session")
def demo() -> LoadedModel:
    """The built-in model."""
    source = Source(DEMO, folder=DEMO_FOLDER)
    return load(source, device="cpu", limit_bytes=2**30, trace_bytes=2**26, progress=lambda *_: None)


@pytest.fixture(scope="session")
def tiny_folder(
    plain: GPT2LMHeadModel, tokenizer: PreTrainedTokenizerFast, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The tiny model as a folder; tests that damage it copy it first."""
    folder = tmp_path_factory.mktemp("tiny")
    plain.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
