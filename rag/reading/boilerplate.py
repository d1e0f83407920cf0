"""Tells prose from what surrounds it on a saved page: headings, bylines, captions, "sign up now"."""

import re

from rag.text.dates import is_dateline
from rag.types import Kind

_LONGEST_HEADING = 20
_LONGEST_FURNITURE = 45
_LONGEST_LABEL = 10
"""In words. Nothing longer is a heading, a line of furniture, the label of a part of a page."""

# What opens a call to subscribe, follow or share, whatever comes after.
_CALL = re.compile(
    r"""^[\W_]*(?:
      (?:sign\ up|subscribe)(?:\ (?:now|here|today|for|to|and)\b|\W*$) | read\ (?:more|next|also|all|the\ full)\b
    | (?:see|learn|find\ out)\ more\b | follow\ (?:us|@|bbc|cnn)\b | follow\ (?:him|her|the)\b.*(?:@|\.com\b|twitter|facebook|instagram) | (?:click|tap)\ here\b
    | get\ (?:the|our)\b.*\b(?:inbox|newsletter|app)\b | stay\ (?:informed|up\ to\ date|tuned|connected)\b
    | join\ the\ conversation\b | download\ (?:our|the)\b.*\bapp\b | share\ this\b | watch\ (?:live|now|more)\b | watch:
    | listen\ (?:to\ (?:our|the|this)|live)\b | continue\ reading\b | support\ (?:our|independent)\ (?:journalism|work|reporting)\b
    | scroll\ to\ (?:top|continue)\b | skip\ to\ (?:content|main)\b | you\ (?:may|might)\ also\ like\b
    | already\ a\ subscriber | copyright\ (?:©|\d|by) | © | all\ rights\ reserved | (?:this\ (?:site|website)\ uses\ cookies)
    | (?:help|tell)\ us\ (?:improve|what\ you\ think) | have\ you\ got\ a\ (?:story|tip) | (?:tags?|topics?|filed\ under):
    )""",
    re.I | re.X,
)
# Labels of a page: only where they are no sentence, for "Recommended doses vary." is one.
_LABEL = re.compile(
    r"""^[\W_]*(?:
      related\ (?:posts?|articles?|stories|topics?|content|coverage)\b | advertisement\b | sponsored\b | back\ to\ top\b
    | more\ (?:on|from|stories|in)\b | most\ (?:read|popular|viewed)\b | recommended\b | trending\b | log\ in\b
    | editor['’]s\ (?:pick|choice)s?\b | (?:latest|top|breaking)\ (?:news|stories|headlines)\b | comments?$ | print$ | e-?mail$ | share$
    | follow\ (?:the|him|her)\b | join\ (?:our|us)\b | support\ (?:our|us)\b | cookies\b | listen: | share\ (?:on|via)\b | subscribe\b | sign\ up\b
    )""",
    re.I | re.X,
)
_PROMO_ANYWHERE = re.compile(
    r"(?:to|in) your inbox\b|\bsign up (?:now|here|today|for (?:our|the|cnn|this))|\bsubscribe (?:now|today|here|to our)\b"
    r"|\ball rights reserved\b|\bunlimited access\b|\bour (?:privacy policy|terms of (?:use|service))\b"
    r"|\bread (?:more|all articles)\b.{0,60}(?:\bhere\b|follow\b|subscribe\b)|\bfor more (?:news|stories).{0,40}(?:visit|follow|sign)",
    re.I,
)
_SPEECH = re.compile(r"\b(?:said|says|told|according)\b", re.I)
_BYLINE = re.compile(
    r"^(?:[Bb][Yy]\s+[A-Z][\w.'’-]+(?:[\s,&]+(?:and\s+)?[A-Z][\w.'’-]+){0,9}(?:,?\s+(?:in|for|of)\s+.{2,40})?"
    r"|.{3,200}\b[Cc]ontributed (?:reporting|to this (?:report|story|article))\b.{0,60}"
    r"|(?:[Aa]dditional )?(?i:reporting|writing|editing) by\b.{3,200}"
    r"|(?i:published|updated|posted|last (?:updated|modified))\b(?=.{0,60}(?:\d{4}|\d:\d|\bago\b)).{0,80}[^.]"
    r"|(?:[A-Z][\w.’', ]{1,40}\s)?\(?(?:CNN|AP|AFP|Reuters|BBC)(?:\s+(?:Business|News))?\)?\s*[—–-]*)$",
    re.S,
)
_CREDIT = re.compile(
    r"\bvia (?:Reuters|AP|AFP|Getty|Shutterstock|Zuma|EPA)\b|\bGetty Images\b|\b(?:AFP|AP|Reuters|EPA|Sputnik|Shutterstock|Bloomberg)/"
    r"|/(?:AFP|AP|Reuters|EPA|Getty)\b|\bAP Photo\b|\b(?:photo(?:graph)?|image|picture|video|graphic|illustration)(?: credit)?:"
    r"|\b(?:photo(?:graph)?|image|picture|illustration)s? by [A-Z][\w’-]+ [A-Z]|(?:^|[.(|]\s*)credit:|\bcourtesy of\b[^.]*$|^file photo\b|^!\[",
    re.I,
)
_TERMINAL = re.compile(r"[.!?…:;,][\"'”’)\]]*$|[”\"]$")


def classify(block: str, *, first: bool = False) -> Kind:
    """What a block is, by its wording and shape; `first` when it opens the article.

    In doubt it is body: a heading quoted by mistake is seen, a sentence left out is not.
    """
    text = " ".join(block.split())
    words = len(text.split())
    if words > _LONGEST_FURNITURE:
        return Kind.BODY
    furniture = _furniture(text, words)
    if furniture is not None:
        return furniture
    if text.startswith("#") and re.match(r"#{1,6}\s", text):
        return Kind.HEADING
    if re.match(r"(?:[-*•>]|\d{1,2}[.)])\s", text):
        return Kind.BODY
    if words > _LONGEST_HEADING:
        return Kind.BODY
    if text.endswith("?"):
        return Kind.HEADING if first or words <= 12 else Kind.BODY
    if text.endswith(":") and words <= 8:
        return Kind.HEADING
    if first and "\n" not in block.strip() and text.endswith("!"):
        return Kind.HEADING
    return Kind.BODY if _TERMINAL.search(text) else Kind.HEADING


def is_furniture(line: str) -> bool:
    """Whether a single line is a byline, a caption or a call to subscribe, whatever stands around it."""
    text = " ".join(line.split())
    return _furniture(text, len(text.split())) is not None


def _furniture(text: str, words: int) -> Kind | None:
    if words > _LONGEST_FURNITURE:
        return None
    if is_dateline(text) or _BYLINE.match(text):
        return Kind.BYLINE
    if _SPEECH.search(text):
        return None
    is_label = _LABEL.match(text) and words <= _LONGEST_LABEL and not text.endswith(".")
    if _PROMO_ANYWHERE.search(text) or (_CALL.match(text) and words <= 30) or is_label:
        return Kind.PROMO
    return Kind.CAPTION if _CREDIT.search(text) else None
