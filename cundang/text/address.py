"""Addresses in one form, so that one article is not stored twice."""

import re
from datetime import date
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string, url_query_cleaner

# Parameters that newsletters, portals and phones add to an address; they never decide which page it is.
_TRACKING_PARAMETERS = (
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "spm",
    "from",
    "isappinstalled",
    "fbclid",
    "gclid",
)
_BREAKS = re.compile(r"[\t\r\n]")
_NO_ASCII = re.compile(rb"[\x80-\xff]")
# The number of a visit, which servers write into links for browsers without cookies; `;` where it is in the path.
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/?#;&]{0,200}", re.IGNORECASE)
_SESSION_PARAMETERS = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w{0,20}|(?:asp\.net_)?sessionid|session_id|cfid|cftoken|wfr)=.*",
    re.IGNORECASE,
)
# A clock or a random number against caches: seconds or milliseconds since 1970 (from 2001 to 2033), 0.8312...; and the
# number of a session. Alone behind the name of a program they may be that of an article.
_DOUBTFUL = re.compile(
    r"(?:t|_t|_|ts|time|timestamp|rnd|rand|random|nocache)=(?:1\d{9}(?:\d{3})?|0\.\d{5,20})|sid=[0-9a-f]{32}",
    re.IGNORECASE,
)
_SPIDER = re.compile(r"(?:^|&)wfr=[^&]", re.IGNORECASE)  # Baidu adds wfr=spider&for=pc
_PROGRAM = re.compile(r"\.(?:aspx?|php\d?|jsp|do|action|cgi|pl)/?$|/$", re.IGNORECASE)  # does not name an article alone
# As browsers write addresses: https://url.spec.whatwg.org/#percent-encoded-bytes; `%` stays.
_PATH_SIGNS = "!$%&'()*+,-./:;=@[\\]_|~"
_QUERY_SIGNS = "!$%&()*+,-./:;=?@[\\]^_`{|}~"
_BLANKS = "".join(map(chr, range(0x21))) + "\x7f\xa0\u200b\u3000\ufeff"  # around a link; editors write the last four
_LINE_BREAKS = str.maketrans("", "", "\t\n\r")  # browsers take them out of a link, wherever they stand
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30}):", re.IGNORECASE)
# How a browser writes a query by the encoding that a page was decoded by: gb18030 stands for gb2312 and gbk, too.
_QUERY_ENCODINGS = {"gb18030": "gbk", "big5hkscs": "big5"}
_NO_QUERY_ENCODINGS = ("utf-16", "utf-32", "hz", "iso2022")
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f<>\"]")
# 2020-01/31, 2020/0131, 20200131, TRS's t20200131, Hanweb's 2020/1/31: not the beginning of a longer number or a hash
_DAY = re.compile(
    r"/t?((?:19|20)\d\d)(?:[-/_]?(\d\d)[-/_]?(\d\d)(?![0-9A-Za-z])|[-/](\d{1,2})[-/](\d{1,2})(?![0-9A-Za-z]))"
)
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/(\d{14})[a-z_]{0,4}/(.+)", re.DOTALL)


@lru_cache(8192)  # the same address comes when it is discovered, when it is fetched and when it is stored
def canonicalize(url: str) -> str:
    """Take fragment, campaign and session parameters, default port and double slashes off an address, sort its query.

    >>> canonicalize("HTTP://www.News.cn:80//a/c.html?b=2&a=1&utm_source=x#top")
    'http://www.news.cn/a/c.html?a=1&b=2'
    """
    if not is_web(url):
        return url
    parts = urlsplit(canonicalize_url(url_query_cleaner(tidy(url), _TRACKING_PARAMETERS, remove=True)))
    host = parts.netloc.removesuffix(":80" if parts.scheme == "http" else ":443")
    return urlunsplit((parts.scheme, host, re.sub(r"/{2,}", "/", parts.path), parts.query, ""))


def tidy(url: str) -> str:
    """Take off an address what never decides which page it is, and leave the rest as it is written.

    That is how it is asked for: some servers know no other order of the query, and no `?5=` for `?5`. Off go fragment,
    default port, campaigns, sessions, and a time or random number against caches.

    >>> tidy("http://a.cn/c.asp;jsessionid=0A1B?5&spm=a.b&_=1700000000000#top")
    'http://a.cn/c.asp?5'
    """
    if not is_web(url):
        return url
    parts = urlsplit(url)
    path = _SESSION.sub("", parts.path)
    pairs = (_SESSION.sub("", pair) for pair in parts.query.split("&"))
    kept = [pair for pair in pairs if pair.partition("=")[0] not in _TRACKING_PARAMETERS]
    kept = [pair for pair in kept if not _SESSION_PARAMETERS.fullmatch(pair)]
    if _SPIDER.search(parts.query):
        kept = [pair for pair in kept if pair != "for=pc"]
    certain = [pair for pair in kept if not _DOUBTFUL.fullmatch(pair)]
    query = "&".join(certain if certain or not _PROGRAM.search(path) else kept)
    host = parts.netloc.lower().removesuffix(":80" if parts.scheme == "http" else ":443")
    return urlunsplit((parts.scheme, host, path, query, ""))


