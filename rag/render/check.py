"""A checked draft: for people with the offending words marked, in a pipe a line for each sentence, as JSON."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from rag.render.answer import origins_note, print_sources, sources_head
from rag.render.json import citation_to_dict, fault_to_dict, judge_to_dict
from rag.render.rows import print_grid
from rag.render.safe import safe, safe_line
from rag.render.statements import BY_JUDGE
from rag.types import BORNE_OUT, CheckedDraft, CheckedSentence, Citation, Fault, Span, Verdict

_NOT_CHECKED = "not checked"
_MARKS: Mapping[Verdict | None, tuple[str, str]] = {
    Verdict.QUOTED: ("✓", "green"),
    Verdict.SUPPORTED: ("✓", "green"),
    Verdict.CONTRADICTED: ("✗", "red"),
    Verdict.UNSUPPORTED: ("?", "yellow"),
    None: ("–", "dim"),
}
_SNIPPET = 280


def print_checked(console: Console, checked: CheckedDraft, file: str) -> None:
    """Every sentence with its verdict, why it does not hold, and where it stands; a summary; the sources."""
    cited = {c.id: c for c in checked.citations}
    for sentence in checked.sentences:
        if console.is_terminal:
            _print_sentence(console, sentence, cited)
        else:
            _print_plain(console, sentence, cited, file)
    console.print()
    console.print(_summary(checked))
    carrying = {number for sentence in checked.sentences for number in sentence.citations}
    sources = [c for c in checked.citations if c.id in carrying]
    if sources:
        console.print()
        print_sources(console, sources_head(sources), sources)
    if others := [c for c in checked.citations if c.id not in carrying]:
        console.print()
        print_sources(console, "Nearest, and no support", others)


def checked_to_dict(checked: CheckedDraft, file: str) -> dict[str, Any]:
    """The checked draft as promised; offsets count the characters of the file, `span` those of the sentence."""
    cited = {c.id: c for c in checked.citations}
    return {
        "file": file,
        "sentences": [_sentence_to_dict(s, cited) for s in checked.sentences],
        "citations": [citation_to_dict(c) for c in checked.citations],
        "counts": counts(checked),
        **({"judge": checked.judge} if checked.is_judged else {}),
        "library": checked.library,
        "timings": dict(checked.timings),
    }


def counts(checked: CheckedDraft) -> dict[str, int]:
    """How many sentences have each verdict, or were not checked."""
    found = Counter(_verdict(s) for s in checked.sentences)
    return {name: found[name] for name in (*(v.value for v in Verdict), _NOT_CHECKED)}


def _sentence_to_dict(sentence: CheckedSentence, cited: Mapping[int, Citation]) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "start": sentence.places[0],
        "end": sentence.places[-1] + 1,
        "line": sentence.line,
        "verdict": _verdict(sentence),
        "taken_for": sentence.taken_for,
        "citations": list(sentence.citations),
        "nearest": list(sentence.nearest),
        "faults": [_fault_to_dict(sentence, f) for f in sentence.faults],
        "carried_by": _carried_by(sentence, cited),
        "in_part": [_part_to_dict(sentence, span, number) for span, number in sentence.in_part],
        **judge_to_dict(sentence.ruling),
    }


def _carried_by(sentence: CheckedSentence, cited: Mapping[int, Citation]) -> list[dict[str, Any]]:
    """The stretches of the articles that bear it out, in offsets of each article."""
    found = []
    for number, stretches in zip(sentence.citations, sentence.carried_by, strict=False):
        start, quote = cited[number].start, cited[number].quote
        found += [
            {"citation": number, "start": start + s.start, "end": start + s.end, "text": quote[s.start : s.end]}
            for s in stretches
        ]
    return found


def _fault_to_dict(sentence: CheckedSentence, fault: Fault) -> dict[str, Any]:
    place = sentence.in_draft(fault.span) if fault.span else None
    return {**fault_to_dict(fault), "start": place.start if place else None, "end": place.end if place else None}


def _part_to_dict(sentence: CheckedSentence, span: Span, number: int) -> dict[str, Any]:
    place = sentence.in_draft(span)
    return {"citation": number, "start": place.start, "end": place.end, "text": sentence.text[span.start : span.end]}


def _verdict(sentence: CheckedSentence) -> str:
    return sentence.verdict.value if sentence.verdict else _NOT_CHECKED


def _print_sentence(console: Console, sentence: CheckedSentence, cited: Mapping[int, Citation]) -> None:
    mark, style = _MARKS[sentence.verdict]
    if sentence.verdict is None:
        aside = f"  ({_NOT_CHECKED}: {sentence.taken_for})"
        print_grid(console, [(Text(mark, style=style), Text(safe(sentence.text) + aside, style="dim"))])
        return
    print_grid(console, [(Text(mark, style=style), _marked(sentence, style))])
    if details := _details(sentence, cited):
        print_grid(console, [(Text(label, style=style), text) for label, text in details], indent="   ")


def _print_plain(console: Console, sentence: CheckedSentence, cited: Mapping[int, Citation], file: str) -> None:
    """As compilers do, so that editors can go there: file, line, verdict, what it is about."""
    what = f"{_verdict(sentence)} ({sentence.taken_for})" if sentence.taken_for else _verdict(sentence)
    console.print(Text(f"{safe_line(file)}:{sentence.line}: {what}: ") + _marked(sentence, ""))
    for label, text in _details(sentence, cited):
        console.print(Text(f"    {label}: {text.plain}"))


def _marked(sentence: CheckedSentence, style: str) -> Text:
    """The sentence with the offending words marked, and its citation numbers."""
    offending = {at for f in sentence.faults if f.span for at in range(f.span.start, f.span.end)}
    text = Text()
    for stretch in re.finditer("x+|-+", "".join("x" if at in offending else "-" for at in range(len(sentence.text)))):
        piece = safe(sentence.text[stretch.start() : stretch.end()]).replace("\n", " ")  # one line a finding
        text.append(piece, style=f"bold underline {style}" if stretch.start() in offending else "")
    for number in sentence.citations:
        text.append(f" [{number}]", style="cyan")
    return text


def _details(sentence: CheckedSentence, cited: Mapping[int, Citation]) -> list[tuple[str, Text]]:
    """What bears a sentence out and how many sources say so, or what is wrong with it and what is said instead."""
    if sentence.verdict in BORNE_OUT:
        pairs = zip(sentence.citations, sentence.carried_by, strict=False)
        found = [(f"[{number}]", _carrying(cited[number].quote, stretches)) for number, stretches in pairs]
        note = origins_note([cited[number] for number in sentence.citations])
        if sentence.ruling and sentence.ruling.changed:
            found.append(("judge", Text(BY_JUDGE)))
        return [*found, ("sources", Text(note))] if note else found
    found = [(fault.kind, Text(_reason(sentence, fault))) for fault in sentence.faults]
    found += [
        ("in part", Text(f"“{safe_line(sentence.text[span.start : span.end])}” is borne out [{number}]"))
        for span, number in sentence.in_part
    ]
    found += [(f"[{number}]", Text(_snippet(cited[number].quote))) for number in sentence.citations]
    return found + [(f"nearest [{number}]", Text(_snippet(cited[number].quote))) for number in sentence.nearest]


def _carrying(quote: str, stretches: Sequence[Span]) -> Text:
    """The quote from the first to the last of the words that bear a statement out, these marked."""
    if not stretches:
        return Text(_snippet(quote))
    text = Text("… " if stretches[0].start > 0 else "")
    at = stretches[0].start
    for stretch in stretches:
        text.append(_in_line(quote[at : stretch.start]))
        text.append(_in_line(quote[stretch.start : stretch.end]), style="bold")
        at = stretch.end
    return text.append(" …" if quote[at:].strip(" .”\"’'") else quote[at:])


def _in_line(text: str) -> str:
    return safe(re.sub(r"\s+", " ", text))


def _reason(sentence: CheckedSentence, fault: Fault) -> str:
    written = sentence.text[fault.span.start : fault.span.end].strip('“”"') if fault.span else ""
    return safe_line(fault.message if written in fault.message else f"“{written}”: {fault.message}")


def _snippet(quote: str) -> str:
    line = safe_line(quote)
    return line if len(line) <= _SNIPPET else line[:_SNIPPET].rsplit(" ", 1)[0] + " …"


def _summary(checked: CheckedDraft) -> Text:
    """ "✓ 7 supported · ✗ 1 contradicted · – 2 not checked", which also says what the marks mean."""
    found = counts(checked)
    styles = {(verdict.value if verdict else _NOT_CHECKED): mark for verdict, mark in _MARKS.items()}
    parts = [Text(f"{styles[n][0]} {found[n]:,} {n}", style=styles[n][1]) for n in found if found[n]]
    return Text(" · ").join(parts)
