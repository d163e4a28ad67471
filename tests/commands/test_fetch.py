"""`archive show URL`: one page from a real server, through the crawler, with nothing left behind."""

import json
import re
from pathlib import Path
from urllib.request import urlopen

from tests.helpers.programs import archive
from tests.helpers.servers import demo_site_on


def test_show_fetches_an_address_and_stores_nothing(tmp_path: Path) -> None:
    with demo_site_on() as site:
        front = urlopen(site.address).read().decode()
        url = next(link for link in re.findall(r'href="([^"]+)"', front) if link.endswith("/c.html"))
        done = archive("show", "--json", "--allow-private", url)
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["path"] == shown["article"]["url"] == url
    assert shown["problem"] is None
    assert shown["article"]["characters"] > 100
    assert list(tmp_path.iterdir()) == []


def test_show_of_an_address_that_is_not_there_says_why() -> None:
    with demo_site_on() as site:
        done = archive("show", "--allow-private", f"{site.address}nothing-here.html")
    assert done.returncode == 1
    assert "HTTP 404" in done.stderr
    assert len(done.stderr.splitlines()) == 1
