"""The keys and the sorting of the index of a WACZ."""

from pathlib import Path

import pytest

import exchange.wacz.cdxj
from exchange.wacz.cdxj import SortedLines, make_key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.news.cn/", "cn,news)/"),
        ("http://news.cn", "cn,news)/"),
        ("https://WWW3.News.cn:443/A/b.HTML", "cn,news)/a/b.html"),
        ("http://wwwx.cn/", "cn,wwwx)/"),
        ("http://a.cn:443/", "cn,a:443)/"),
        ("http://me:secret@a.cn/x#there", "cn,a)/x"),
        ("http://a.cn/a//b/../c/", "cn,a)/a/c"),
        ("http://a.cn/x?", "cn,a)/x"),
        ("http://a.cn/x?b=2&a-b=3&a=1", "cn,a)/x?a=1&a-b=3&b=2"),
        ("http://a.cn/x?PHPSESSID=0123456789abcdef0123456789ABCDEF&a=1", "cn,a)/x?a=1"),
        ("http://a.cn/苇?海=路", "cn,a)/%e8%8b%87?%e6%b5%b7=%e8%b7%af"),
        ("http://a.cn/%E8%8B%87%20x", "cn,a)/%e8%8b%87%20x"),
        ("http://a.cn/%25%32%35%d6", "cn,a)/%25%d6"),
        ("http://中国.cn/", "cn,xn--fiqs8s)/"),
        ("http://127.0.0.1:8000/x", "1,0,0,127:8000)/x"),
        ("file:页 一.html", "file:%e9%a1%b5%20%e4%b8%80.html"),
    ],
)
def test_keys(url: str, key: str) -> None:
    assert make_key(url) == key


def test_many_lines_are_sorted_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange.wacz.cdxj, "_MOST_HELD", 100)
    wanted = [f"{number * 7919 % 1000:03} 苇\n" for number in range(1000)]
    with SortedLines(tmp_path) as lines:
        for line in wanted:
            lines.add(line)
        assert len(lines._sorted) > 50
        assert list(tmp_path.iterdir()) == [], "the files have no names"
        assert list(lines) == sorted(line.encode() for line in wanted)
