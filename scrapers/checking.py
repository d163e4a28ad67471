"""Check what the module of a site or layout declares, so that a mistake is told where it stands, before it is used."""

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NoReturn
from urllib.parse import urlsplit

from cundang.model.profile import STATE, Profile
from cundang.model.publisher import Publisher
from cundang.text.address import host_of, is_web, plain_host
from cundang.text.selectors import to_xpath
from scrapers.backtracking import may_explode
from scrapers.faults import FaultError
from scrapers.field_types import find_wrong_type, show
from scrapers.site import TLS_ALLOWANCES, Site
from scrapers.sources import EVIDENCE, FIELD, PAGE_FIELD, JsonList, Listing, Numbered, Source

NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.){0,9}[a-z0-9_-]{1,63}")
_PORT = re.compile(r":(\d{1,5})$")
_COUNTRY, _LANGUAGE = re.compile(r"[A-Z]{2}"), re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_PATHS = ("rows", "link", "day", "cursor")  # fields of a source that are JMESPath
_PLAIN_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)  # needs no parser
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_SOME_DAY = date(2024, 1, 31)
_SHARES = ("title", "date", "text")


@dataclass(frozen=True, slots=True)
class _Declared:
    """A declaration that is looked at, and how a message calls it."""

    what: Any
    label: str = ""

    def fail(self, field: str, text: str) -> NoReturn:
        raise FaultError(f"{self.label}{text}", type(self.what).__name__, getattr(self.what, "name", None), field)

    def reject(self, field: str, advice: str, value: Any = None) -> NoReturn:
        """Refuse the value of a field, or one of its values."""
        shown = show(getattr(self.what, field) if value is None else value)
        self.fail(field, f"{field} is {shown}; {advice}")

    def check_types(self) -> None:
        if wrong := find_wrong_type(self.what):
            self.fail(*wrong)

    def check_text(self, field: str, most: int = 200) -> None:
        value = getattr(self.what, field)
        if not value.strip() or not value.isprintable() or len(value) > most:
            self.reject(field, f"write one line of 1 to {most} characters")

    def check_names(self, field: str) -> None:
        """Refuse two profiles, or two sources, of one name."""
        names = Counter(one.name for one in getattr(self.what, field))
        if twice := [name for name in names if names[name] > 1]:
            self.fail(field, f"{field} has two of the name {show(twice[0])}; give each a name of its own")

    def check_pattern(self, field: str, group: str = "") -> None:
        if not (pattern := getattr(self.what, field)):
            return
        if reason := find_fault_of_pattern(pattern):
            self.reject(field, reason)
        if group and group not in re.compile(pattern).groupindex:
            self.reject(field, f"write a group (?P<{group}>...) in it")


def check(declared: Publisher) -> None:
    """Check a site or a layout, with its profiles and sources. Raises FaultError for the first thing that is wrong."""
    own = _Declared(declared)
    own.check_types()
    if declared.publisher is not None:
        own.check_text("publisher")
    if declared.homepage is not None and not is_web(declared.homepage):
        own.reject("homepage", "write its address with http:// or https://")
    if declared.country is not None and not _COUNTRY.fullmatch(declared.country):
        own.reject("country", 'write the two letters of ISO 3166, as "CN"')
    if declared.language is not None and not _LANGUAGE.fullmatch(declared.language):
        own.reject("language", 'write the code of BCP 47, as "zh" or "zh-TW"')
    is_private = isinstance(declared, Site) and declared.loopback
    for host in declared.hosts:
        if advice := _find_fault_of_host(host, is_private):
            own.reject("hosts", advice, host)
    own.check_pattern("article")
    if declared.tracked_address:
        _check_tracked_address(own)
    for profile in declared.profiles:
        _Declared(profile, f"profile {profile.name}: ").check_types()
        _check_profile(profile)
    own.check_names("profiles")
    if isinstance(declared, Site):
        _check_site(declared, own)


