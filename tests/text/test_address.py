"""Addresses in one form: what is no part of them goes, all else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cundang.text.address import canonicalize, is_web, unwrap_wayback

PAGE = "http://www.xiongan.gov.cn/2020-01/31/c_1210457253.htm"


@pytest.mark.parametrize(
    ("url", "one"),
    [
        (PAGE, PAGE),
        ("HTTP://WWW.XiongAn.gov.cn/2020-01/31/c_1210457253.htm#comments", PAGE),
        ("http://www.xiongan.gov.cn:80//2020-01///31/c_1210457253.htm", PAGE),
        (f"{PAGE}?from=timeline&isappinstalled=0&utm_source=x&spm=a.b", PAGE),
        ("https://news.cn:443/c.html", "https://news.cn/c.html"),
        ("https://news.cn:80/c.html", "https://news.cn:80/c.html"),
        ("http://news.cn:443/c.html", "http://news.cn:443/c.html"),
        ("http://news.cn:8080/c.html", "http://news.cn:8080/c.html"),
        ("http://news.cn", "http://news.cn/"),
        ("http://news.cn/a?b=2&a=1", "http://news.cn/a?a=1&b=2"),
        ("http://news.cn/A/B.html?Id=Xy", "http://news.cn/A/B.html?Id=Xy"),
        ("http://news.cn/新区.html", "http://news.cn/%E6%96%B0%E5%8C%BA.html"),
        ("http://news.cn/a?u=http://b.cn//c", "http://news.cn/a?u=http%3A%2F%2Fb.cn%2F%2Fc"),
        ("file:site//a%20b.html", "file:site//a%20b.html"),
        ("not an address", "not an address"),
    ],
)
def test_one_form(url: str, one: str) -> None:
    assert canonicalize(url) == one


@given(
    st.builds(
        "http://h.example{}/{}{}{}".format,
        st.sampled_from(["", ":80", ":81"]),
        st.text(alphabet="ab/.-%新", max_size=12),
        st.sampled_from(["", "?b=1&a=2", "?utm_source=x", "?a=%20"]),
        st.sampled_from(["", "#x"]),
    )
)
def test_the_one_form_is_its_own(url: str) -> None:
    assert canonicalize(canonicalize(url)) == canonicalize(url)


@pytest.mark.parametrize("url", [PAGE, "https://a.cn/", "http://[::1]:8080/x", "http://a.cn:65535/"])
def test_an_address_of_the_web(url: str) -> None:
    assert is_web(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "file:a.html", "ftp://a.cn/", "javascript:void(0)", "http://", "http:///a", "//a.cn/", "a.cn/b", "http://a.cn/a b",
        "http://a.cn/\n", "http://a.cn/<script>", "http://[::1/", "http://a.cn:0/", "http://a.cn:99999/", "http://a.cn/\ud800",
    ],
)  # fmt: skip
def test_no_address_of_the_web(url: str) -> None:
    assert not is_web(url)


@pytest.mark.parametrize("mode", ["", "id_", "if_", "js_"])
def test_an_address_of_the_wayback_machine_is_unwrapped(mode: str) -> None:
    assert unwrap_wayback(f"https://web.archive.org/web/20120611024252{mode}/{PAGE}?a=1") == (
        f"{PAGE}?a=1",
        "20120611024252",
    )


@pytest.mark.parametrize(
    "url", [PAGE, "https://web.archive.org/web/2012*/http://a.cn/", "https://web.archive.org/about/"]
)
def test_any_other_address_stays(url: str) -> None:
    assert unwrap_wayback(url) == (url, None)
