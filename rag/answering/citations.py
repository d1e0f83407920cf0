"""Makes citations: pointers to exact characters of an article."""

from rag.text.spans import line_of
from rag.types import Citation, StoredArticle


def cite(number: int, stored: StoredArticle, start: int, end: int) -> Citation:
    """The citation `[number]` of `article.text[start:end]`, quoted verbatim."""
    article, metadata = stored.article, stored.article.metadata
    return Citation(
        id=number,
        article=article.path,
        title=metadata.title,
        publisher=metadata.publisher,
        reported_by=metadata.reported_by,
        published=metadata.published,
        url=metadata.url,
        start=start,
        end=end,
        line=line_of(article.text, start),
        page=None,
        quote=article.text[start:end],
        origin=stored.origin,
        file=stored.file,
    )
