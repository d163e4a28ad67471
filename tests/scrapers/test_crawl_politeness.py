"""Politeness, as the servers of all families see it: from their logs, each request, whatever it is for."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from cundang.raw.warc import SOFTWARE
from tests.helpers.crawls import Plan, crawl_sites
from tests.helpers.families.imitation import Imitation
from tests.helpers.loopback import Server, answering
from tests.scrapers.test_families import IMITATIONS

CONTACT = "https://clerk.example/cundang"
DELAY, CRAWL_DELAY = 0.25, 0.45  # seconds: of the sites' modules, and what every other robots.txt asks for
LATE = 0.1  # seconds by which a busy machine may note a request late, and so the next one too early


@dataclass(frozen=True)
class Visit:
    """What the server of a family saw, and what it forbids; `delay` (seconds) is what it may expect."""

    server: Server
    delay: float
    forbidden: str
    stored: int

    @property
    def gaps(self) -> list[float]:
        """The seconds from each request to the next."""
        return [after - before for (before, _, _), (after, _, _) in pairwise(self.server.asked)]


def visit(families: Sequence[Imitation], folder: Path) -> dict[str, Visit]:
    """Crawl families at once, each of its own server, whose robots.txt forbids the family's last article."""
    found = {}
    with ExitStack() as servers:
        plans = []
        for each in families:
            server = servers.enter_context(answering({}))
            forbidden, slow = each.notices[-1].path, IMITATIONS.index(each) % 2 == 0
            robots = f"User-agent: *\nDisallow: {forbidden}$\n" + (f"Crawl-delay: {CRAWL_DELAY}\n" if slow else "")
            answers = each.answers(server.address.rstrip("/"))
            server.answers.update({**answers, "/robots.txt": (200, {}, robots.encode())})
            settings = {
                "DOWNLOAD_DELAY": DELAY,
                "AUTOTHROTTLE_ENABLED": True,
                "USER_AGENT": f"{SOFTWARE} (+{CONTACT})",
            }
            site = each.make_site(server.address.rstrip("/"))
            plans.append(Plan(site, folder / f"{each.name}.db", each.options, settings))
            found[each.name] = server, CRAWL_DELAY if slow else DELAY, forbidden
        reports = crawl_sites(plans)
    return {
        name: Visit(*seen, stored=report.counts.get("new", 0))
        for (name, seen), report in zip(found.items(), reports, strict=True)
    }


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Visit]:
    return visit(IMITATIONS, tmp_path_factory.mktemp("polite"))


@pytest.mark.parametrize("family", IMITATIONS, ids=lambda each: each.name)
def test_a_family_is_crawled_politely(family: Imitation, visits: dict[str, Visit], tmp_path: Path) -> None:
    seen = visits[family.name]
    server = seen.server
    assert len(server.asked) > seen.stored >= len(family.notices) - 1
    served = sorted(server.served)
    assert len(served) == len(server.asked)
    assert all(end <= start for (_, end), (start, _) in pairwise(served)), "two requests at once"
    assert server.paths()[0] == "/robots.txt"
    assert server.paths().count("/robots.txt") == 1
    assert seen.forbidden not in server.paths()
    assert {headers["User-Agent"] for _, _, headers in server.asked} == {f"{SOFTWARE} (+{CONTACT})"}
    for number in range(2):  # a busy machine is late at random, and a crawl that hurries does so each time
        if min(seen.gaps) >= seen.delay - LATE:
            break
        (tmp_path / str(number)).mkdir()
        seen = visit([family], tmp_path / str(number))[family.name]
    assert min(seen.gaps) >= seen.delay - LATE, seen.gaps
