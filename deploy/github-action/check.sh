#!/usr/bin/env bash
# What action.yml runs. Ends with the exit code of outlive check, after the SARIF report is written.
set -euo pipefail

tools="$RUNNER_TEMP/outlive"
npm install --ignore-scripts --no-audit --no-fund --loglevel=error --prefix "$tools" "outlive@$OUTLIVE_VERSION"

paths=()
while IFS= read -r path; do
  [ -z "$path" ] || paths+=("$path")
done <<< "$OUTLIVE_PATHS"
options=(--fail-on "$OUTLIVE_FAIL_ON")
[ -z "$OUTLIVE_CONFIG" ] || options+=(--config "$OUTLIVE_CONFIG")

outlive() { "$tools/node_modules/.bin/outlive" "$@"; }

# Its exit code and its notes come again below.
outlive check --quiet --output sarif "${options[@]}" -- "${paths[@]}" > "$OUTLIVE_SARIF" 2> /dev/null || true
echo "sarif-file=$OUTLIVE_SARIF" >> "$GITHUB_OUTPUT"
outlive check --output "$OUTLIVE_FORMAT" "${options[@]}" -- "${paths[@]}"
