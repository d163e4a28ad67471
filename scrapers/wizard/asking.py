"""What `archive add` was asked for, checked before anything is fetched: names, patterns, lists, whose the host is."""

import json
import keyword
from datetime import datetime
from urllib.parse import parse_qsl

from cundang.model.errors import UsageError
from cundang.model.publisher import BEIJING, Publisher
from cundang.text.address import canonicalize, encode_address, host_of, is_web
from scrapers.checking import NAME, find_fault_of_pattern
from scrapers.site import Site
from scrapers.sites import publishers
from scrapers.sources import Listing, make_post_address, split_post_address
from scrapers.wizard.list_forms import Form


def check_name(name: str) -> None:
    """Raise UsageError for what cannot be the name of a module."""
    if not NAME.fullmatch(name) or keyword.iskeyword(name):
        raise UsageError(
            f"{name}: a site's name becomes the name of a module; use small letters, digits and _, no word of Python"
        )


def check_pattern(pattern: str) -> None:
    """Raise UsageError for what is no regular expression, or one that can take years."""
    if reason := find_fault_of_pattern(pattern):
        raise UsageError(f"--article {pattern}: {reason}")


def make_lists(url: str, post: str | None) -> dict[str, Form]:
    """The list to try by its address, with what is posted; a day in it is today. Raises UsageError for what is none."""
    source = Listing(name=url, url=url)
    address = encode_address(source.make_address(datetime.now(BEIJING).date()))
    if not is_web(address):
        raise UsageError(f"{url}: not a web address; give one that begins with http:// or https://")
    return {make_post_address(address, *_read_post(post)) if post else address: Form("", source)}


def _read_post(post: str) -> tuple[str, dict[str, object]]:
    """The form and the values of what is posted."""
    try:
        form, values = "json", json.loads(post)
    except (ValueError, RecursionError):
        form, values = "form", dict(parse_qsl(post, keep_blank_values=True))
    if not isinstance(values, dict) or not values:
        raise UsageError(f"--post {post[:80]}: write a JSON object, or fields as in a=1&b=2")
    return form, values


def find_owner(address: str) -> Publisher | None:
    """The site or layout whose module has the host of an address. Raises UsageError for what is no address."""
    address = split_post_address(address)[0]
    if not is_web(address):
        raise UsageError(f"{address}: neither a web address nor a file; give http://... or the path of a page")
    known = publishers()
    return known.of_name(known.of_address(canonicalize(address)).name)


def refuse_owned(address: str, owner: Publisher | None, name: str | None) -> None:
    """Raise UsageError where a module has the host of an article. Below a module's host another site may be named."""
    if owner is None:
        return
    host = host_of(canonicalize(address)).removeprefix("www.")
    if name and host not in owner.hosts:
        return
    below = "" if host in owner.hosts else f", or --name makes {host} a site of its own"
    if isinstance(owner, Site) and owner.sources:
        advice = f"`archive add --list URL` tries a list for it{below}"
        raise UsageError(
            f"{address}: this is a page of {owner.name}, which has a module; {advice}; see `archive sites`"
        )
    advice = f"`archive add --list URL` tries a list, with which it becomes a module in scrapers/sites{below}"
    raise UsageError(f"{address}: this is a page of the layout {owner.name}; {advice}")
