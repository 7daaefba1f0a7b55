"""What the field's terms mean, once for the whole app."""

from __future__ import annotations

GLOSSARY: dict[str, str] = {
    "token": "A piece of text that the model reads or writes in one step: a word, a part of one, or a mark.",
    "logit": "The raw score that the model gives a token before scores become probabilities. Only differences matter.",
    "log-probability": "The natural logarithm of a probability, in nats: 0 is certain, -0.69 is one half.",
    "surprisal": "How surprised the model was by a token, in bits: 0 is certain, 1 is a coin toss, 10 is one in 1 024.",
    "entropy": "How undecided the model is, in bits: 0 is certain, 1 is a coin toss, 3 is like eight equal choices.",
    "perplexity": "Among how many equally likely tokens the model hesitated, on average over the prompt.",
    "rank": "The place of a token when all are sorted by probability; 1 is the most probable.",
    "temperature": "Below 1 likely tokens become likelier, above 1 they lose; at 0 the likeliest is always taken.",
    "top-k": "Only the k most probable tokens may be drawn; 0 leaves all in.",
    "top-p": "Only the most probable tokens that together reach this share may be drawn; 1 leaves all in.",
    "seed": "The number that decides the dice: the same seed and settings write the same text again.",
}
