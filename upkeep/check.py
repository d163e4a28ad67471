"""Find sites that no longer give what they gave: compare recent articles with the past, and with the site's module."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlite_utils import Database

from cundang.model.expect import UNKNOWN, Expect
from cundang.model.publisher import Publisher, Publishers
from pipelines.extract.profiled import FIELDS as FIELDS_OF_LAYOUTS
from pipelines.learn import AGREES
from upkeep.expectations import Stored, judge
from upkeep.refusals import find_refusals, select_recently_tried

FIELDS = ("published_at", "source_name", "author", "editor")
_LEAST_RECENT = 5  # articles; of fewer nothing is said
_LEAST_PAST = 20
_DROP = 0.3  # of a share; 0.3 of five articles are two, which happens, but not on top of twenty
_SHORTER = 0.4  # of the past's median length
_FEWER = 0.2  # of the usual number of new articles
_PLACED = ("title", "published")  # the fields that each layout should find by its own selectors
_ELSEWHERE = 0.5  # share of a layout's recent articles with such a field from elsewhere
_PROMISED = 0.5  # share of recent articles that a site's layouts must read, where the module has any
_ARTICLES = """
    SELECT a.site, a.url, coalesce(r.fetched_at, r.imported_at) AS fetched_at, r.extractor,
           length(r.text) AS characters, r.title, a.published_at, a.source_name, a.author, a.editor,
           r.found ->> '$.title[1]' AS title_from, r.found ->> '$.published[1]' AS published_from
    FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = 1
    ORDER BY fetched_at, a.id
"""
_RUNS = "SELECT site, started_at FROM runs WHERE command = 'crawl' AND site IS NOT NULL ORDER BY id"


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is wrong with a site, since when (of the first article that shows it), and two pages that show it."""

    site: str
    what: str
    since: str
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = f"; look at {' and '.join(self.examples)}" if self.examples else ""
        return f"{self.site}: {self.what}, since {self.since}{shown}"


@dataclass(frozen=True, slots=True)
class Sample:
    """An article as it was first stored."""

    url: str
    fetched_at: str
    extractor: str
    characters: int
    values: dict[str, str | None]
    places: dict[str, str | None]  # where on the page the title and the time were found


def check(
    db: Database, publishers: Publishers, days: int = 7, promises: Mapping[str, Expect] | None = None
) -> list[Alarm]:
    """Find what is wrong with each site. Recent articles are those of the last `days` before the site's last run.

    So a site that is crawled monthly is judged too. The other articles are the past. `promises` are by site; of a site
    without any only its pace is judged, by what the archive learned. Without `promises` neither is.
    """
    by_site: dict[str, list[Sample]] = {}
    for row in db.query(_ARTICLES):
        values, places = {f: row[f] for f in (*FIELDS, "title")}, {f: row[f"{f}_from"] for f in _PLACED}
        seen = Sample(row["url"], row["fetched_at"], row["extractor"], row["characters"], values, places)
        by_site.setdefault(row["site"], []).append(seen)
    runs: dict[str, list[str]] = {}
    for site, started_at in db.execute(_RUNS):
        runs.setdefault(site, []).append(started_at)
    alarms: list[Alarm] = []
    for site in sorted({*by_site, *runs}):
        articles, own_runs = by_site.get(site, []), runs.get(site, [])
        last = max([*(article.fetched_at for article in articles[-1:]), *own_runs])
        start = (datetime.fromisoformat(last) - timedelta(days=days)).isoformat(timespec="seconds")
        past = [a for a in articles if a.fetched_at < start]
        recent = [a for a in articles if a.fetched_at >= start]
        alarms += _compare_with_past(site, past, recent)
        alarms += _compare_with_module(site, publishers, recent)
        alarms += _find_mended(site, publishers, recent)
        recent_runs = [r for r in own_runs if r >= start]
        unmet = find_refusals(select_recently_tried(db.conn, site, start))
        if promises is not None:
            recent_articles = [_make_stored(article) for article in recent]
            until, expect = datetime.fromisoformat(last), promises.get(site, UNKNOWN)
            unmet += judge(db.conn, site, expect, recent_articles, until, is_crawled=bool(recent_runs))
        alarms += [Alarm(site, each.what, each.since, each.examples) for each in unmet]
        if not unmet:
            alarms += _find_decline(site, past, recent, recent_runs, days)
    return alarms + find_disagreements(db)


