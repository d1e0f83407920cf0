"""The executables, and the one place where errors become messages and exit codes."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from rag.errors import AskError, Exit, InterruptError, UsageError
from rag.interrupts import Presses, listening

_TRACEBACK = "--traceback"
_INTERRUPTED = InterruptError("interrupted", "what was finished is kept")


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
    _prepare_streams()
    as_json = "--json" in arguments
    with listening() as presses:
        return _guarded(program, arguments, presses, as_json=as_json, with_traceback=with_traceback)


def _guarded(program: str, arguments: list[str], presses: Presses, *, as_json: bool, with_traceback: bool) -> int:
    try:
        code = _program(program)(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _fail(program, _INTERRUPTED, as_json=as_json, with_traceback=False)
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except Exception as error:
        if presses.any:  # an extension made another error of it
            return _fail(program, _INTERRUPTED, as_json=as_json, with_traceback=False)
        if isinstance(error, AskError):
            return _fail(program, error, as_json=as_json, with_traceback=with_traceback)
        bug = AskError(
            f"unexpected {type(error).__name__}: {error}", f"this is a bug; {_TRACEBACK} shows where it came from"
        )
        bug.__cause__ = error
        return _fail(program, bug, as_json=as_json, with_traceback=with_traceback)
    return code


def _fail(program: str, error: AskError, *, as_json: bool, with_traceback: bool) -> int:
    if with_traceback:
        from rag.render.safe import safe

        sys.stderr.write(safe("".join(traceback.format_exception(error))))  # it quotes what it stumbled on
    _show(program, error, as_json=as_json)
    return error.code


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
        except SystemExit as error:
            if isinstance(error.__context__, BrokenPipeError):  # typer exits with 1 where a write met a closed pipe
                raise BrokenPipeError from error
            raise
        except typer.TyperException as error:
            if getattr(error, "exit_code", 1) != Exit.USAGE:
                raise
            command = getattr(getattr(error, "ctx", None), "command_path", program)
            raise UsageError(_sentence(error), f"{command} --help shows what there is") from error
        if result == Exit.INTERRUPTED:  # typer makes this of Ctrl-C
            raise KeyboardInterrupt
        return result if isinstance(result, int) else Exit.OK

    return call


def _sentence(error: Exception) -> str:
    format_message = getattr(error, "format_message", None)
    message = format_message() if format_message else str(error)
    return message.rstrip(".") or "no command"


def _show(program: str, error: AskError, *, as_json: bool) -> None:
    with suppress(OSError):  # stdout may be what is wrong
        if as_json:
            from rag.render.json import dumps, error_to_dict

            print(dumps(error_to_dict(error)), flush=True)  # noqa: T201
            return
        from rag.render.console import err
        from rag.render.error import print_error

        print_error(err(), program, error)


def _prepare_streams() -> None:
    """A stream that is closed takes nothing; one that cannot show a character gets an escape, not a traceback."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
