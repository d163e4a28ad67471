"""Text of others on one short line, as logs and messages show it."""


def shorten(text: str, most: int = 400) -> str:
    """Cut a text in its middle to at most so many characters, on one line, with blanks for what cannot be printed.

    Its end stays, where the cause and the next step stand.

    >>> shorten("http://a.cn/bbbbbbbbbbbbbbbbbbbb: timeout\\x1b", 24)
    'http://a.cn/b...timeout'
    """
    if len(text) > most:
        end = most // 3
        text = f"{text[: most - end - len('...')]}...{text[-end:]}"
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