def is_web(url: str) -> bool:
    """Whether an address is one of the web: http or https, a host, a valid port, no white space or lone surrogate."""
    if _NOT_IN_ADDRESS.search(url):
        return False
    try:
        url.encode()
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def path_of(url: str) -> str:
    """The path of an address; empty where it has none, or is none.

    >>> path_of("http://a.cn/b/c.html?d"), path_of("http://[a/b")
    ('/b/c.html', '')
    """
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def find_day(url: str) -> str | None:
    """The first day of the calendar in the path of an address, as ISO 8601; None where it has none.

    >>> find_day("http://www.xiongan.gov.cn/2020-01/31/c_1210457253.htm"), find_day("http://a.cn/a/20199988.html")
    ('2020-01-31', None)
    >>> find_day("http://a.cn/202001/t20200131_45.html"), find_day("http://a.cn/art/2020/1/31/art_45_1.html")
    ('2020-01-31', '2020-01-31')
    """
    for found in _DAY.finditer(path_of(url)):
        try:
            return date(*(int(part) for part in found.groups() if part)).isoformat()
        except ValueError:
            continue
    return None


def join(base: str, reference: str) -> str:
    """Resolve a reference on a page to an address; the reference itself where that fails.

    >>> join("http://a.cn/b/", "c.html"), join("http://a.cn/", "http://[c")
    ('http://a.cn/b/c.html', 'http://[c')
    """
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def follow(base: str, reference: str, encoding: str = "utf-8") -> str:
    """Resolve the reference of a link as a browser does, and write the address as it asks for it.

    Blanks around it go, line breaks within it too, a backslash is a slash, all other signs that no address has become
    percent escapes: in the path of UTF-8, in the query of `encoding`, which is that of the page. What leads to no
    address of the web (`javascript:`) comes back as it is.

    >>> follow("http://a.cn/b/", " \\\\c d.asp?栏目=1 ", "gb18030")
    'http://a.cn/c%20d.asp?%C0%B8%C4%BF=1'
    """
    reference = reference.strip(_BLANKS).translate(_LINE_BREAKS)
    scheme = _SCHEME.match(reference)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return reference
    head, mark, fragment = reference.partition("#")
    path, question, query = head.partition("?")
    path = re.sub(r"^(https?:)?/{3,}", r"\1//", path.replace("\\", "/"), flags=re.IGNORECASE)
    address = join(base, f"{path}{question}{query}")
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if not parts.netloc:
        return address
    path = quote(parts.path, safe=_PATH_SIGNS, errors="replace")
    address = urlunsplit((parts.scheme, parts.netloc, path, _encode_query(parts.query, encoding), ""))
    return f"{address}{mark}{quote(fragment, safe=_QUERY_SIGNS, errors='replace')}"


def _encode_query(query: str, encoding: str) -> str:
    if query.isascii():
        return quote(query, safe=_QUERY_SIGNS)
    name = "utf-8" if encoding.startswith(_NO_QUERY_ENCODINGS) else _QUERY_ENCODINGS.get(encoding, encoding)
    return "".join(quote(_encode_sign(sign, name), safe=_QUERY_SIGNS.encode()) for sign in query)


def _encode_sign(sign: str, encoding: str) -> bytes:
    """A sign that the encoding does not have is written as its number: &#21345;"""
    try:
        return sign.encode(encoding)
    except UnicodeEncodeError:
        return f"%26%23{ord(sign)}%3B".encode()


def encode_address(url: str) -> str:
    """Encode an address as a browser asks for it: blanks and ideographs in bytes, no fragment; empty where it is none.

    >>> encode_address("http://a.cn/附件 1.doc#top")
    'http://a.cn/%E9%99%84%E4%BB%B6%201.doc'
    """
    try:
        return safe_url_string(url.partition("#")[0])
    except ValueError:
        return ""


def find_target(url: str, location: str) -> str:
    """Find where a redirect leads: the value of Location, with a character for each byte, as browsers read it.

    Bytes that are no ASCII are escaped as they are, in whatever charset (the URL Standard; Chromium's
    HttpResponseHeaders::IsRedirect); so are blanks; a backslash before the query is a slash.

    >>> find_target("http://a.cn/b/", "渡.html".encode().decode("latin-1")), find_target("http://a.cn/b/", "/c d#e")
    ('http://a.cn/b/%E6%B8%A1.html', 'http://a.cn/c%20d')
    >>> find_target("http://a.cn/b/", "渡.html".encode("gbk").decode("latin-1"))
    'http://a.cn/b/%B6%C9.html'
    """
    raw = _BREAKS.sub("", location).encode("latin-1", "replace").strip()
    try:
        reference = raw.decode()
    except UnicodeDecodeError:
        reference = _NO_ASCII.sub(lambda byte: b"%%%02X" % ord(byte[0]), raw).decode("ascii")
    path, mark, query = reference.partition("?")
    target = join(url, path.replace("\\", "/") + mark + query)
    return encode_address(target) or target


def host_of(url: str) -> str:
    """The host of an address, in lower case; empty where it has none, or is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def plain_host(host: str) -> str:
    """A host as addresses have it: in lower case, in ASCII; as it is where that cannot be.

    >>> plain_host("新茶.中国"), plain_host("WWW.Paper.cn")
    ('xn--efv207d.xn--fiqs8s', 'www.paper.cn')
    """
    try:
        return host.lower().encode("idna").decode() if not host.isascii() else host.lower()
    except UnicodeError:
        return host


def unwrap_wayback(url: str) -> tuple[str, str | None]:
    """Unwrap an address of the Wayback Machine: the address archived there, and its time (14 digits, UTC).

    Any other address comes back as it is, with no time.
    """
    archived = _WAYBACK.fullmatch(url)
    return (archived[2], archived[1]) if archived else (url, None)
