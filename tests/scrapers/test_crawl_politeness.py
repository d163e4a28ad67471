"""Politeness, as the servers of all families see it: from their logs, each request, whatever it is for."""

from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise

import pytest

from cundang.raw.warc import SOFTWARE
from tests.helpers.crawls import Plan, crawl_sites
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


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Visit]:
    """A crawl of all families at once, each of its own server, whose robots.txt forbids the family's last article."""
    folder, found = tmp_path_factory.mktemp("polite"), {}
    with ExitStack() as servers:
        plans = []
        for number, each in enumerate(IMITATIONS):
            server = servers.enter_context(answering({}))
            forbidden = each.notices[-1].path
            slow = number % 2 == 0
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
        name: Visit(*visit, stored=report.counts.get("new", 0))
        for (name, visit), report in zip(found.items(), reports, strict=True)
    }


@pytest.mark.parametrize("family", IMITATIONS, ids=lambda each: each.name)
def test_a_family_is_crawled_politely(family: object, visits: dict[str, Visit]) -> None:
    visit = visits[family.name]  # type: ignore[attr-defined]
    server = visit.server
    began = [at for at, _, _ in server.asked]
    assert len(began) > visit.stored >= len(family.notices) - 1  # type: ignore[attr-defined]
    gaps = [after - before for before, after in pairwise(began)]
    assert min(gaps) >= visit.delay - LATE, gaps
    served = sorted(server.served)
    assert len(served) == len(began)
    assert all(end <= start for (_, end), (start, _) in pairwise(served)), "two requests at once"
    assert server.paths()[0] == "/robots.txt"
    assert server.paths().count("/robots.txt") == 1
    assert visit.forbidden not in server.paths()
    assert {headers["User-Agent"] for _, _, headers in server.asked} == {f"{SOFTWARE} (+{CONTACT})"}
