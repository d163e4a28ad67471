"""In which language a stretch of text is, as its characters tell: for `lang`, by which a browser chooses the voice that
reads it out and the font that draws it.
"""

import re
from typing import Any

from markupsafe import Markup, escape

_HAN = re.compile(r"[\u3400-\u9fff]")
_RUN = re.compile(r"[\u3400-\u9fff][\u3400-\u9fff、。〇〔〕0-9]*")
_ENGLISH = re.compile(r"[A-Za-z]{2}[ ,]{1,2}[A-Za-z]{2}")  # two words beside each other
_WITH_HAN = ("zh", "ja", "ko")  # where Chinese characters are no foreign words


def is_han(text: object) -> bool:
    """Whether a text has a Chinese character."""
    return bool(_HAN.search(str(text)))


def mark_han(text: object, language: object) -> Markup:
    """A text in a language (as in `lang`), in whose markup the Chinese words of another language are told as such."""
    told = escape(text)
    if str(language)[:2] in _WITH_HAN or not is_han(told):
        return told
    return Markup(_RUN.sub(r'<span lang="zh">\g<0></span>', str(told)))  # noqa: S704 - it is escaped


def tell_tongue(text: Any) -> Markup:
    """The attribute `lang` of a value of the archive, with a space before it; nothing where its characters do not tell.

    `text` may be markup, as Datasette makes of a value.
    """
    plain = Markup(text).striptags() if hasattr(text, "__html__") else str(text)  # noqa: S704 - only read
    if is_han(plain):
        return Markup(' lang="zh"')
    return Markup(' lang="en"') if _ENGLISH.search(plain) else Markup("")
