"""`rag trust [DIR]`: let what a folder's settings send, load or run count."""

from typing import Annotated

import typer

from rag.errors import UsageError


def trust(
    folder: Annotated[
        str, typer.Argument(metavar="[DIR]", help="Where rag.toml is looked for, upward.", show_default=False)
    ] = ".",
    revoke: Annotated[bool, typer.Option("--revoke", help="Trust it no longer.", show_default=False)] = False,
) -> None:
    """Let the settings of a folder's rag.toml count that send, load or run something: the models that it names.

    They count as long as the file holds what it holds now. Everything else in a rag.toml counts anyway, and all that is
    set by flags, by variables and in your own config.toml.
    """
    import os

    from rag.paths import expanded, is_folder
    from rag.render.console import out
    from rag.render.trust import print_trusted
    from rag.settings import needing_trust
    from rag.trust import TrustStore, config_folder

    place = expanded(folder, "rag trust").absolute()
    if not is_folder(place):
        raise UsageError(f"{folder} is no folder", "name the folder of a rag.toml")
    found = needing_trust(place, os.environ)
    if found is None:
        raise UsageError(f"there is no rag.toml in {place} or above it", "name the folder of one")
    file, settings = found
    store = TrustStore(config_folder(os.environ))
    if revoke:
        was_trusted = store.revoke(file.path)
        print_trusted(out(), file.path, settings, "no longer trusted" if was_trusted else "was not trusted")
        return
    store.trust(file.path, file.content)
    print_trusted(out(), file.path, settings, "trusted")
