"""A conversation as Markdown notes, ready to file: what was asked, what the articles say, a footnote for each quote."""

import re
from collections.abc import Sequence

from rag.render.address import safe_address
from rag.render.answer import provenance
from rag.render.console import shown_path
from rag.render.safe import safe_line
from rag.types import BORNE_OUT, Answer, Citation, Metadata, Statement

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~#&$^@{}=]|:(?=//|[\w+-]+:)|(?<=www)\.", re.IGNORECASE)
"""What begins markup anywhere, in CommonMark, in GitHub's and in the usual extensions: emphasis, links, addresses that
become links by themselves, HTML and its entities, tables, mathematics, attributes, emoji by name, notes.
"""
_FIRST = re.compile(r"\A(\d*)([-+:%.)])")
"""What begins markup only where a line begins: lists, rules, definitions."""
_UNANSWERED = "*The articles do not answer this.*"


def to_notes(turns: Sequence[tuple[str, Answer]]) -> str:
    """Notes of answers, each with the question as it was asked. The same passage has the same footnote throughout."""
    numbers: dict[tuple[str, int, int], int] = {}
    places: list[Citation] = []
    pieces = ["# Notes"]
    for asked, answer in turns:
        pieces.append(f"## {_plain(answer.question)}")
        if " ".join(asked.split()) != answer.question:
            pieces.append(f"*Asked: {_plain(asked)}*")
        by_id = {c.id: c for c in answer.citations}
        for citation in answer.citations:
            place = (citation.article, citation.start, citation.end)
            if place not in numbers:
                numbers[place] = len(numbers) + 1
                places.append(citation)
        marks = {c.id: f"[^{numbers[c.article, c.start, c.end]}]" for c in by_id.values()}
        pieces += [_statement(s, marks) for s in answer.statements] or [_UNANSWERED]
        pieces += [
            "Articles disagree: "
            + "; ".join(f"{_plain(v.value)}{''.join(marks[n] for n in v.citations)}" for v in conflict.values)
            for conflict in answer.conflicts
        ]
    notes = [f"[^{number}]: {_source(citation)}" for number, citation in enumerate(places, start=1)]
    return "\n\n".join([*pieces, *(["\n".join(notes)] if notes else [])]) + "\n"


def _statement(statement: Statement, marks: dict[int, str]) -> str:
    says = statement.attribution
    named = says if says and says.casefold() not in statement.text.casefold() else None
    parts = [p for p in (named, f"as of {statement.as_of}" if statement.as_of else None) if p]
    note = f" ({_plain('; '.join(parts))})" if parts else ""
    doubt = "" if statement.verdict in BORNE_OUT else f" **{statement.verdict}**"
    return f"{_plain(statement.text)}{''.join(marks.get(n, '') for n in statement.citations)}{note}{doubt}"


def _source(citation: Citation) -> str:
    known = Metadata(publisher=citation.publisher, reported_by=citation.reported_by, published=citation.published)
    where = f"{shown_path(citation.file, citation.article)}:{citation.line}"
    title = f"*{_plain(citation.title)}*, " if citation.title else ""
    address = safe_address(citation.url) if citation.url else None
    url = f", <{address}>" if address else ""
    return f"“{_plain(citation.quote)}” {title}{_plain(provenance(known))}, {_plain(where)}{url}"


def _plain(text: str) -> str:
    """One line of text in which nothing is markup, wherever it stands."""
    return _FIRST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", safe_line(text)))
