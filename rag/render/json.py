"""Answers, passages, articles and errors as JSON, in the shapes that are promised to programs."""

import json
from collections.abc import Sequence
from typing import Any

from rag.errors import AskError
from rag.render.hidden import hidden_written
from rag.types import Answer, Citation, Evidence, Explanation, Fault, Ruling, StoredArticle


def dumps(value: object, *, ascii_only: bool = False) -> str:
    """Indented JSON. What a terminal might obey is escaped; a parser reads the same strings either way."""
    text = json.dumps(value, ensure_ascii=ascii_only, indent=2)
    return hidden_written(text, lambda char: json.dumps(char)[1:-1])


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """The answer as promised; `explain` is added only where it was asked for, `judge` only where there is one."""
    shown: dict[str, Any] = {
        "question": answer.question,
        "status": answer.status.value,
        "answer": answer.text,
        "reason": answer.reason.value if answer.reason else None,
        "statements": [
            {
                "text": s.text,
                "citations": list(s.citations),
                "verdict": s.verdict.value,
                "attribution": s.attribution,
                "as_of": s.as_of.isoformat() if s.as_of else None,
                **({"faults": [fault_to_dict(f) for f in s.faults]} if s.faults else {}),
                **judge_to_dict(s.ruling),
            }
            for s in answer.statements
        ],
        "citations": [citation_to_dict(c) for c in answer.citations],
        "conflicts": [
            {"about": c.about, "values": [{"value": v.value, "citations": list(v.citations)} for v in c.values]}
            for c in answer.conflicts
        ],
        "nearest": [citation_to_dict(c) for c in answer.nearest],
        "model": answer.model,
        **({"judge": answer.judge} if answer.is_judged else {}),
        "library": answer.library,
        "timings": dict(answer.timings),
    }
    if answer.explanation:
        shown["explain"] = explanation_to_dict(answer.explanation, answer.confidence)
    return shown


def fault_to_dict(fault: Fault) -> dict[str, Any]:
    span = [fault.span.start, fault.span.end] if fault.span else None
    return {"kind": fault.kind, "message": fault.message, "span": span}


def judge_to_dict(ruling: Ruling | None) -> dict[str, Any]:
    """What the judge said of a statement; nothing where none was asked."""
    return {"judge": {"said": ruling.said.value, "changed": ruling.changed}} if ruling else {}


def citation_to_dict(citation: Citation) -> dict[str, Any]:
    return {
        "id": citation.id,
        "article": citation.article,
        "title": citation.title,
        "publisher": citation.publisher,
        "published": citation.published.isoformat() if citation.published else None,
        "url": citation.url,
        "start": citation.start,
        "end": citation.end,
        "line": citation.line,
        "page": citation.page,
        "quote": citation.quote,
        "origin": citation.origin,
    }


def evidence_to_dict(evidence: Evidence) -> dict[str, Any]:
    stored, signals = evidence.stored, evidence.signals
    return {
        "article": stored.article.article.path,
        "title": stored.article.article.metadata.title,
        "start": stored.passage.start,
        "end": stored.passage.end,
        "text": stored.passage.text,
        "score": round(signals.fused, 4),
        "lexical": {"score": round(signals.lexical, 4), "rank": signals.lexical_rank},
        "dense": {"score": round(signals.dense, 4), "rank": signals.dense_rank},
        "lead": round(signals.lead, 4),
        "whole_article": round(signals.article, 4),
        "recency": round(signals.recency, 4),
        "relevance": None if signals.relevance is None else round(signals.relevance, 4),
    }


def explanation_to_dict(explanation: Explanation, confidence: float) -> dict[str, Any]:
    return {
        "terms": list(explanation.terms),
        "asks_for": explanation.asks_for,
        "confidence": round(confidence, 4),
        "threshold": explanation.threshold,
        "passages": [evidence_to_dict(e) for e in explanation.evidence],
        "sentences": [
            {
                "text": s.text,
                "article": s.evidence.stored.article.article.path,
                "score": round(s.score, 4),
                "confidence": round(s.confidence, 4),
                "features": {name: round(value, 4) for name, value in s.features.items()},
            }
            for s in explanation.sentences
        ],
    }


def articles_to_list(articles: Sequence[StoredArticle]) -> list[dict[str, Any]]:
    return [
        {
            "article": a.article.path,
            "title": a.article.metadata.title,
            "publisher": a.article.metadata.publisher,
            "reported_by": a.article.metadata.reported_by,
            "authors": list(a.article.metadata.authors),
            "published": a.article.metadata.published.isoformat() if a.article.metadata.published else None,
            "url": a.article.metadata.url,
            "words": len(a.article.text[a.article.body :].split()),
            "origin": a.origin,
        }
        for a in articles
    ]


def error_to_dict(error: AskError) -> dict[str, Any]:
    return {"error": {"kind": error.kind, "message": error.message, "hint": error.hint}}
