"""Who does what to whom, drawn: displaCy's picture of one sentence, and what its labels mean."""

from __future__ import annotations

import re

from lmdash.analyses.output_checks.parsed_text import ParsedText

MOST_WORDS = 40  # of a sentence that are drawn
MARGIN = 14  # pixels above the highest arc


def parse_tree(parsed: ParsedText, sentence: int, ink: str) -> str:
    """An SVG file; empty where the pipeline found no relations or there is no such sentence.

    Whatever the text holds is text in it: displaCy escapes markup, and characters that no XML may hold are replaced.
    """
    from spacy import displacy

    drawn = parsed.arcs(sentence)
    if not drawn["arcs"]:
        return ""
    drawn["words"] = drawn["words"][:MOST_WORDS]
    drawn["arcs"] = [arc for arc in drawn["arcs"] if arc["end"] < MOST_WORDS]
    options = {"compact": True, "distance": 120, "color": ink, "bg": "transparent", "font": "sans-serif"}
    svg = displacy.render(drawn, style="dep", manual=True, jupyter=False, options=options)
    return "".join(character if _in_xml(character) else "\ufffd" for character in _cropped(svg))


def _cropped(svg: str) -> str:
    """Without the empty band that displaCy leaves above the highest arc."""
    [(width, height)] = re.findall(r'^<svg [^>]*?width="(\d+)" height="([\d.]+)"', svg)
    tops = [float(y) for y in re.findall(r'class="displacy-arc"[^>]* d="M[\d.]+,[\d.]+ [\d.]+,(-?[\d.]+)', svg)]
    top = max(0.0, min(tops, default=0.0) - MARGIN)
    left = float(height) - top
    svg = svg.replace(f'height="{height}"', f'height="{left}" viewBox="0 {top} {width} {left}"', 1)
    return svg.replace(f"height: {height}px", f"height: {left}px", 1)


def meaning(label: str) -> str:
    """What a tag, a relation or a kind of name is called in words; the label itself where nobody says."""
    from spacy.glossary import GLOSSARY

    return GLOSSARY.get(label, label)


def _in_xml(character: str) -> bool:
    code = ord(character)
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
