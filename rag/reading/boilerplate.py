"""Tells prose from what surrounds it on a saved page: headings, bylines, captions, "sign up now"."""

import re

from rag.text.dates import is_dateline
from rag.types import Kind

_LONGEST_HEADING = 20
_LONGEST_FURNITURE = 45
"""In words. Nothing longer is a heading or a line of furniture."""

_PROMO_START = re.compile(
    r"""^[\W_]*(?:
      sign\ up\b | subscribe\b | read\ (?:more|next|also|all|the\ full)\b | (?:see|learn|find\ out)\ more\b
    | follow\ (?:us|the|him|her|@|bbc|cnn)\b | click\ here\b | tap\ here\b | get\ (?:the|our)\b.*\b(?:inbox|newsletter|app)\b
    | stay\ (?:informed|up\ to\ date|tuned|connected)\b | join\ (?:our|us|the\ conversation)\b | download\ (?:our|the)\b
    | share\ (?:this|on|via)\b | watch\ (?:live|now|more|:) | listen\ (?:to\ (?:our|the|this)|live|:) | continue\ reading\b
    | support\ (?:our|independent|us)\b | related\ (?:posts?|articles?|stories|topics?|content|coverage)\b
    | advertisement\b | sponsored\b | scroll\ to\ (?:top|continue)\b | (?:back|skip)\ to\ (?:top|content|main)
    | more\ (?:on|from|stories|in)\b[^.]*$ | most\ (?:read|popular|viewed)\b | recommended\b | trending\b | you\ (?:may|might)\ also\ like
    | log\ in\b | already\ a\ subscriber | copyright\b | © | all\ rights\ reserved | (?:this\ (?:site|website)\ uses\ )?cookies\b
    | editor['’]s\ (?:pick|choice) | latest\ (?:news|stories|headlines)$ | comments?$ | tags?: | topics?: | filed\ under
    | (?:help|tell)\ us\ (?:improve|what\ you\ think) | have\ you\ got\ a\ (?:story|tip) | print$ | email$
    )""",
    re.I | re.X,
)
_PROMO_ANYWHERE = re.compile(
    r"(?:to|in) your inbox\b|\bsign up (?:now|here|today|for (?:our|the|cnn|this))|\bsubscribe (?:now|today|here|to our)\b"
    r"|\ball rights reserved\b|\bunlimited access\b|\bprivacy policy\b|\bterms of (?:use|service)\b"
    r"|\bread (?:more|all articles)\b.{0,60}(?:\bhere\b|follow\b|subscribe\b)|\bfor more (?:news|stories).{0,40}(?:visit|follow|sign)",
    re.I,
)
_BYLINE = re.compile(
    r"^(?:[Bb][Yy]\s+[A-Z][\w.'’-]+(?:[\s,&]+(?:and\s+)?[A-Z][\w.'’-]+){0,9}(?:,?\s+(?:in|for|of)\s+.{2,40})?"
    r"|.{3,200}\bcontributed (?:reporting|to this (?:report|story|article))\b.{0,60}"
    r"|(?:additional )?(?:reporting|writing|editing) by\b.{3,200}"
    r"|(?:published|updated|posted|last (?:updated|modified))\b.{0,60}\d.{0,40}"
    r"|(?:[A-Z][\w.’', ]{1,40}\s)?\(?(?:CNN|AP|AFP|Reuters|BBC)(?:\s+(?:Business|News))?\)?\s*[—–-]*)$",
    re.S,
)
_CREDIT = re.compile(
    r"\bvia (?:Reuters|AP|AFP|Getty|Shutterstock|Zuma|EPA)\b|\bGetty Images\b|\b(?:AFP|AP|Reuters|EPA|Sputnik|Shutterstock|Bloomberg)/"
    r"|/(?:AFP|AP|Reuters|EPA|Getty)\b|\bAP Photo\b|\b(?:photo(?:graph)?|image|picture|video|graphic|illustration)(?: credit)?(?: by|:)"
    r"|\bcredit:|\bcourtesy of\b[^.]*$|\bfile photo\b|^!\[",
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
    if _PROMO_ANYWHERE.search(text) or (_PROMO_START.match(text) and words <= 30):
        return Kind.PROMO
    if _CREDIT.search(text) and not re.search(r"\b(?:said|says|told|according)\b", text):
        return Kind.CAPTION
    return None
