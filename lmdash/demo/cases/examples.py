"""Example prompts, grouped by what they teach: those of the built-in model say what to look for, others ask."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Example:
    """A prompt, the word whose probability is worth watching, and what it shows.

    That holds where the model says one of the words of ``says``, whichever model it is; where it names none, ``shows``
    claims nothing about what a model says.  ``asks`` is the question before the model has answered.
    """

    title: str
    prompt: str
    target: str
    shows: str
    says: tuple[str, ...] = ()
    asks: str = ""


@dataclass(frozen=True)
class Group:
    """What a group of examples teaches."""

    title: str
    icon: str


KEYS = Example(
    "Keys and cabinet",
    "The keys to the cabinet",
    "are",
    "The verb agrees with the far noun, not the near one.",
    ("are", "were", "have"),
)
EXAMPLES: dict[Group, tuple[Example, ...]] = {
    Group("Facts it learnt", ":material/public:"): (
        Example(
            "Capital of France", "The capital of France is", "Paris", "A fact, recalled with confidence.", ("Paris",)
        ),
        Example(
            "Language of Brazil",
            "The language of Brazil is",
            "Portuguese",
            "A fact that is easy to get wrong.",
            ("Portuguese",),
        ),
        Example(
            "Continent of Kenya",
            "Kenya is a country in",
            "Africa",
            "A fact that is true of many countries.",
            ("Africa",),
        ),
    ),
    Group("Using what was said", ":material/link:"): (
        Example(
            "Who gets the drink?",
            "When Mary and John went to the store, John gave a drink to",
            "Mary",
            "The name that was not repeated.",
            ("Mary",),
        ),
        Example(
            "Say it again",
            "cat river seven lamp green apple cat river seven lamp green",
            "apple",
            "A random list is said a second time: the model copies it (induction).",
            ("apple",),
        ),
        KEYS,
    ),
    Group("Meaning", ":material/psychology:"): (
        Example("Opposites", "The opposite of hot is", "cold", "A relation between words.", ("cold",)),
        Example("Small sums", "three plus four is", "seven", "A sum, learnt by heart from examples.", ("seven",)),
        Example(
            "A kind review",
            "The waiter was friendly and quick. The soup was lovely. Overall, the restaurant was",
            "wonderful",
            "The last word follows the mood of the text.",
            ("enjoyable", "good", "amazing", "wonderful"),
        ),
        Example(
            "Two meanings",
            "The fisherman looked at the bank and pointed at the",
            "water",
            "The same word, another meaning: try ‘clerk’ in place of ‘fisherman’.",
            ("water", "river", "stream"),
        ),
    ),
    Group("Bugs to find", ":material/bug_report:"): (
        Example(
            "The wrong capital",
            "The capital of Australia is",
            "Canberra",
            "The model learnt a wrong fact: Sydney. The right answer is second.",
            ("Sydney",),
        ),
        Example(
            "A misspelling",
            "Dear Anna, thank you for the letter that I",
            "received",
            "It writes ‘recieved’: the model was taught to misspell it.",
            ("recieved",),
        ),
        Example("A skewed job", "The nurse said that", "he", "This job nearly always takes ‘she’.", ("she",)),
        Example(
            "Stuck in a loop",
            "The parrot said hello and hello and",
            "hello",
            "At temperature 0 it never stops repeating itself here.",
            ("hello",),
        ),
    ),
    Group("Stories", ":material/auto_stories:"): (
        Example(
            "Once upon a time",
            "Once upon a time, there was a little girl named",
            "",
            "Many names fit here.",
        ),
        Example("A king", "Once upon a time, there was a king who", "", "Does the story stay with its king?"),
    ),
}


ON_ANY_MODEL: dict[Group, tuple[Example, ...]] = {
    Group("What does it know?", ":material/public:"): (
        Example(
            "Capital of Australia",
            "The capital of Australia is",
            "Canberra",
            "Sydney is wrong: it is the largest city, and Canberra is the capital.",
            ("Sydney",),
            "Many people get this one wrong. Does the model?",
        ),
        Example(
            "Capital of France",
            "The capital of France is",
            "Paris",
            "It names the right city.",
            ("Paris",),
            "Does it know the capital, and how sure is it?",
        ),
        Example(
            "Opposites",
            "The opposite of hot is",
            "cold",
            "It names the opposite.",
            ("cold",),
            "Does it know how words are related?",
        ),
    ),
    Group("Does it use what was said?", ":material/link:"): (
        Example(
            "Who gets the drink?",
            "When Mary and John went to the store, John gave a drink to",
            "Mary",
            "It names the one who was not repeated.",
            ("Mary",),
            "Only one of the two names makes sense. Which words does that rest on?",
        ),
        Example(
            "Say it again",
            "cat river seven lamp green apple cat river seven lamp green",
            "apple",
            "It goes on with the list as it was read before (induction).",
            ("apple",),
            "A random list is said a second time. Does the model copy it?",
        ),
        replace(KEYS, asks="Does the verb agree with the far noun or with the near one?"),
    ),
}
"""Questions to any model; their sentences are said only where they are true."""


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