def _compare_with_past(site: str, past: Sequence[Sample], recent: Sequence[Sample]) -> list[Alarm]:
    if len(past) < _LEAST_PAST or len(recent) < _LEAST_RECENT:
        return []
    alarms = []
    for name in FIELDS:
        before, now = _compute_share(past, name), _compute_share(recent, name)
        if before - now > _DROP:
            lacking = [a for a in recent if not a.values[name]]
            alarms.append(_make_alarm(site, f"{name} is on {now:.0%} of the articles, before on {before:.0%}", lacking))
    before_length, now_length = median(a.characters for a in past), median(a.characters for a in recent)
    if now_length < _SHORTER * before_length:
        short = [a for a in recent if a.characters < _SHORTER * before_length]
        alarms.append(_make_alarm(site, f"texts have {now_length:.0f} characters, before {before_length:.0f}", short))
    generic_before, generic_now = _select_generic(past), _select_generic(recent)
    if len(generic_now) / len(recent) - len(generic_before) / len(past) > _DROP:
        what = f"no layout of its module fits {len(generic_now)} of {len(recent)} articles"
        alarms.append(_make_alarm(site, what, generic_now))
    return alarms


def _compare_with_module(site: str, publishers: Publishers, recent: Sequence[Sample]) -> list[Alarm]:
    known = publishers.of_name(site)
    if known is None or not known.profiles or len(recent) < _LEAST_RECENT:
        return []
    unfitting = _select_generic(recent)
    if len(recent) - len(unfitting) < _PROMISED * len(recent):
        return [
            _make_alarm(
                site, f"its module promises layouts, but {len(unfitting)} of {len(recent)} articles fit none", unfitting
            )
        ]
    return []


def _find_mended(site: str, publishers: Publishers, recent: Sequence[Sample]) -> list[Alarm]:
    """A layout whose title or time is mostly from elsewhere: its selectors find none, or one that the page denies."""
    publisher = publishers.of_name(site) or Publisher(name=site)
    alarms = []
    for profile in publishers.profiles(publisher):
        own = [a for a in recent if a.extractor == profile.name]
        mended = {
            name: [a for a in own if a.places[name] and a.places[name] not in getattr(profile, name)]
            for name in _PLACED
            if getattr(profile, name)
        }
        worst = {name: some for name, some in mended.items() if len(some) > _ELSEWHERE * len(own)}
        if len(own) >= _LEAST_RECENT and worst:
            counts = ", ".join(f"{name} on {len(some)}" for name, some in worst.items())
            what = f"{profile.name} finds not what the page shows ({counts} of {len(own)} articles is from elsewhere)"
            alarms.append(_make_alarm(site, what, max(worst.values(), key=len)))
    return alarms


def _make_stored(article: Sample) -> Stored:
    values = article.values
    return Stored(article.url, article.fetched_at, values["title"] or "", values["published_at"], article.characters)


def _find_decline(
    site: str, past: Sequence[Sample], recent: Sequence[Sample], runs: Sequence[str], days: int
) -> list[Alarm]:
    """A site that is crawled and gives nothing new, or far less than it used to."""
    if not runs or len(past) < _LEAST_PAST:
        return []
    span = datetime.fromisoformat(past[-1].fetched_at) - datetime.fromisoformat(past[0].fetched_at)
    usual = len(past) / max(1.0, span / timedelta(days=days))
    if usual < _LEAST_RECENT or len(recent) >= _FEWER * usual:
        return []
    what = f"{len(recent)} new articles in {len(runs)} runs of the last {days} days, before {usual:.0f} in as many days"
    return [Alarm(site, what, past[-1].fetched_at[:10], tuple(a.url for a in past[-2:]))]


