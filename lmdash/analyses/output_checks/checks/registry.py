"""All checks, in the order in which they are listed."""

from __future__ import annotations

from lmdash.analyses.output_checks.checks.agreement import agreement
from lmdash.analyses.output_checks.checks.articles import article
from lmdash.analyses.output_checks.checks.facts import contradiction, entities
from lmdash.analyses.output_checks.checks.languages import language, variety
from lmdash.analyses.output_checks.checks.marks import brackets, quotes
from lmdash.analyses.output_checks.checks.numbers import numbers
from lmdash.analyses.output_checks.checks.repetition import loop, repeated_phrase, repeated_word
from lmdash.analyses.output_checks.checks.sentences import fragment, long_sentence, lower_case, missing_end
from lmdash.analyses.output_checks.checks.spelling import spelling
from lmdash.analyses.output_checks.checks.tenses import tense
from lmdash.analyses.output_checks.checks.values import ERROR, HINT, WARNING, Check

CHECKS: tuple[Check, ...] = (
    Check(
        "spelling",
        "Spelling",
        "Words that are in no English dictionary; names, words of the prompt and what has digits are let through.",
        ERROR,
        spelling,
        "A wrong word that exists (“form” for “from”) is not seen, nor a slip in a word with a capital letter. “Out of "
        "vocabulary” marks of a pipeline without word vectors say nothing, so they are not used.",
    ),
    Check(
        "agreement",
        "Subject and verb",
        "Verbs that do not agree with their subject: “the fox jump”, “they was”.",
        ERROR,
        agreement,
        "It stands on the pipeline's tags and heads: long or unusual sentences are judged as a warning or not at all. "
        "Words such as team, family or number of take both forms.",
        needs="parser",
    ),
    Check(
        "article",
        "a or an",
        "“a” before the sound of a vowel, “an” before that of a consonant: a university, an hour.",
        ERROR,
        article,
        "The sound is guessed from the letters; words that are said in two ways (herb, historic) are let through.",
    ),
    Check("repeated_word", "Repeated word", "The same word twice in a row.", ERROR, repeated_word),
    Check(
        "loop",
        "Loop",
        "The same words three times or more in a row: the writer does not get out.",
        ERROR,
        loop,
        "A song or a chant looks the same.",
    ),
    Check(
        "repeated_phrase",
        "Repeated phrase",
        "A whole sentence, or a run of seven words or more, that stood there before.",
        WARNING,
        repeated_phrase,
    ),
    Check("brackets", "Brackets", "Brackets that open and do not close, or the other way round.", ERROR, brackets),
    Check("quotes", "Quotation marks", "Quotation marks without their partner.", ERROR, quotes),
    Check(
        "lower_case",
        "Small first letter",
        "Sentences that begin with a small letter; not where the text goes on from its prompt.",
        WARNING,
        lower_case,
    ),
    Check(
        "fragment",
        "Fragment",
        "Sentences of more than three words without a verb that says what happens.",
        HINT,
        fragment,
        "It stands on the pipeline's tags; a headline is a fragment as well.",
    ),
    Check("missing_end", "Missing end", "A text that stops in the middle of a sentence.", WARNING, missing_end),
    Check(
        "numbers",
        "Numbers",
        "“three (4)”, which is an error, and the same number once as a word and once in digits, which is a hint.",
        HINT,
        numbers,
    ),
    Check(
        "tense",
        "Tense",
        "A verb in another tense than the one it is joined with, or than all sentences around it.",
        HINT,
        tense,
        "A general truth inside a story (“the sun is hot”) looks the same.",
        needs="parser",
    ),
    Check(
        "contradiction",
        "Contradiction",
        "“The capital of X is A” and later “the capital of X is B”: one thing with two values.",
        WARNING,
        contradiction,
        "Only a few plain forms are read: the … of …, …'s …, and ages.",
    ),
    Check(
        "entities",
        "New names",
        "People, places and organisations that the prompt does not name.",
        HINT,
        entities,
        "Only with a prompt. What is a name is the pipeline's guess.",
        on=False,
        needs="entities",
    ),
    Check("long_sentence", "Long sentence", "Sentences of more than forty words.", HINT, long_sentence),
    Check(
        "variety",
        "Few words",
        "The fifty words in a row with the fewest different ones, where they are fewer than 21.",
        HINT,
        variety,
        "Texts of fewer than fifty words are not judged.",
    ),
    Check(
        "language",
        "Not English",
        "Stretches in another language or script, and letters that run on without a space.",
        WARNING,
        language,
        "Four words at least; languages that share words with English are easily missed.",
    ),
)
BY_NAME: dict[str, Check] = {check.name: check for check in CHECKS}
DEFAULT: tuple[str, ...] = tuple(check.name for check in CHECKS if check.on)
