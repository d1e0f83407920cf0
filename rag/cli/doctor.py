"""`rag doctor`: what is installed, reachable, stale."""

from rag.cli.options import Corpus, Json, Judge, Model


def doctor(corpus: Corpus = None, model: Model = None, judge: Judge = None, json: Json = False) -> int:
    """Look at everything an answer rests on, and change nothing. Exits with the code of the first trouble."""
    from rag.cli.opening import folders, print_json
    from rag.doctor import State, examine
    from rag.errors import Exit
    from rag.quiet import stay_below
    from rag.render.console import out
    from rag.render.doctor import checks_to_list, print_checks
    from rag.settings import load_settings

    settings = load_settings(folders(corpus), model=model, judge=judge)
    stay_below(settings.cache)
    checks = examine(settings)
    if json:
        print_json(checks_to_list(checks))
    else:
        print_checks(out(), checks)
    return next((check.code for check in checks if check.state is State.TROUBLE), Exit.OK)
