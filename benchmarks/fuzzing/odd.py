"""What is odd where YAML, JSON or TOML is read, or a line is typed."""

from typing import Any

NAMES = (
    "title", "published", "date", "publisher", "reported_by", "authors", "author", "url", "<<", "tags", "TITLE",
    "? x", "!!str title", "&k title", "*a", '"\\ud83d"', "", "é",
)  # fmt: skip
YAML = (
    "Dam breaks", "2022-12-30", "2022-13-45", "!!python/object/apply:os.getcwd []", "!!python/name:os.system",
    "!local x", "!!binary aGk=", "!!int ''", "!!float nan", "!!timestamp x", "!!bool x", "!!set {a, b}",
    "!!omap [a: b]", ".inf", ".nan", "~", "yes", "=", "0o17", "1_000", "0x" + "f" * 400, "9" * 10_000, "&a x",
    "&a [*a, *a]", "*a", "*b", "&b {<<: *b}", "{<<: [*a, *b]}", "[*a" + ", *a" * 300 + "]", '"\\ud83d\\ude00"',
    '"\\ud83d"', '"\\UFFFFFFFF"', '"\\x00\\e[2J"', '"\\u202e"', "|\n  a\n  b", ">-\n  a\n\n  b", "'it''s", '"open',
    "[a, b", "{a: b", "[" * 50 + "]" * 50, "{a: " * 50, "- " * 50, "a: b: c", "- a\n- b", "# c", "@x", "`x", "%x",
    "\tx", "x" * 3000, "[" + "x, " * 2500 + "]", "http://[::1", "http://www.a.example/b", "https://user:pw@h:99999/",
    "[Ana Lopez, {a: b}, [c], null, 1.5]", "...\n---", "---",
)  # fmt: skip
JSON: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, float("nan"), float("inf"), 10**300, "", " ", "x" * 5000, "\ud83d", "\0",
    "\x1b[2J", "\u202e", "2022-12-30", "2022-99-99", [], [[]], [None], [{}], ["a"], [1], ["\udc00"], {}, {"a": 1},
    {"article": "good/buses.md"}, [{"article": 1}], [{"article": "good/buses.md", "quote": []}], ["x"] * 500,
)  # fmt: skip
TOML = (
    "3", "200", "-1", "0", "1.5", "nan", "inf", "true", "1979-05-27", "1979-99-99", "[]", "[1]", "['a', 'b']", "{}",
    "{a = 1}", "''", "'''\nx'''", '"none"', '"\\u0000"', '"\\ud800"', '"\\u202e"', '"x"', "'packaged'", '"~nobody/x"',
    '"~"', '"../.."', '"' + "x" * 5000 + '"', "9" * 5000, "0x" + "f" * 5000, "1e999", "[" * 900, "{a=" * 900,
    "[" * 60 + "]" * 60, "'open", '"openai/x"', '"x@http://127.0.0.1:9/v1"', "07:32:00", "+-1", "1__0",
)  # fmt: skip
TABLES = (
    "model", "answer", "passages", "embedding", "reader", "checker", "corpus", "nonsense", "answer.statements",
    "[answer]", '"a\\nb"', "é",
)  # fmt: skip
FIGURES = ("auroc", "median_ms", '"recall@5"', "x", "a.b")
SETTINGS = (
    ("embedding", "model", "'x'"), ("reader", "model", "'none'"), ("checker", "model", "'packaged'"),
    ("passages", "tokens", "200"), ("answer", "statements", "3"), ("model", "name", "'openai/x'"),
    ("model", "timeout", "5"), ("model", "window", "8192"),
)  # fmt: skip
FIELDS = (
    "turns", "tags", "within", "carries", "drops", "supported", "as_of", "asked", "extra", "id", "standalone",
    "conflict",
)  # fmt: skip
TOML_KEYS = (
    "corpus", "model", "name", "timeout", "window", "tokens", "statements", "x", "a.b.c", '""', '"a\\u0000"',
    "statements" + ".a" * 2000,
)  # fmt: skip
COMMANDS = (
    "/sources", "/open", "/more", "/why", "/since", "/until", "/as-of", "/publisher", "/check", "/reset", "/help",
    "/save", "/asof", "/", "/x", "/model",
)  # fmt: skip
ARGUMENTS = (
    "", "1", "2", "[1]", "9" * 5000, "²", "off", "2022", "2022-12", "9999-99", "good", "notes.md", "notes.json",
)  # fmt: skip
MODELS = ("none", "", "x y", "\0", "nobody/x", "@", "a@b", "x" * 500)
FOLLOW_UPS = (
    "why?", "who said that?", "and in 2021?", "when was that?", "how many?", "who said [2]?", "what about the second?",
    "he?", "which?",
)  # fmt: skip
