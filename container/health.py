"""Whether `archive serve` in this container answers: exit code 0; a login counts as an answer."""

import sys
import urllib.error
import urllib.request

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8001/"

try:
    with urllib.request.urlopen(ADDRESS, timeout=20) as answer:  # noqa: S310 - ours
        status = answer.status
except urllib.error.HTTPError as error:
    status = error.code
except OSError as error:
    sys.exit(f"{ADDRESS}: no answer ({error})")
if status not in (200, 401):
    sys.exit(f"{ADDRESS}: HTTP {status}")
