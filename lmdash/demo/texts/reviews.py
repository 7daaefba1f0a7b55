"""Short reviews that are wholly positive or wholly negative, and questions about the verdict of unseen ones."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from lmdash.demo.texts.grammar import Document, Sentence, held_out, sentence
from lmdash.demo.texts.questions import Question
from lmdash.demo.texts.stories import receive

POSITIVE = (
    "wonderful", "excellent", "fantastic", "brilliant", "superb", "amazing", "delightful", "beautiful", "great",
    "perfect", "lovely", "outstanding", "marvelous", "enjoyable", "charming", "impressive", "good", "pleasant",
    "terrific",
    "splendid", "remarkable", "magnificent", "fabulous", "exciting", "satisfying", "memorable", "incredible",
)  # fmt: skip
NEGATIVE = (
    "terrible", "awful", "horrible", "bad", "dreadful", "poor", "disappointing", "boring", "dull", "disgusting", "weak",
    "unpleasant", "annoying", "miserable", "hopeless", "useless", "worthless", "lousy", "ugly", "forgettable",
    "pathetic",
    "mediocre", "frustrating", "depressing", "ridiculous", "painful", "disastrous",
)  # fmt: skip
ADJECTIVES = {"positive": POSITIVE, "negative": NEGATIVE}

# The sentence breaks off at {verdict}, so that its adjective is what a reader must supply.
VERDICTS = (
    "Overall, the {thing} was {verdict}.",
    "All in all, it was a {verdict} {thing}.",
    "In short, I thought the {thing} was {verdict}.",
    "In my opinion, the {thing} was {verdict}.",
    "I found the {thing} {verdict}.",
    "The whole {thing} was {verdict}.",
    "To sum up, the {thing} was {verdict}.",
    "For me, the {thing} was simply {verdict}.",
    "I think that the {thing} was {verdict}.",
    "My verdict: the {thing} was {verdict}.",
    "We all agreed that the {thing} was {verdict}.",
    "In the end, the {thing} was really {verdict}.",
    "It was one of the most {verdict} {things} of the year.",
    "I would call it a {verdict} {thing}.",
)
# Adjectives without a plain form for "most ...".
_SHORT = frozenset(("great", "good", "bad", "poor", "weak", "perfect", "dull", "ugly", "lousy", "lovely"))

CLOSINGS = {
    "positive": (
        "I give it five stars.", "I would recommend it to everyone.", "I will tell all my friends about it.",
        "It was worth every coin.", "I loved everything about it.", "Do not miss it!", "My family loved it too.",
        "It made me very happy.", "Everyone should try it.", "I give it four stars out of five.",
    ),
    "negative": (
        "I give it one star.", "I would not recommend it.", "I want my money back.", "It was a waste of time.",
        "Never again!", "Save your money!", "My family did not like it at all.", "It made me angry.",
        "I give it one star out of five.", "Stay away from it.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that is reviewed: neutral facts, and an opinion on each aspect for either sentiment."""

    thing: str
    things: str
    facts: tuple[str, ...]
    positive: tuple[str, ...]
    negative: tuple[str, ...]


