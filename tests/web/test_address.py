"""The public address of the archive, and what stands below its path."""

import asyncio
import re
from pathlib import Path

import pytest
from datasette.utils import PrefixedUrlString

import datasette_config.plugins
from cundang.model.errors import ArchiveError
from datasette_config import Publication, make_application
from datasette_config.address import PAGES, at_public_address, parse_public_address, strip_prefix

PLUGINS = Path(datasette_config.plugins.__path__[0])


@pytest.mark.parametrize(
    ("said", "scheme", "host", "path"),
    [
        ("https://example.org/archive/", "https", "example.org", "/archive/"),
        ("https://example.org", "https", "example.org", "/"),
        ("https://Example.org:8443//a/b", "https", "example.org:8443", "/a/b/"),
        ("http://127.0.0.1:8001/x", "http", "127.0.0.1:8001", "/x/"),
        ("http://[::1]:8001/", "http", "[::1]:8001", "/"),
        ("http://nas/cundang", "http", "nas", "/cundang/"),
        ("https://example.org/%E4%B8%AD", "https", "example.org", "/%E4%B8%AD/"),
    ],
)
def test_addresses_that_can_be_used(said: str, scheme: str, host: str, path: str) -> None:
    found = parse_public_address(said)
    assert (found.scheme, found.host, found.path) == (scheme, host, path)


@pytest.mark.parametrize(
    "said",
    ["", "example.org", "ftp://example.org/", "https://", "https:///a", "http://example.org/", "https://example.org/?a=1",
     "https://example.org/#a", "https://example.org/?", "https://a:b@example.org/", "https://example.org:99999/",
     "https://exa mple.org/", "https://example.org/a/../b", "http://8.8.8.8/", "https://example.org/%2e%2e/",
     "https://example.org/a%2Fb/", "https://example.org/%zz/", "https://example.org/%00/", 'https://example.org/"/',
     "https://exa\\mple.org/", "https://example.org/a\nb/", "https://example.org/assets/"],
)  # fmt: skip
def test_addresses_that_cannot(said: str) -> None:
    with pytest.raises(ArchiveError, match=re.escape(f"public address {said}")):
        parse_public_address(said)


@pytest.mark.parametrize(
    ("path", "prefix", "stripped"),
    [
        ("/cundang/archive/articles/1", "/cundang/", "/archive/articles/1"),
        ("/archive/articles/1", "/cundang/", "/archive/articles/1"),
        ("/cundang/", "/cundang/", "/"),
        ("/", "/cundang/", "/"),
        ("/archive/", "/archive/", "/"),  # passed on; stripped it is `/`
        ("/archive/archive/search", "/archive/", "/archive/search"),
        ("/archive/search", "/archive/", "/archive/search"),  # stripped
        ("/archive/archive.json", "/archive/", "/archive.json"),
        ("/archive/archive?sql=select+1.5", "/archive/", "/archive?sql=select+1.5"),
        ("/archive/?a=/x", "/archive/", "/?a=/x"),
        ("/archive/feeds/new.atom", "/archive/", "/feeds/new.atom"),
    ],
)
def test_a_path_is_found_whether_the_proxy_strips_or_not(path: str, prefix: str, stripped: str) -> None:
    assert strip_prefix(path, prefix) == stripped


def test_below_a_path_of_encoded_characters_pages_are_found(demo_archive: Path) -> None:
    public = parse_public_address("https://example.org/%E4%B8%AD/")
    pages = make_application(demo_archive, publication=Publication(address=public))
    client = pages.client
    client.app = at_public_address(pages.app(), public)
    for path in ("/%E4%B8%AD/archive/articles/1", "/archive/articles/1"):
        answer = asyncio.run(client.get(PrefixedUrlString(path)))  # as it is
        assert f'href="{public}archive/articles/1"' in answer.text
        assert 'href="/%E4%B8%AD/about"' in answer.text
    assert asyncio.run(client.get(PrefixedUrlString("/%E4%B8%AD/assets/icon.svg"))).headers["etag"]


def test_every_route_begins_with_a_page_that_is_known() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in PLUGINS.glob("*.py"))
    heads = {head.replace("\\", "") for head in re.findall(r'rf?"\^/([a-z\\.-]*)', sources)} - {""}
    assert heads
    assert heads <= set(PAGES)
