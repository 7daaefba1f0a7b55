"""What a visit costs: ``python -m tests.benchmarks.visits`` measures all, or name some of warm, crowd, new, soak.

Everything goes over Streamlit's own protocol to servers of their own processes, without a browser; ``clicks`` is beside
this file and takes Chromium.  Each part prints rows of the table in docs/measured.md.  The machine has to be quiet.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lmdash.ui.frame.sitemap import OUTPUT_CHECKS, PAGES, START
from tests.browser.shared import ROOT
from tests.wire import Run, Server, Session, server

PROMPTS = (
    "The capital of France is",
    "Dear Anna, thank you for the letter that I",
    "When Mary and John went to the store, John gave a drink to",
    "Once upon a time there was a king who",
)
EDITS = ("", "L5F*0.5", "L2H3*0; L4D288=-4")
ROUNDS = 20
SESSIONS = 25
CROWDED = tuple(page.path for page in PAGES if page not in (START, OUTPUT_CHECKS))
NEW_PAGES = ("next_token", "attention", "hidden_states", "ffn_interventions", "value_vectors", "prompt_ablation")
WORDS = (
    "the a king queen dog cat river house letter bread city little old red said went saw gave took made and but so"
).split()


def main(parts: list[str]) -> None:
    """Run the parts that are named, or all."""
    for part in parts or list(PARTS):
        PARTS[part]()


@contextmanager
def empty_app() -> Iterator[Path]:
    """The app with every page empty: the frame, the menu and the sidebar are what is left."""
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder)
        for name in ("app.py", ".streamlit"):
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, app / name)
        (app / "pages").mkdir()
        for page in PAGES:
            (app / page.file).write_text("from lmdash.ui.frame import shell\n\nshell.ensure()\n")
        yield app


def warm() -> None:
    """The server's CPU for a page that it has drawn before, beside an empty page in turns."""
    with empty_app() as folder, server() as app, server(folder) as empty:
        tabs = [(each, Session(each.address)) for each in (app, empty)]
        paths = [page.path for page in PAGES]
        for _, tab in tabs:
            for path in paths * 2:
                tab.visit(path, {"prompt": PROMPTS[0]})
        spent: dict[tuple[str, str], list[float]] = {}
        for _ in range(ROUNDS):
            for path in paths:
                for name, (there, tab) in zip(("page", "empty"), tabs, strict=True):
                    before = there.cpu_seconds
                    run = tab.visit(path, {"prompt": PROMPTS[0]})
                    _settle(there)
                    spent.setdefault((name, path), []).append(there.cpu_seconds - before)
                    spent.setdefault((f"{name} answer", path), []).append(run.answer_seconds)
        print("\n| page | server CPU of a warm visit, ms | empty page | answer sent after, ms |\n|---|---|---|---|")
        cost = {each: 1000 * statistics.fmean(times) for each, times in spent.items()}
        for path in paths:
            costs = (cost[name, path] for name in ("page", "empty", "page answer"))
            print(f"| {path or 'start'} | " + " | ".join(f"{each:.0f}" for each in costs) + " |")
        pages, empties = ([cost[name, path] for path in paths] for name in ("page", "empty"))
        typical, bare = statistics.median(pages), statistics.median(empties)
        print(f"| median | {typical:.0f} | {bare:.0f} | ratio {typical / bare:.2f}; worst {max(pages):.0f} |")


def _settle(there: Server, quiet: float = 0.05) -> None:
    """Wait until the server does nothing any more: what it does after a run is part of the visit's cost."""
    used = there.cpu_seconds
    while True:
        time.sleep(quiet)
        now = there.cpu_seconds
        if now - used < 0.01:
            return
        used = now


def crowd() -> None:
    """25 sessions that ask without a pause for seven pages, four prompts and three sets of interventions."""
    questions = [
        (path, {"prompt": prompt} | ({"edits": edits} if edits else {}))
        for path in CROWDED
        for prompt in PROMPTS
        for edits in EDITS
    ]
    with server() as app:
        alone = Session(app.address)
        right = {repr(each): alone.visit(*each).answer for each in questions}
        runs = _without_pause(app, lambda dice: dice.choice(questions), seconds=40)
        wrong = [question for question, run in runs if run.answer != right[repr(question)]]
        _tell("25 sessions, what was asked before", runs)
        print(f"wrong answers {len(wrong)}, exceptions {sum(bool(run.errors) for _, run in runs)}")
        for question, run in runs:
            if run.errors:
                print(question, run.errors)
                break


def new() -> None:
    """25 sessions that ask without a pause for prompts that nobody has asked before."""
    with server() as app:
        alone = Session(app.address)
        for path in CROWDED:
            alone.visit(path, {"prompt": PROMPTS[0]})
        runs = _without_pause(app, lambda dice: (dice.choice(NEW_PAGES), {"prompt": _prompt(dice)}), seconds=40)
        _tell("25 sessions, new prompts", runs)
        print(f"exceptions {sum(bool(run.errors) for _, run in runs)}")


def _prompt(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=9)).capitalize()


def _without_pause(app: Server, choose, *, seconds: float) -> list[tuple[tuple[str, dict[str, str]], Run]]:
    runs: list[tuple[tuple[str, dict[str, str]], Run]] = []
    end = time.monotonic() + seconds

    def visitor(number: int) -> None:
        dice, tab = random.Random(number), Session(app.address)
        while time.monotonic() < end:
            question = choose(dice)
            run = tab.visit(*question)
            runs.append((question, run))
        tab.close()

    threads = [threading.Thread(target=visitor, args=(number,)) for number in range(SESSIONS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return runs


def _tell(what: str, runs: list[tuple[tuple[str, dict[str, str]], Run]]) -> None:
    times = sorted(run.seconds for _, run in runs)
    rate = len(runs) / (sum(times) / SESSIONS)
    median, worst = statistics.median(times), times[int(0.95 * len(times))]
    print(f"\n{what}: {len(runs)} visits, {rate:.1f} a second, median {median:.2f} s, p95 {worst:.2f} s")


def soak(prompts: int = 2000) -> None:
    """Memory over 2,000 prompts, six pages in turn, by sessions of 50 prompts each, after every page was seen."""
    with server() as app:
        dice, tab = random.Random(1), Session(app.address)
        for page in PAGES:
            tab.visit(page.path, {"prompt": PROMPTS[0]})
        print(f"\nafter every page: {app.resident_mb:.0f} MB")
        at = {}
        for number in range(1, prompts + 1):
            tab.visit(NEW_PAGES[number % len(NEW_PAGES)], {"prompt": _prompt(dice)})
            if number % 50 == 0:
                tab.close()
                tab = Session(app.address)
            if number % 100 == 0:
                at[number] = app.resident_mb
                print(f"{number} prompts: {at[number]:.0f} MB", flush=True)
        late = [(number, memory) for number, memory in at.items() if number >= prompts / 4]
        slope = statistics.linear_regression(*zip(*late, strict=True)).slope
        print(f"slope after {prompts // 4}: {100 * slope:.2f} MB per 100 prompts")


PARTS = {"warm": warm, "crowd": crowd, "new": new, "soak": soak}

if __name__ == "__main__":
    main(sys.argv[1:])
