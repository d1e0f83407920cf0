"""Options that several commands share."""

from typing import Annotated

import typer

Corpus = Annotated[
    list[str] | None,
    typer.Option(
        "--corpus",
        "-c",
        metavar="DIR",
        help="A folder of articles; may be given several times. Default: RAG_CORPUS, else rag.toml, "
        "else ./corpus, else the sample articles.",
        show_default=False,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="NAME",
        help="The language model that writes the answer: ollama/NAME, openai/NAME, anthropic/NAME, "
        "NAME@http://host:port/v1, or none. Default: RAG_MODEL_NAME, else rag.toml, else none: answers are quotations.",
        show_default=False,
    ),
]
Judge = Annotated[
    str | None,
    typer.Option(
        "--judge",
        metavar="NAME",
        help="A language model that is asked about each statement which facts leave open; names as for --model. "
        "Default: RAG_CHECKER_JUDGE, else rag.toml, else none.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else, on stdout.", show_default=False)]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Leave out every statement that is not quoted or supported.", show_default=False),
]
Fallback = Annotated[
    bool, typer.Option("--fallback", help="Answer in quotation where the model fails.", show_default=False)
]

EPILOG = (
    "Exit codes: 0 answered or well, 1 a check failed, 2 wrong usage, 3 not answered by the corpus, "
    "4 model trouble, 5 corpus or library trouble, 130 interrupted. --traceback shows where an error came from."
)
CONTEXT = {"help_option_names": ["-h", "--help"]}