def _check_site(site: Site, own: _Declared) -> None:
    if not site.hosts:
        own.reject("hosts", f'write hosts=("{host_of(site.homepage or "") or "x.cn"}",)')
    if not site.article:
        own.reject("article", "write a pattern that the addresses of its articles match")
    if site.example and not site.names_article(site.example):
        own.reject("example", "write the address of an article, which `article` matches, or correct that")
    if site.delay < 0:
        own.reject("delay", "write seconds, 0 or more")
    if site.hours is not None and not all(0 <= hour <= 24 for hour in site.hours):
        own.reject("hours", "write two hours of the day, as (22, 6)")
    _check_tls(site, own)
    for host in site.list_hosts:
        if advice := _find_fault_of_host(host, site.loopback):
            own.reject("list_hosts", advice, host)
    expect = _Declared(site.expect, "expect: ")
    expect.check_types()
    for field in _SHARES:
        if not 0 <= getattr(site.expect, field) <= 1:
            expect.reject(field, "write a share from 0 to 1")
    if (site.expect.articles_a_week or 0) < 0:
        expect.reject("articles_a_week", "write how many are new in a week, or leave it out")
    if site.expect.silence <= 0:
        expect.reject("silence", "write how many times the usual gap is too long, as 3")
    for source in site.sources:
        _check_source(source, site)
    own.check_names("sources")


def _check_tls(site: Site, own: _Declared) -> None:
    if not site.tls and not site.tls_reason:
        return
    own.check_text("tls")
    if unknown := set(site.tls.split()) - {*TLS_ALLOWANCES}:
        own.reject("tls", f"write {', '.join(map(show, TLS_ALLOWANCES))}, several with a blank between", min(unknown))
    own.check_text("tls_reason", 300)


def _check_source(source: Source, site: Site) -> None:
    own = _Declared(source, f"source {source.name}: ")
    own.check_types()
    own.check_text("name", 60)
    address = source.make_address(_SOME_DAY).partition("#")[0]  # behind it is what is posted
    if not is_web(address):
        own.reject("url", "write the address of the list, with http:// or https:// and its host")
    if set("{}") & set(address):
        own.reject("url", "write the day in it as {day:%Y%m/%d}")
    host = plain_host(host_of(address))
    allowed = (*site.hosts, *site.list_hosts)
    if not site.loopback and not any(_is_below(host, urlsplit(address).port, one) for one in allowed):
        own.reject("url", f"its host is none of the site's; correct it, or write list_hosts=({show(host)},)")
    if source.evidence and not EVIDENCE.fullmatch(source.evidence):
        own.reject("evidence", 'write it as "B 2024, 1 program: its name" or "seen 2026-11-28"')
    if source.first is not None and not _is_day(source.first):
        own.reject("first", "write a day, as 2015-01-31")
    if source.is_by_day and source.find_day(source.make_address(_SOME_DAY)) is None:
        own.reject("url", "its day has only %Y or %y, with %m where it has %d; write it as {day:%Y%m/%d}")
    if isinstance(source, Listing):
        own.check_pattern("parts")
    if isinstance(source, Numbered):
        _check_numbers(source, own)
    if isinstance(source, JsonList):
        _check_json_list(source, own)
    for field in _PATHS:
        if (path := getattr(source, field, "")) and (reason := _find_fault_of_path(path)):
            own.reject(field, reason)


def _check_json_list(source: JsonList, own: _Declared) -> None:
    if source.json is not None and source.form is not None:
        own.reject("form", "only one of json and form can be posted; leave the other out")
    if source.cursor and not source.page_parameter:
        own.reject("cursor", "write page_parameter, the name of what takes it for the next page")
    if not source.rows and (field := next((f for f in ("link", "article", "day") if getattr(source, f)), "")):
        own.reject(field, "write rows, too, the path of the list whose rows have it")
    if not source.article:
        return
    paths = FIELD.findall(source.article)
    if not paths:
        own.reject("article", "write the path of a value of a row in it, as in https://x.cn/a/{id}")
    for reason in filter(None, map(_find_fault_of_path, paths)):
        own.reject("article", reason)


