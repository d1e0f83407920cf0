"""How this tool was installed, for hints that say how to add to it."""

import json
from importlib.metadata import PackageNotFoundError, distribution

DISTRIBUTION = "askcite"
"""What the package index knows it by: `ask` and `rag` there are other people's."""
AGAIN = f"install {DISTRIBUTION} again"


def with_extra(extra: str) -> str:
    """The command that adds an extra, from where the tool itself came (the `direct_url.json` of PEP 610).

    A name alone would have pip look on the index, where somebody else may have put something of that name.
    """
    try:
        came_from = json.loads(distribution(DISTRIBUTION).read_text("direct_url.json") or "{}").get("url")
    except (PackageNotFoundError, ValueError, AttributeError):
        came_from = None
    wanted = f"{DISTRIBUTION}[{extra}]"
    return f'pip install "{wanted} @ {came_from}"' if came_from else f'pip install "{wanted}"'
