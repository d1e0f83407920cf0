#!/usr/bin/env bash
# chromadb 1.5.9 reads its settings, with pydantic-settings and no prefix, from variables and from a `.env` in the working
# folder, already while it is imported: in a folder whose `.env` holds another tool's MIGRATIONS, `import chromadb` raises a
# ValidationError. Another extra key (here DJANGO_DEBUG) is passed over. Seen 2026-11-30 with pydantic-settings 2.16.3.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q "chromadb==1.5.9" "pydantic-settings==2.16.3"
mkdir "$work/project"

imported() {  # what comes of importing chromadb in a folder with this .env
  printf '%s\n' "$@" > "$work/project/.env"
  (cd "$work/project" && "$work/venv/bin/python" -c '
try:
    import chromadb
    print("imported")
except Exception as error:
    print(type(error).__name__, error.errors()[0]["loc"][0])')
}

other=$(imported 'DJANGO_DEBUG=1')
clash=$(imported 'DJANGO_DEBUG=1' 'MIGRATIONS=never')
printf '.env with DJANGO_DEBUG: %s\n.env with MIGRATIONS=never: %s\n' "$other" "$clash"
[[ $other == imported && $clash == "ValidationError migrations" ]] || { echo "changed"; exit 1; }