def _is_day(text: str) -> bool:
    with suppress(ValueError):
        return _DAY.fullmatch(text) is not None and date.fromisoformat(text) is not None
    return False


def _check_numbers(source: Numbered, own: _Declared) -> None:
    if source.next and not PAGE_FIELD.search(source.next):
        own.reject("next", "write {page} where the number of the page stands")
    if "//" in source.next:
        own.reject("next", "write the address of the page beside the list, without a host")
    if source.next and source.page_parameter:
        own.reject("next", "take it or page_parameter out: a list has its number in one place")
    if source.step < 1:
        own.reject("step", "write by how much the number of a page grows, 1 or more")


@cache
def _check_profile(profile: Profile) -> None:
    """Check a profile; once, however many sites share it (a FaultError is raised each time)."""
    own = _Declared(profile, f"profile {profile.name}: ")
    own.check_text("name", 60)
    for field in ("title", "body"):
        if not getattr(profile, field):
            own.reject(field, f'write {field}=("...",), with the selector of its element')
    for field in Profile.__slots__:
        value = getattr(profile, field)
        selectors = value if isinstance(value, tuple) else (value,) if field == "mark" else ()
        for css in selectors:
            if css.startswith(STATE):
                if not css.removeprefix(STATE).strip():
                    own.reject(field, f'it names no state; write "{STATE}NAME PATH"', css)
                if reason := _find_fault_of_path(css.removeprefix(STATE).strip().partition(" ")[2].strip()):
                    own.reject(field, reason, css)
            elif reason := _find_fault_of_selector(css):
                own.reject(field, f"it is no CSS selector ({reason}); correct it", css)
    own.check_pattern("address", "content_id")


def _check_tracked_address(own: _Declared) -> None:
    try:
        own.what.tracked_address.format(year="2024", month="01", day="31", content_id="1")
    except (KeyError, IndexError, ValueError):
        own.reject("tracked_address", "write only {year}, {month}, {day} and {content_id} in curly brackets")


@cache
def _find_fault_of_selector(css: str) -> str:
    try:
        to_xpath(css)
    except ValueError as error:
        return str(error)
    return ""


@cache
def find_fault_of_pattern(pattern: str) -> str:
    """What is wrong with a regular expression; empty where nothing is."""
    try:
        re.compile(pattern)
        if may_explode(pattern):
            return "a repeat stands within a repeat with nothing between, which can take years; write one repeat"
    except (re.error, RecursionError, OverflowError) as error:
        return f"it is no regular expression ({error}); correct it"
    return ""


def _find_fault_of_path(path: str) -> str:
    if not path or _PLAIN_PATH.fullmatch(path):
        return ""
    import jmespath.exceptions  # noqa: PLC0415 - 20 ms, which most modules do not need

    try:
        jmespath.compile(path)
    except jmespath.exceptions.JMESPathError as error:
        reason = " ".join(str(error).split())[:100]
        return f"it is no JMESPath ({reason}); correct it by https://jmespath.org"
    return ""


def _find_fault_of_host(host: str, is_private: bool) -> str:
    """What to write instead of a host, or nothing."""
    if "/" in host or ":/" in host:
        bare = host_of(host if "//" in host else f"//{host}")
        return f"write the name of the host alone: {show(bare)}"
    name = _PORT.sub("", host)
    if not _HOST.fullmatch(plain := plain_host(name)):
        return "write the name of a host, as www.x.cn"
    if plain != name:
        return f"write {show(plain)}, as addresses have it"
    if name != host and not is_private:
        return f"write {show(name)}: only a site with loopback=True names a port"
    return ""


def _is_below(host: str, port: int | None, other: str) -> bool:
    """Whether a host is another or below it; where the other names a port, with this port."""
    named = _PORT.search(other)
    name = _PORT.sub("", other)
    return (host == name or host.endswith(f".{name}")) and (named is None or int(named[1]) == port)
