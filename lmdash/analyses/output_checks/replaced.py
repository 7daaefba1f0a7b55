"""What stands now where a batch of texts had a marked word: one wrong word in place of another is no repair."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lmdash.analyses.output_checks.check_texts import CheckedTexts

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Replaced:
    """A word that was marked in some texts: ``now`` are the words that stand at its place in those whose beginning is
    the same (word, texts; most often first), ``moved`` counts those whose beginning is not.

    ``right`` is what the checks suggest for it, empty where nobody knows; ``right_before`` and ``right_after`` of
    ``texts`` texts have it as a whole word.
    """

    word: str
    right: str
    now: tuple[tuple[str, int], ...]
    moved: int
    right_before: int
    right_after: int
    texts: int

    @property
    def marked(self) -> int:
        """In how many texts the word was marked."""
        return sum(times for _, times in self.now) + self.moved

    @property
    def mended(self) -> bool | None:
        """Whether the suggested word stands at most of those places now; None where nobody knows what is right."""
        if not self.right:
            return None
        return 2 * dict(self.now).get(self.right.casefold(), 0) > self.marked


def replaced(before: CheckedTexts, after: CheckedTexts) -> Replaced | None:
    """The word that the spelling check marked in most texts of the first batch, and what became of it in the second;
    None where it marked none.
    """
    marked = [finding for finding in before.findings if finding.check == "spelling"]
    if not marked:
        return None
    [(word, _)] = Counter(finding.words.casefold() for finding in marked).most_common(1)
    first = {finding.text: finding for finding in reversed(marked) if finding.words.casefold() == word}
    right = next((finding.suggestion for finding in first.values() if finding.suggestion), "")
    now: Counter[str] = Counter()
    moved = 0
    for number, finding in first.items():
        one, other = before.texts[number].text, after.texts[number].text
        if one[: finding.start].startswith(other[: finding.start]):  # as far as there is another text
            found = _WORD.search(other, finding.start)
            now[found[0].casefold() if found else ""] += 1
        else:
            moved += 1
    ordered = tuple(sorted(now.items(), key=lambda item: (-item[1], item[0])))
    right_before, right_after = (
        sum(bool(right) and right.casefold() in _words(text.text) for text in batch.texts) for batch in (before, after)
    )
    return Replaced(word, right, ordered, moved, right_before, right_after, len(before.texts))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
