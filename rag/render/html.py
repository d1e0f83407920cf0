"""A run as one HTML page that needs nothing besides itself: no script, no font, no image from elsewhere."""

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Any

from rag.render.figures import breach_line, interval, number
from rag.render.safe import safe

_WORST = 40
_WIDTH, _HEIGHT, _MARGIN = 520, 260, 40

_STYLE = """
:root { color-scheme: light dark; --dim: #777; --line: #8886; --bad: #c33; --good: #283; --curve: #36c }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.dim { color: var(--dim) } .bad { color: var(--bad) } .good { color: var(--good) }
details { border-bottom: 1px solid var(--line); padding: .4rem 0 } summary { cursor: pointer }
blockquote { margin: .3rem 0 .3rem 1rem; padding-left: .8rem; border-left: 3px solid var(--line) }
svg { max-width: 100%; height: auto } svg text { fill: currentColor; font-size: 11px }
@media (max-width: 40rem) { td.about { display: none } }
"""
# Whatever got past us: a browser is told to run nothing, load nothing, send nothing, and to use this style alone.
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'"
)


def to_html(report: dict[str, Any]) -> str:
    """The figures, the risk–coverage curve, and the worst questions with what was retrieved and why."""
    wrong = [q for q in report["questions"] if not q["right"]]
    # A confident wrong answer is the worst there is; then the silence that came nearest to speaking.
    wrong.sort(key=lambda q: (q["status"] == "unanswered", -q["confidence"]))
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'>",
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        "<meta name='viewport' content='width=device-width, initial-scale=1'>",
        f"<title>{_text(report['suite'])}: rag eval</title><style>{_STYLE}</style>",
        f"<h1>{_text(report['suite'])}</h1>",
        f"<p>{len(report['questions'])} questions, {len(report['questions']) - len(wrong)} right. "
        f"<span class='dim'>suite {_text(report['suite_fingerprint'])} · "
        f"corpus {_text(report['corpus_fingerprint'])} · library {_text(report['library'])}</span></p>",
        _breaches(report["breaches"]),
        _figures(report["figures"]),
        _compared(report["compared"]),
        _tags(report["by_tag"]),
        _curve(report["risk_coverage"]),
        f"<h2>The worst questions</h2><p class='dim'>{min(len(wrong), _WORST)} of {len(wrong)} that went wrong, "
        "confident wrong answers first.</p>",
        *(_question(q) for q in wrong[:_WORST]),
        "</html>\n",
    ]
    return "\n".join(parts)


def _breaches(breaches: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<li class='{'bad' if b['fails'] else 'dim'}'>{'failed' if b['fails'] else 'warning'}: {_text(breach_line(b))} "
        f"<span class='dim'>{_text(', '.join(b['questions']))}</span></li>"
        for b in breaches
    )
    return f"<ul>{rows}</ul>" if rows else ""


def _figures(figures: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td>{_text(f['name'])}</td><td class='n'>{number(f['value'], timing=f['timing'])}</td>"
        f"<td class='n dim'>{interval(f)}</td>"
        f"<td class='n'>{f['questions']}</td><td class='about dim'>{_text(f['about'])}</td></tr>"
        for f in figures
    )
    head = "<tr><th>figure<th>value<th>95% interval<th>questions<th></tr>"
    return f"<h2>Figures</h2><table>{head}{rows}</table>"


def _tags(tags: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td>{_text(t['tag'])}</td><td>{_text(t['about'])}</td><td class='n'>{number(t['value'])}</td>"
        f"<td class='n dim'>{interval(t)}</td><td class='n'>{t['questions']}</td></tr>"
        for t in tags
    )
    return f"<h2>By tag</h2><table>{rows}</table>" if rows else ""


def _compared(compared: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td>{_text(c['figure'])}</td><td class='n'>{number(c['before'])}</td><td class='n'>{number(c['now'])}</td>"
        f"<td class='n'>{c['p']:.3f}</td><td class='good'>{len(c['won'])} won {_text(', '.join(c['won'][:12]))}</td>"
        f"<td class='bad'>{len(c['lost'])} lost {_text(', '.join(c['lost'][:12]))}</td></tr>"
        for c in compared
    )
    head = "<tr><th>figure<th>before<th>now<th>p<th>won<th>lost</tr>"
    return f"<h2>Against the baseline</h2><table>{head}{rows}</table>" if rows else ""


def _curve(points: list[list[float]]) -> str:
    """Risk over coverage, as an SVG."""
    if not points:
        return ""
    inner_width, inner_height = _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN

    def at(coverage: float, risk: float) -> str:
        return f"{_MARGIN + coverage * inner_width:.1f},{_HEIGHT - _MARGIN - risk * inner_height:.1f}"

    line = " ".join(at(coverage, risk) for _, coverage, risk in points)
    ticks = "".join(
        f"<text x='{_MARGIN + share * inner_width:.0f}' y='{_HEIGHT - _MARGIN + 16}' text-anchor='middle'>{share:.0%}</text>"
        f"<text x='{_MARGIN - 6}' y='{_HEIGHT - _MARGIN - share * inner_height + 4:.0f}' text-anchor='end'>{share:.0%}</text>"
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    frame = (
        f"<rect x='{_MARGIN}' y='{_MARGIN}' width='{inner_width}' height='{inner_height}' "
        "fill='none' stroke='var(--line)'/>"
    )
    return (
        "<h2>Risk and coverage</h2><p class='dim'>If only the most confident answers were given: how many questions "
        "would be answered (right), and how many of those answers would be wrong (up).</p>"
        f"<svg viewBox='0 0 {_WIDTH} {_HEIGHT}' role='img' aria-label='risk–coverage curve'>{frame}{ticks}"
        f"<polyline points='{line}' fill='none' stroke='var(--curve)' stroke-width='2'/></svg>"
    )


def _question(question: dict[str, Any]) -> str:
    expected = " or ".join(question["expected"]) if question["expected"] else "silence: the corpus does not answer it"
    given = "".join(f"<blockquote>{_text(s)}</blockquote>" for s in question["statements"])
    would = (
        "" if question["statements"] else f"<p class='dim'>would have said: {_text(' / '.join(question['forced']))}</p>"
    )
    found = "".join(
        f"<li><span class='dim'>{_text(r['article'])} {r['score']:.2f}</span><br>{_text(r['text'])}</li>"
        for r in question["retrieved"]
    )
    features = ", ".join(f"{name} {value:.2f}" for name, value in question["features"].items())
    return (
        f"<details><summary><b>{_text(question['id'])}</b> {_text(question['question'])} "
        f"<span class='{'dim' if question['status'] == 'unanswered' else 'bad'}'>{_text(question['status'])}, "
        f"confidence {question['confidence']:.2f}</span></summary>"
        f"<p>expected: {_text(expected)}</p>{given or '<p>answered: nothing</p>'}{would}"
        f"<p class='dim'>best sentence: {_text(features)}</p>"
        f"<p class='dim'>evidence: {_text(', '.join(question['evidence']) or 'none')}; retrieved:</p><ol>{found}</ol></details>"
    )


def _text(value: object) -> str:
    return escape(safe(str(value)))
