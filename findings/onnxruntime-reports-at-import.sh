#!/usr/bin/env bash
# onnxruntime 1.32.0 (Linux wheel): `import onnxruntime` alone, with no session made, writes a device id and a database of usage
# events below the home folder. `disable_telemetry_events()` right after the import does not keep them away; the variable
# ORT_DISABLE_TELEMETRY before it does, and so does CI=true, so that no CI sees them. Seen 2026-11-30, Python 3.11, x86-64.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q "onnxruntime==1.32.0" "numpy==2.4.6"

left_by() {  # what a home folder holds after these statements, with these variables
  local statements=$1; shift
  rm -rf "$work/home"; mkdir "$work/home"
  env -i PATH="$PATH" HOME="$work/home" "$@" "$work/venv/bin/python" -c "$statements"
  find "$work/home" -type f -printf '%f\n' | sort | tr '\n' ' '
}

at_import=$(left_by 'import onnxruntime')
called=$(left_by 'import onnxruntime; onnxruntime.disable_telemetry_events()')
variable=$(left_by 'import onnxruntime' ORT_DISABLE_TELEMETRY=1)
in_ci=$(left_by 'import onnxruntime' CI=true)
printf 'import alone: %s\nimport, then disable_telemetry_events(): %s\nORT_DISABLE_TELEMETRY=1: %s\nCI=true: %s\n' \
  "${at_import:-nothing}" "${called:-nothing}" "${variable:-nothing}" "${in_ci:-nothing}"
[[ $at_import == *deviceid* && $called == *deviceid* && -z $variable && -z $in_ci ]] || { echo "changed"; exit 1; }
