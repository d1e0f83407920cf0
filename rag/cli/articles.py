"""`rag articles`: what is in the corpus."""

from rag.cli.options import Corpus, Json


def articles(corpus: Corpus = None, json: Json = False) -> None:
    """List the articles: where each lies, its title, who published it and when."""
    from rag.cli.opening import opened, print_json
    from rag.render.console import out
    from rag.render.json import articles_to_list
    from rag.render.library import print_articles

    with opened(corpus) as engine:
        engine.refresh()
        found = engine.articles()
    if json:
        print_json(articles_to_list(found))
    else:
        print_articles(out(), found)
