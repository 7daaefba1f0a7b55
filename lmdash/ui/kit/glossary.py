"""What the field's terms mean, once for the whole app."""

from __future__ import annotations

GLOSSARY: dict[str, str] = {
    "token": "A piece of text that the model reads or writes in one step: a word, a part of one, or punctuation.",
    "logit": "The raw score that the model gives a token before scores become probabilities. Only differences matter.",
    "log-probability": "The natural logarithm of a probability, in nats: 0 is certain, −0.69 is 50%.",
    "surprisal": "How surprised the model was by a token, in bits: 0 is certain, 1 is a coin toss, 10 is 1 in 1 024.",
    "entropy": "How undecided the model is, in bits: 0 is certain, 1 is a coin toss, 3 is like eight equal choices.",
    "perplexity": "How many equally likely tokens the model hesitated between, on average over the prompt.",
    "rank": "The place of a token when all are sorted by probability; 1 is the most likely.",
    "temperature": "Below 1, likely tokens become more likely; above 1, less so. At 0 the most likely is always taken.",
    "repetition penalty": "Above 1, words that stand in the text already become less likely; 1 turns this off.",
    "top-k": "Only the k most likely tokens can be picked; 0 turns this off.",
    "top-p": "Only the most likely tokens that together reach this share can be picked; 1 turns this off.",
    "attention pattern": "How much of its attention a head spends on each token so far; together they are 100%.",
    "head": "One of several small readers in a layer. Each decides where to look and what to bring from there.",
    "direct effect": "How much a part's own result raises or lowers a token's logit, apart from what later layers do.",
    "residual stream": "The state of a token, a list of numbers that every layer reads and adds to.",
    "logit lens": "What the model would say next if it stopped at that state: its own last step, taken early.",
    "KL divergence": "How far one prediction is from another, in bits: 0 means that they are the same.",
    "CKA": "How alike the distances between tokens are in two layers (linear CKA): 1 means the same up to a rotation.",
    "Shapley value": "What a word adds to the answer, averaged over every order in which words could be added.",
    "LIME": "One weight per word; together they come closest to what the model does when random words are hidden.",
    "leave-one-out": "What is lost when only this word is hidden and all others stay.",
    "gradient x input": "How steeply the answer changes at a token, times its embedding: one pass, a rough estimate.",
    "integrated gradients": "Slopes of the answer, added up along the way from a neutral embedding to the token's own.",
    "attention rollout": "How much of each token reaches the last one through all layers' attention, without a sign.",
    "deletion curve": "The answer as the most important words are hidden in turn; with a good ranking it falls fast.",
    "Spearman": "How alike two rankings are: 1 is the same order, 0 no relation, −1 the opposite order.",
    "baseline": "What replaces a hidden word, so that the text keeps its length.",
    "seed": "The number that fixes all random choices: the same seed and settings give the same result again.",
}
