"""The Referer of a request: the page that named its address, as far as a browser would tell it."""

from urllib.parse import urlsplit

from w3lib.url import safe_url_string

from cundang.text.address import is_web


def make_referer(page: str, url: str) -> str | None:
    """Make the Referer of a request for `url` that a page named, by the policy that browsers have by default.

    Within an origin it is the page's address without its fragment, to another origin only the page's origin, and from
    https to http nothing (strict-origin-when-cross-origin, https://www.w3.org/TR/referrer-policy/). None where the
    page has no address: the command line, a site's module.

    >>> make_referer("https://a.cn/list/1.html#top", "https://a.cn/1.html")
    'https://a.cn/list/1.html'
    >>> make_referer("https://a.cn/list/1.html", "https://b.cn/1.html")
    'https://a.cn/'
    """
    if not is_web(page):
        return None
    parts, target = urlsplit(safe_url_string(page)), urlsplit(url)
    if parts.scheme == "https" and target.scheme != "https":
        return None
    host = parts.netloc.rpartition("@")[2]
    if (parts.scheme, host.lower()) != (target.scheme, target.netloc.rpartition("@")[2].lower()):
        return f"{parts.scheme}://{host}/"
    return parts._replace(netloc=host, path=parts.path or "/", fragment="").geturl()
