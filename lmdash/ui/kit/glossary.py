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
    "attention pattern": "How much of its attention a head spends on each token so far; together they are 100%.",
    "head": "One of several small readers in a layer. Each decides where to look and what to bring from there.",
    "direct effect": "How much a part's own result raises or lowers a token's logit, without what later layers do.",
    "residual stream": "The state of a token, a list of numbers that every layer reads and adds to.",
    "logit lens": "What the model would say next if it stopped at that state: its own last step, taken early.",
    "KL divergence": "How far one distribution is from another, in bits: 0 where both are the same.",
    "CKA": "How alike the distances between tokens are in two layers (linear CKA): 1 is the same up to a rotation.",
    "Shapley value": "What a word adds to the answer, averaged over every order in which the words could be put in.",
    "LIME": "A sum of one weight a word that comes closest to what the model does when words are hidden by chance.",
    "leave-one-out": "What is lost when this one word is hidden and all others stay.",
    "gradient x input": "The slope of the answer at a token's embedding, times that embedding: one look, first order.",
    "integrated gradients": "The slopes added up on the way from a neutral embedding to the token's own.",
    "attention rollout": "How much of each token reaches the last one through all layers' attention; it has no sign.",
    "deletion curve": "The answer as the most important words are hidden one by one; a good ranking falls fast.",
    "Spearman": "How alike two rankings are: 1 is the same order, 0 no relation, -1 the opposite order.",
    "baseline": "What stands where a word is hidden: the word is replaced, so that the length stays.",
    "seed": "The number that decides the dice: the same seed and settings write the same text again.",
}
