#!/bin/sh
# Do what `archive schedule` prints, at its times, as any user: `snooze` waits for the next time of each line.
# Arguments are those of `archive schedule`; without any, [schedule] in archive.toml says what is done.
set -eu
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
trap 'trap "" TERM; kill 0; exit 0' TERM INT  # the waiting and the running ones, too
archive schedule "$@" > "$lines"

# A field of a crontab as snooze has it: `2-23/6` is 2,8,14,20.
list() {
  case $1 in
    [0-9]*-[0-9]*/[0-9]*) step=${1#*/} range=${1%/*}; seq -s , "${range%-*}" "$step" "${range#*-}" ;;
    *) echo "$1" ;;
  esac
}

# Run a command at the times of a line, for ever. A line that fails at once waits, so that it does not spin.
repeat() {
  while :; do
    snooze -M "$1" -H "$2" -d "$3" -m "$4" -w "$5" sh -c "$6" || sleep 60
    sleep 1
  done
}

while read -r minute hour day month weekday command; do
  case $minute in
    '#'* | @*) continue ;;
  esac
  command=$(printf '%s' "$command" | sed 's/\\%/%/g')  # a crontab has % so
  repeat "$(list "$minute")" "$(list "$hour")" "$(list "$day")" "$(list "$month")" "$(list "$weekday")" "$command" &
done < "$lines"
wait
