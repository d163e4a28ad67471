"""What the class and id names of elements hint at, as bits: web designers everywhere use the same English words."""

import re

# A pattern for each kind of thing. The order is part of the trained model: add at the end, and train again.
HINTS: dict[str, str] = {
    "comment": r"comment|disqus|respond|reply|replies|pinglun|discuss",
    "share": r"shar(?:e|ing)|social|facebook|twitter|whatsapp|weibo|wechat|bdsharebuttonbox|addtoany|follow",
    "related": (
        r"relat|recommend|also|more|suggest|trending|popular|latest|hot|readnext|next|tuijian|outbrain|taboola|mostread"
    ),
    "nav": r"nav|menu|crumb|skip|toolbar|topbar|channel|location",
    "footer": r"foot|copyright|legal|colophon|bottom",
    "side": r"side|aside|widget|rail|right|column|^col$",
    "ad": r"^ads?$|advert|promo|sponsor|banner|dfp|marketing|commercial|guanggao",
    "picture": r"caption|figure|image|img|photo|picture|gallery|slide|swiper|carousel|credit",
    "byline": r"author|byline|writer|bio|contributor|profile|editor|zebian|signature",
    "time": r"date|time|publish|posted|meta|info|source",
    "tags": r"tag|keyword|categor|topic|label",
    "subscribe": r"subscri|newsletter|signup|register|donat|paywall|premium|membership|email|mail",
    "login": r"login|cookie|consent|gdpr|modal|popup|overlay|dialog|privacy|account",
    "article": r"article|story|post|entry|hentry|news|blog",
    "content": r"content|body|text|main|detail|zoom|zhengwen|richtext|prose|paragraph|copy|trs_editor",
    "title": r"title|headline|heading|biaoti|kicker|subtitle",
    "teaser": r"teaser|card|item|list|feed|grid|thumb|stream|archive|block|module",
    "hidden": r"hidden|hide|^sr$|print|invisible|collapse",
    "lead": r"lead|lede|summary|intro|excerpt|standfirst|abstract|chapo|dek|desc|zhaiyao",
    "pager": r"pag(?:er|ing|ination|enum|enav)|prev",
    "quote": r"quote|tweet|embed|instagram",
    "player": r"video|player|audio|podcast|media",
    "notice": r"disclaimer|note|notice|correction|warning|statement|shengming",
    "contents": r"toc|outline|index",
    "button": r"btn|button|icon|tool|fontsize|print|cta",
    "search": r"search|query|filter|lang",
    "box": r"box|inset|factbox|infobox|callout|highlight|panel|accordion|faq",
    "header": r"header|masthead|hero|head|top",
}
_PATTERN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in HINTS.items()))
BITS = {name: 1 << number for number, name in enumerate(HINTS)}
_WORD = re.compile(r"[a-z]+")
# What one process remembers: the pages of a site share their names, the sites of the world their words.
_bits_of_names: dict[str, int] = {}
_bits_of_words: dict[str, int] = {}
_MOST_REMEMBERED = 50_000


def read_hints(names: str) -> int:
    """Read class and id names: the bits of all kinds of thing that they hint at.

    >>> read_hints("comment-list") == BITS["comment"] | BITS["teaser"]
    True
    """
    bits = _bits_of_names.get(names)
    if bits is None:
        bits = 0
        for word in _WORD.findall(names[:300].lower()):
            remembered = _bits_of_words.get(word)
            bits |= _read_word(word) if remembered is None else remembered
        if len(_bits_of_names) >= _MOST_REMEMBERED:
            _bits_of_names.clear()
        _bits_of_names[names] = bits
    return bits


def _read_word(word: str) -> int:
    bits = 0
    for match in _PATTERN.finditer(word[:40]):
        bits |= BITS[match.lastgroup or ""]
    if len(_bits_of_words) >= _MOST_REMEMBERED:
        _bits_of_words.clear()
    _bits_of_words[word] = bits
    return bits