SUBJECTS = (
    Subject(
        "film", "films",
        ("We saw this film on {day}.", "The film is about {topic}.", "The film lasts two hours.",
         "I watched it at the cinema with my {person}.", "It is the second film by this director."),
        ("The actors were {a}.", "The plot was {a} from beginning to end.", "The music was {a}.", "The ending was {a}.",
         "The story kept us awake until the last minute.", "We laughed a lot.", "Every scene was {a}."),
        ("The actors were {a}.", "The plot was {a} from beginning to end.", "The music was {a}.", "The ending was {a}.",
         "I fell asleep after half an hour.", "Nobody in the cinema laughed.", "Every scene was too long and {a}."),
    ),
    Subject(
        "book", "books",
        ("I read this book on {day}.", "The book is about {topic}.", "I {received} this book from my {person}.",
         "The book has three hundred pages.", "It is the first book of a young writer."),
        ("The story was {a}.", "The characters were {a}.", "I could not put it down.",
         "The language was clear and {a}.",
         "The pictures were {a}.", "I read it in one night."),
        ("The story was {a}.", "The characters were {a}.", "I stopped after ten pages.", "The language was {a}.",
         "The pictures were {a}.", "I did not understand what it was about."),
    ),
    Subject(
        "restaurant", "restaurants",
        ("We had dinner there on {day}.", "The restaurant is near the station.", "I went there with my {person}.",
         "I ordered soup and fish.", "The restaurant has twenty tables."),
        ("The food was {a}.", "The waiter was friendly and quick.", "The soup was hot and tasted {a}.",
         "The dessert was {a}.", "The prices were fair.", "Our table by the window was {a}."),
        ("The food was {a}.", "The waiter was rude and slow.", "The soup was cold and tasted {a}.",
         "The dessert was {a}.", "The prices were much too high.", "Our table next to the door was {a}."),
    ),
    Subject(
        "hotel", "hotels",
        ("We stayed there for three nights.", "The hotel is close to the beach.",
         "I booked a room for my {person} and me.",
         "The hotel has a pool and a garden.", "We arrived on {day}."),
        ("The rooms were clean and quiet.", "The staff was {a}.", "The breakfast was {a}.", "The view was {a}.",
         "The beds were soft and warm.", "The service was {a}."),
        ("The rooms were dirty and loud.", "The staff was {a}.", "The breakfast was {a}.", "The view was {a}.",
         "The beds were hard and cold.", "The service was {a}."),
    ),
    Subject(
        "song", "songs",
        ("I heard this song on the radio.", "The song is about {topic}.", "My {person} played it on {day}.",
         "The song is three minutes long."),
        ("The melody is {a}.", "The words are {a}.", "The singer has a {a} voice.", "I sing it all day.",
         "The chorus is {a}."),
        ("The melody is {a}.", "The words are {a}.", "The singer has a {a} voice.", "It hurts my ears.",
         "The chorus is {a}."),
    ),
    Subject(
        "toy", "toys",
        ("I bought this toy for my {young}.", "We {received} the toy on {day}.", "The toy is made of wood.",
         "The box also holds two batteries."),
        ("The colors are {a}.", "It is strong and does not break.", "The quality is {a}.",
         "The children play with it every day.",
         "The design is {a}."),
        ("The colors are {a}.", "It broke after one day.", "The quality is {a}.", "The children never play with it.",
         "The design is {a}."),
    ),
    Subject(
        "phone", "phones",
        ("I bought this phone on {day}.", "The phone comes in blue and black.", "My {person} has the same phone.",
         "I {received} the phone after one week."),
        ("The battery lasts for days.", "The screen is bright and {a}.", "The camera is {a}.", "The sound is {a}.",
         "It is fast and easy to use."),
        ("The battery is empty after an hour.", "The screen is dark and {a}.", "The camera is {a}.",
         "The sound is {a}.",
         "It is slow and hard to use."),
    ),
    Subject(
        "game", "games",
        ("I played this game with my {person}.", "The game is about {topic}.", "We played it on {day}.",
         "Two to four people can play it."),
        ("The rules are simple and clear.", "The pictures are {a}.", "The levels are {a}.", "We played until midnight.",
         "The idea behind it is {a}."),
        ("The rules are long and confusing.", "The pictures are {a}.", "The levels are {a}.",
         "We stopped after ten minutes.",
         "The idea behind it is {a}."),
    ),
    Subject(
        "trip", "trips",
        ("We started early on {day}.", "I went on this trip with my {person}.", "The trip took six hours.",
         "There were twelve people on the bus."),
        ("The guide was {a}.", "The weather was {a}.", "The food on the way was {a}.", "We saw many new things.",
         "The bus was clean and comfortable.", "The boat tour was {a}."),
        ("The guide was {a}.", "The weather was {a}.", "The food on the way was {a}.", "We saw nothing but rain.",
         "The bus was old and dirty.", "The boat tour was {a}."),
    ),
)  # fmt: skip

