#!/usr/bin/env bash
# SQLite 3.54.1 (apsw 3.54.1.0): of a database file that was copied without its last 1,000 bytes, `count(*)` counts every row, and
# reading the rows raises nothing: what stood in the missing bytes comes back as NULL. Only a whole integrity check tells.
# The size in the file's header (bytes 16 to 17 and 28 to 31) is larger than the file, and nobody compares them.
# Seen 2026-11-30, Linux; 3.40.1 as Python 3.11 brings it does the same.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q "apsw==3.54.1.0"
"$work/venv/bin/python" - "$work" <<'PYTHON'
import struct, sys
from pathlib import Path
import apsw

whole, cut = Path(sys.argv[1], "whole.db"), Path(sys.argv[1], "cut.db")
db = apsw.Connection(str(whole))
with db:
    db.execute("CREATE TABLE notes (text TEXT NOT NULL)")
    db.executemany("INSERT INTO notes VALUES (?)", [(f"note {n} " * 5,) for n in range(2000)])
db.close()
cut.write_bytes(whole.read_bytes()[:-1000])

db = apsw.Connection(str(cut))
counted = db.execute("SELECT count(*) FROM notes").fetchone()[0]
values = [row[0] for row in db.execute("SELECT text FROM notes")]
checked = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
header = cut.read_bytes()[:100]
(page,), (pages,) = struct.unpack(">H", header[16:18]), struct.unpack(">I", header[28:32])
lost = sum(value is None for value in values)
print(f"SQLite {apsw.sqlite_lib_version()}: {counted} rows counted, {len(values)} read, {lost} of them NULL in a NOT NULL column")
print(f"the header says {page * pages} bytes, the file has {cut.stat().st_size}; integrity_check: {checked.splitlines()[-1][:60]}")
sys.exit(0 if counted == len(values) == 2000 and lost > 0 and checked != "ok" else print("changed") or 1)
PYTHON
