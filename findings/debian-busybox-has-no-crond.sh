#!/usr/bin/env bash
# Debian 12's busybox 1.35.0-4+deb12u1: the package `busybox` has no crond, and that of `busybox-static` no option -d.
#
# Expected: crond, which is in busybox's own default configuration and in Alpine's, for cron in a container without
# root. Seen: "applet not found"; the static build of the same source has the applet, without the option that logs to
# standard error, since FEATURE_CROND_D is off. Fails if that changes. For amd64; apt fetches both from Debian.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
for package in busybox busybox-static; do
  apt-get download "$package=1:1.35.0-4+deb12u1*" > apt.log 2>&1 || { cat apt.log >&2; exit 1; }
  dpkg-deb -x "$package"_*.deb "$package"
done
plain=$(busybox/bin/busybox crond -d 0 2>&1 || true)
static=$(busybox-static/bin/busybox crond -d 0 2>&1 || true)
echo "busybox: $plain"
echo "busybox-static: $(head -1 <<< "$static")"
grep -qx 'crond: applet not found' <<< "$plain"
grep -qx "crond: invalid option -- 'd'" <<< "$static"
