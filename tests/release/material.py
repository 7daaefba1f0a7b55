"""Interventions and texts that several calls work with."""

from lmdash.analyses.hidden_states.contexts import Corpus
from lmdash.models.interventions.text import parse_all

CANBERRA = parse_all("L5D29^\nL5D560^\nL5D871^")
HEADS_OFF = parse_all("L1H1*0\nL2H2*0\nL4H2*0")
MIXED = parse_all('L3D117=2\nL2H1@last*0.5\nL4R+3*" Paris"\nL1A@2:*0.8\nL5D29@1,3=mean')
PATCHED = parse_all('L3R@last<"The capital of Italy is"\nL2D40@1+1.5\nL4H0=mean')
CORPUS = Corpus.of_text(
    "Six lines",
    "The capital of Italy is Rome. The capital of France is Paris.\nOnce upon a time, there was a king who had a dog."
    "\nDear Anna, thank you for the letter.\nThe film was great.\nThe fisherman sat on the bank.\nTwo and two is four.",
)
TAGGED = Corpus.of(
    "Tagged", ["The dog barks.", "A cat sleeps."], [_ENDS := ((3, "DET"), (7, "NOUN"), (14, "VERB")), _ENDS]
)
