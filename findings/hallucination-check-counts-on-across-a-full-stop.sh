#!/usr/bin/env bash
# hallucination-check 0.1.0: a sentence that stands word for word in the source is "not supported", with a score of 1.0, where it
# begins with a number in words and the sentence before it ends in one ("… 3 million. Nine people died."): the two are read as
# one number, over a full stop and even over a blank line, so that "Nine" stands nowhere. "… 3 euros." before it, or "9"
# for "Nine", and it is supported. Seen 2026-11-30, Python 3.11.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q "hallucination-check==0.1.0"

said() {  # of a statement and a source: supported or not, the score, and why
  HOME="$work" "$work/venv/bin/python" -I -c '
import sys
import hallucination_check

(claim,) = hallucination_check.check(sys.argv[1], sys.argv[2]).claims
print(claim.supported, round(claim.confidence, 2), claim.reason)' "$1" "$2"
}

euros=$(said 'Nine people died.' 'Repairs cost 3 euros. Nine people died.')
million=$(said 'Nine people died.' 'Repairs cost 3 million. Nine people died.')
paragraph=$(said 'Nine people died.' $'Repairs cost 3 million.\n\nNine people died. The road is shut.')
digit=$(said '9 people died.' 'Repairs cost 3 million. 9 people died.')
printf 'after “3 euros.”: %s\nafter “3 million.”: %s\nthe same in a paragraph of its own: %s\nwith a digit, after “3 million.”: %s\n' \
  "$euros" "$million" "$paragraph" "$digit"
[[ $euros == "True 1.0 "* && $digit == "True 1.0 "* && $million == "False 1.0 these appear nowhere in the sources: Nine" \
  && $paragraph == "$million" ]] || { echo "changed"; exit 1; }
