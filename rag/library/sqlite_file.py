"""What SQLite does not look at: whether a database file is all there."""

import struct
from pathlib import Path

_HEADER = 100
_LARGEST_PAGE = 65_536


def missing_bytes(file: Path) -> int:
    """How many bytes a database file lacks of what its header counts; 0 for one that is whole, new, or none.

    SQLite reads what lies beyond the end as zeros: rows come back with empty values, and without an error. Where a log
    beside it (`-wal`) holds what was not yet written into the file, nothing can be told. The header's numbers are those
    of sqlite.org/fileformat2.html, section 1.3: the size of a page, how many there are, and the two counters that say
    whether that number is kept.

    Raises:
        OSError: it cannot be read.
    """
    log = file.with_name(f"{file.name}-wal")
    if log.exists() and log.stat().st_size:
        return 0
    with file.open("rb") as opened:
        header = opened.read(_HEADER)
    if len(header) < _HEADER:
        return 0
    page, counter, pages, counted_at = struct.unpack(">16xH6xII60xI4x", header)
    if counter != counted_at:
        return 0
    wanted: int = (_LARGEST_PAGE if page == 1 else page) * pages
    return max(0, wanted - file.stat().st_size)