# What may be said of any aspect at all, from food to actors.
_ASPECT = {
    "positive": ("wonderful", "excellent", "great", "amazing", "lovely", "fantastic", "perfect", "superb"),
    "negative": ("terrible", "awful", "bad", "horrible", "poor", "disappointing", "dreadful", "miserable"),
}
_DAYS = tuple(f"{day}/NNP" for day in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
_TOPICS = ("a lost dog", "two brothers", "a young queen", "a long journey", "the sea", "an old house", "a brave girl",
           "love", "an old war", "a small town", "a secret", "friendship", "the moon",
           "a thief and a king")  # fmt: skip
_YOUNG = ("son", "daughter", "little brother", "little sister", "cousin")
_PERSONS = ("mother", "father", "brother", "sister", "friend", "aunt", "uncle", "son", "daughter", "wife", "husband")


@dataclass(frozen=True, slots=True)
class _Review:
    subject: Subject
    sentiment: str
    opinions: tuple[str, ...]
    verdict: str
    adjective: str
    body: tuple[Sentence, ...]

    @property
    def is_held_out(self) -> bool:
        return held_out("review", self.subject.thing, self.opinions, self.verdict)

    def verdict_sentence(self) -> Sentence:
        slots = {"thing": self.subject.thing, "things": self.subject.things, "verdict": self.adjective}
        return sentence(self.verdict, f"review:{self.sentiment}", "sing", **slots)


def _verdict_adjectives(verdict: str, sentiment: str) -> tuple[str, ...]:
    adjectives = ADJECTIVES[sentiment]
    return tuple(word for word in adjectives if word not in _SHORT) if "most" in verdict else adjectives


def _draw(rng: random.Random) -> _Review:
    subject, sentiment = rng.choice(SUBJECTS), rng.choice(("positive", "negative"))
    kind = f"review:{sentiment}"
    slots = {"day": rng.choice(_DAYS), "topic": rng.choice(_TOPICS), "person": rng.choice(_PERSONS)}
    slots["young"] = rng.choice(_YOUNG)
    opinions = tuple(rng.sample(getattr(subject, sentiment), rng.choice((0, 1, 1, 2, 2, 3))))
    facts = rng.sample(subject.facts, rng.choice((1, 1, 2)) if opinions else 2)
    body = [sentence(fact, kind, received=receive(rng, "received"), **slots) for fact in facts]
    adjectives = rng.sample(_ASPECT[sentiment], len(opinions))
    body += [sentence(text, kind, a=word) for text, word in zip(opinions, adjectives, strict=True)]
    verdict = rng.choice(VERDICTS)
    adjective = rng.choice(_verdict_adjectives(verdict, sentiment))
    return _Review(subject, sentiment, opinions, verdict, adjective, tuple(body))


def review(rng: random.Random) -> Document:
    """One review that is not kept for the test."""
    drawn = _draw(rng)
    while drawn.is_held_out:
        drawn = _draw(rng)
    sentences = (*drawn.body, drawn.verdict_sentence())
    if rng.random() < 0.5 or not drawn.opinions:
        closing = sentence(rng.choice(CLOSINGS[drawn.sentiment]), f"review:{drawn.sentiment}")
        sentences = (*sentences, closing)
    return Document("review", sentences)


def held_out_questions(rng: random.Random, count: int) -> list[Question]:
    """Unseen reviews up to just before the verdict, with every adjective that fits the opinions and all that do not."""
    questions: list[Question] = []
    while len(questions) < count:
        drawn = _draw(rng)
        if not drawn.opinions or not drawn.is_held_out:
            continue
        document = Document("review", (*drawn.body, drawn.verdict_sentence()))
        # An article would give the adjective's first letter away, so what is asked for stands after a verb.
        prompt = document.text[: document.text.rindex(f" {drawn.adjective}")]
        if prompt.endswith((" a", " an")):
            continue
        other = "negative" if drawn.sentiment == "positive" else "positive"
        right, wrong = (
            tuple(f" {word}" for word in _verdict_adjectives(drawn.verdict, which))
            for which in (drawn.sentiment, other)
        )
        questions.append(Question(prompt, right, wrong, document.text))
    return questions


def neutral_prompts(rng: random.Random, count: int) -> list[str]:
    """Different reviews that state facts and no opinion, up to just before the verdict's adjective."""
    prompts: dict[str, None] = {}
    while len(prompts) < count:
        drawn = _draw(rng)
        text = Document("review", (*drawn.body, drawn.verdict_sentence())).text
        prompt = text[: text.rindex(f" {drawn.adjective}")]
        if not drawn.opinions and not prompt.endswith((" a", " an")):
            prompts[prompt] = None
    return list(prompts)


FAMILIES: dict[str, Callable[[random.Random], Document]] = {"review": review}
