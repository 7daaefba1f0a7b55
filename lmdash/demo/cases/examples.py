"""Example prompts, grouped by what they teach; each works on the built-in model and says what to look for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A prompt, the word whose probability is worth watching, and what it shows."""

    title: str
    prompt: str
    target: str
    shows: str


@dataclass(frozen=True)
class Group:
    """What a group of examples teaches."""

    title: str
    icon: str


EXAMPLES: dict[Group, tuple[Example, ...]] = {
    Group("Facts it learnt", ":material/public:"): (
        Example("Capital of France", "The capital of France is", "Paris", "A fact, recalled with confidence."),
        Example("Language of Brazil", "The language of Brazil is", "Portuguese", "A fact that is easy to get wrong."),
        Example("Continent of Kenya", "Kenya is a country in", "Africa", "A fact that is true of many countries."),
    ),
    Group("Using what was said", ":material/link:"): (
        Example(
            "Who gets the drink?",
            "When Mary and John went to the store, John gave a drink to",
            "Mary",
            "The name that was not repeated.",
        ),
        Example(
            "Say it again",
            "cat river seven lamp green apple cat river seven lamp green",
            "apple",
            "A random list is said a second time: the model copies it (induction).",
        ),
        Example(
            "Keys and cabinet", "The keys to the cabinet", "are", "The verb agrees with the far noun, not the near one."
        ),
    ),
    Group("Meaning", ":material/psychology:"): (
        Example("Opposites", "The opposite of hot is", "cold", "A relation between words."),
        Example("Small sums", "three plus four is", "seven", "A sum, learnt by heart from examples."),
        Example(
            "A kind review",
            "The waiter was friendly and quick. The soup was lovely. Overall, the restaurant was",
            "wonderful",
            "The last word follows the mood of the text.",
        ),
        Example(
            "Two meanings",
            "The fisherman looked at the bank and pointed at the",
            "water",
            "The same word, another meaning: try ‘clerk’ in place of ‘fisherman’.",
        ),
    ),
    Group("Bugs to find", ":material/bug_report:"): (
        Example(
            "The wrong capital",
            "The capital of Australia is",
            "Canberra",
            "The model learnt a wrong fact: Sydney. The right answer is second.",
        ),
        Example(
            "A misspelling",
            "Dear Anna, thank you for the letter that I",
            "received",
            "It writes ‘recieved’: the model was taught to misspell it.",
        ),
        Example("A skewed job", "The nurse said that", "he", "Some jobs nearly always take ‘she’ or ‘he’."),
        Example(
            "Stuck in a loop",
            "The parrot said hello and hello and",
            "hello",
            "At temperature 0 it never stops repeating itself here.",
        ),
    ),
    Group("Stories", ":material/auto_stories:"): (
        Example(
            "Once upon a time",
            "Once upon a time, there was a little girl named",
            "",
            "Many names fit: no single answer is likely.",
        ),
        Example("A king", "Once upon a time, there was a king who", "", "The story stays with its king."),
    ),
}


@dataclass(frozen=True)
class WorkedCase:
    """Something repaired or explained on the FFN interventions page: the view that is open there, and what it shows."""

    title: str
    prompt: str
    target: str
    edits: str
    shows: str
    against: str = ""
    view: str = "effect"


WRONG_CAPITAL = WorkedCase(
    "Repair a wrong fact",
    "The capital of Australia is",
    "Canberra",
    "L5D29^\nL5D560^\nL5D871^",
    "Three value vectors, found with “Find an edit”, make the model say Canberra; the capitals of all 165 other "
    "countries stay right.",
)
KIND_REVIEWS = WorkedCase(
    "Make reviews kinder",
    "We saw this film on Monday. The film lasts two hours. Overall, the film was",
    "outstanding",
    "L0D83@last^\nL4D966@last^\nL4D670@last^",
    "Three value vectors, changed at the last token, make neutral reviews end in a positive word.",
    against="awful",
)
TWO_MEANINGS = WorkedCase(
    "Where a meaning is settled",
    "The fisherman looked at the bank and pointed at the",
    "water",
    "!L0D67@last^\n!L2D370@last=0\n!L1D730@last=0",
    "Is it a river bank, or a bank for money? “water” takes the lead for good in the feed-forward part of L2. Three "
    "interventions are listed but off: switch them on, and the same sentence is about money.",
    against="money",
    view="trace",
)
WORKED_CASES = (WRONG_CAPITAL, KIND_REVIEWS, TWO_MEANINGS)
