"""Addresses of files that are no pages (附件): documents, tables, packed files; as publishing systems name them."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

# By the ends of their names. Pictures, films and sounds are not among them: they are shown, not attached.
_ENDINGS = r"\.(?:pdf|docx?|xlsx?|pptx?|ofd|wps|et|dps|ceb|rtf|zip|rar|7z|txt|csv)"
_HAS_ENDING = re.compile(rf"{_ENDINGS}(?![a-z0-9])", re.IGNORECASE)
_NAME = re.compile(rf"[^/\\]{{0,300}}{_ENDINGS}\s*", re.IGNORECASE)
# Addresses that send a file, whose name is in a parameter or only in the text of the link:
# /module/download/downfile.jsp?classid=0&filename=2a.pdf, /attachment/download/8812, /UploadFile/get.ashx?id=3
_SENDS = re.compile(r"down|attach|upload|file|affix|fujian", re.IGNORECASE)
_MOST_PARAMETERS = 100
_CANDIDATE = re.compile(rf"{_HAS_ENDING.pattern}|{_SENDS.pattern}", re.IGNORECASE)


def may_lead_to_file(url: str) -> bool:
    """Whether it is worth while to look at an address and the text of its link: most links are told apart by this."""
    return _CANDIDATE.search(url) is not None


def find_file_name(url: str, text: str = "") -> str:
    """Find the name of the file that an address leads to; empty where it does not say that it leads to one.

    `text` is that of the link: an address that sends files may have the name there alone.

    >>> find_file_name("http://a.cn/P02/%E9%80%9A%E7%9F%A5.doc?v=2"), find_file_name("http://a.cn/a/1.html")
    ('通知.doc', '')
    >>> find_file_name("http://a.cn/module/download/downfile.jsp?classid=0&filename=2a.pdf")
    '2a.pdf'
    >>> find_file_name("http://a.cn/download/8812", "附件1：申请表.xls")
    '附件1：申请表.xls'
    """
    if not _HAS_ENDING.search(url) and not (text and _HAS_ENDING.search(text)):
        return ""
    try:
        parts = urlsplit(url)
        path = unquote(parts.path).partition(";")[0]
        values = parse_qsl(parts.query, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return ""
    name = path.rpartition("/")[2]
    if _NAME.fullmatch(name):
        return name.strip()
    for parameter, value in values:
        name = re.split(r"[/\\]", value)[-1]
        if _NAME.fullmatch(name) and (_SENDS.search(path) or _SENDS.search(parameter) or "name" in parameter.lower()):
            return name.strip()
    return text.strip() if _SENDS.search(path) and _NAME.fullmatch(text) else ""
