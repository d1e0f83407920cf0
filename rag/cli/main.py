"""The executables, and the one place where errors become messages and exit codes."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from rag.errors import AskError, Exit, UsageError

_TRACEBACK = "--traceback"


def ask() -> None:
    """The executable `ask`."""
    sys.exit(run("ask"))


def rag() -> None:
    """The executable `rag`."""
    sys.exit(run("rag"))


def run(program: str, argv: Sequence[str] | None = None) -> int:
    """Run `ask` or `rag` with these arguments (the process' own by default) and return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    with_traceback = _TRACEBACK in arguments
    if with_traceback:
        arguments.remove(_TRACEBACK)
    _tolerate_odd_terminals(sys.stdout, sys.stderr)
    try:
        code = _program(program)(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print(f"\n{program}: interrupted", file=sys.stderr)  # noqa: T201
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except AskError as error:
        if with_traceback:
            raise
        _show(program, error, as_json="--json" in arguments)
        return error.code
    except Exception as error:
        if with_traceback:
            raise
        bug = AskError(
            f"unexpected {type(error).__name__}: {error}", f"this is a bug; {_TRACEBACK} shows where it came from"
        )
        _show(program, bug, as_json="--json" in arguments)
        return bug.code
    return code


def _program(program: str) -> Callable[[list[str]], int]:
    import typer

    if program == "ask":
        from rag.cli.ask import app
    else:
        from rag.cli.rag import app

    def call(arguments: list[str]) -> int:
        try:
            result = app(args=arguments, prog_name=program, standalone_mode=False)
        except typer.Abort as error:
            raise KeyboardInterrupt from error
        except typer.TyperException as error:
            if getattr(error, "exit_code", 1) != Exit.USAGE:
                raise
            raise UsageError(_sentence(error), f"{program} --help shows what there is") from error
        return result if isinstance(result, int) else Exit.OK

    return call


def _sentence(error: Exception) -> str:
    format_message = getattr(error, "format_message", None)
    message = format_message() if format_message else str(error)
    return message.rstrip(".") or "no command"


def _show(program: str, error: AskError, *, as_json: bool) -> None:
    if as_json:
        from rag.render.json import dumps, error_to_dict

        print(dumps(error_to_dict(error)))  # noqa: T201
        return
    from rag.render.console import err
    from rag.render.error import print_error

    print_error(err(), program, error)


def _tolerate_odd_terminals(*streams: TextIO) -> None:
    """A terminal that cannot show a character gets an escape, not a traceback."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
