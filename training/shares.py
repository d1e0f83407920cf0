"""How much of each kind of claim an epoch sees."""

from training.claim import Claim
from training.news import NEWS

_SHARES = {
    # Of news.
    "news whole": 0.3,
    "news read": 0.5,
    "news near": 0.25,
    "news found": 1.0,
    "news without": 0.4,
    "news elsewhere": 0.4,
    "news own": 0.4,
    # Of claims.jsonl: captions are far from news.
    "fever-dev": 0.5,
    "sar-wiki": 0.5,
    "counterfactual-nli": 0.15,
    "snli-dev": 0.1,
    # Made of paragraphs and questions: their wording gives much away, but what fails in them is known.
    "answered": 0.7,
    "taken": 0.25,
    "said": 0.25,
    "joined": 0.3,
    "elsewhere": 0.15,
    "edited": 0.2,
    # Of claims-more.jsonl: templates and captions teach tricks.
    "qa-statements": 0.6,
    "wiki-split": 0.4,
    "wikifactcheck": 0.35,
    "conj-nli": 0.5,
    "breaking-nli": 0.08,
    "entailment-bank": 0.3,
    "med": 0.15,
    "uds-factuality": 0.6,
    "quantifiers": 0.6,
    "hans": 0.15,
    "scone": 0.1,
    "negation-nli": 0.5,
    "feverous-dev": 0.7,
    "megaveridicality": 0.15,
    "help": 0.1,
    "function-words": 0.6,
    "qamr": 0.7,
    "gqnli": 0.3,
}


def share_of(claim: Claim, share: float, news: float) -> float:
    """Of the rows of its kind, the share that an epoch sees; `share` scales it, for rows of news `news` does."""
    scale = news if claim.kind.startswith(NEWS) else share
    return scale * _SHARES.get(claim.kind.partition("/")[0], 1.0)
