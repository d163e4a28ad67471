#!/bin/sh
# Install the archive into Debian 12, as root: the Dockerfile runs this, and so does `make proof-container` in a plain
# Debian root. Its folder is one below the sources, which stay where they are; the environment is .venv beside it.
set -eu
cd "$(dirname "$0")/.."
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore

apt-get update -q
# snooze waits for the next time of a line of `archive schedule`; cron daemons want to be root
apt-get install -y -q --no-install-recommends python3 python3-venv ca-certificates snooze

python3 -m venv .venv
.venv/bin/pip install --quiet --no-deps --require-hashes --requirement requirements.lock
# the login by password (docs/private.md), which is an extra: its lines are in the lock of all extras
awk '/^datasette-auth-passwords==/ { on = 1 } on { print } on && !/\\$/ { exit }' \
  requirements-dev.lock > /tmp/private.lock
if [ -s /tmp/private.lock ]; then
  .venv/bin/pip install --quiet --no-deps --require-hashes --requirement /tmp/private.lock
fi
.venv/bin/pip install --quiet --no-deps --no-index --no-build-isolation --editable .
.venv/bin/pip uninstall --quiet --yes pip

# the root of a container is read-only: no bytecode can be written later
.venv/bin/python -m compileall -q .venv \
  archive.py commands cundang datasette_config demo exchange pipelines scrapers upkeep
rm -f /tmp/private.lock

apt-get purge -y -q --auto-remove python3-venv
apt-get clean
rm -rf /var/lib/apt/lists/* /var/cache/debconf/* /var/log/apt /var/log/dpkg.log

mkdir -p /data
chown 10001:10001 /data
