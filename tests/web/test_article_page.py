"""The page of an article: its head, its pictures, its versions, the words of a query in it."""

import urllib.error
import urllib.request
from http.client import HTTPResponse
from typing import NamedTuple
from urllib.parse import quote

import pytest


class Answer(NamedTuple):
    """What the server answered. Names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def get(url: str, **headers: str) -> Answer:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        answer: HTTPResponse | urllib.error.HTTPError = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return Answer(answer.status or 0, {k.lower(): v for k, v in answer.headers.items()}, answer.read())


# Addresses


@pytest.mark.parametrize("number", ["9223372036854775808", "99999999999999999999", "0", "-1", "1e0", "%2B1", "１"])
def test_a_number_that_no_article_can_have_is_not_found(web: str, number: str) -> None:
    for page in ("", "/history", "/raw", "/cite.gbt", "/cite.bib"):
        path = f"archive/articles/{quote(number, safe='%')}{page}"
        assert get(web + path).status == 404, path
    assert get(f"{web}archive/clusters/{quote(number, safe='%')}").status == 404


@pytest.mark.parametrize("number", ["9223372036854775808", "99", "0", "x", "-1", "1e0"])
def test_a_version_that_is_not_there_is_not_found(web: str, number: str) -> None:
    for page in ("/raw", "/cite.gbt"):
        assert get(f"{web}archive/articles/1{page}?revision={number}").status == 404, page