def _compute_share(articles: Sequence[Sample], name: str) -> float:
    return sum(bool(a.values[name]) for a in articles) / len(articles)


def _select_generic(articles: Sequence[Sample]) -> list[Sample]:
    return [a for a in articles if a.extractor.startswith("generic")]


def _make_alarm(site: str, what: str, shown: Sequence[Sample]) -> Alarm:
    return Alarm(site, what, shown[0].fetched_at[:10], tuple(a.url for a in shown[-2:]))


_RATES = """
    SELECT site, profile, count(*) AS pages, sum(agreement < :agrees) AS disagree, min(at) AS since
    FROM comparisons GROUP BY site, profile ORDER BY site, profile
"""
_WORST = "SELECT url FROM comparisons WHERE site = ? AND profile = ? ORDER BY agreement LIMIT 2"
_MOST = 0.1  # of the compared pages of a layout
_LEAST_COMPARED = 10


# Where on the page each field was, by the latest revisions; the third item of a value is how many others were there.
_READ = "FROM articles a JOIN revisions r ON r.id = a.revision_id"
_ARTICLES_READ = (
    f"SELECT a.site, r.extractor, count(*) {_READ} GROUP BY a.site, r.extractor ORDER BY a.site, r.extractor"
)
_FOUND = f"""
    SELECT a.site, r.extractor, f.key, f.value ->> 1, count(*), sum(json_array_length(f.value) > 2)
    {_READ}, json_each(r.found) f GROUP BY 1, 2, 3, 4
"""


def count_disagreements(db: Database) -> list[dict[str, object]]:
    """Count for each layout on how many of the compared pages it and the generic extractor disagree."""
    return list(db.query(_RATES, {"agrees": AGREES}))


def count_selector_misses(db: Database, publishers: Publishers) -> list[dict[str, object]]:
    """Count the articles that a layout's selectors for a field miss.

    `none`: no selector found anything; `several`: a selector found several different values. Fields without either
    are left out.
    """
    found_by: dict[tuple[str, str, str], list[tuple[str, int, int]]] = {}
    for site, profile, name, where, count, several in db.execute(_FOUND):
        found_by.setdefault((site, profile, name), []).append((where, count, several))
    rows: list[dict[str, object]] = []
    for site, extractor, articles in db.execute(_ARTICLES_READ).fetchall():
        publisher = publishers.of_name(site) or Publisher(name=site)
        profile = next((p for p in publishers.profiles(publisher) if p.name == extractor), None)
        for name in FIELDS_OF_LAYOUTS if profile else ():
            selectors = getattr(profile, name)
            found = [row for row in found_by.get((site, extractor, name), []) if row[0] in selectors]
            none, several = articles - sum(row[1] for row in found), sum(row[2] for row in found)
            if selectors and (none or several):
                counts = {"articles": articles, "none": none, "several": several}
                rows.append({"site": site, "profile": extractor, "field": name, **counts})
    return rows


def find_disagreements(db: Database) -> list[Alarm]:
    """Find the layouts that disagree with the generic extractor on too many pages."""
    alarms = []
    for row in db.query(_RATES, {"agrees": AGREES}):
        if row["pages"] >= _LEAST_COMPARED and row["disagree"] > _MOST * row["pages"]:
            examples = tuple(url for (url,) in db.execute(_WORST, (row["site"], row["profile"])))
            what = f"{row['profile']} and the generic extractor disagree on {row['disagree']} of {row['pages']} pages"
            alarms.append(Alarm(row["site"], what, row["since"][:10], examples))
    return alarms
