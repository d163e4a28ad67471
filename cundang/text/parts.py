"""Tell by addresses whether a page is a further one of an article."""


def find_stem(url: str) -> str:
    """What the addresses of an article's further pages begin with: /c_2.html, /c-2.html and /c/2 are pages of /c.html.

    >>> find_stem("http://a.cn/b/c.html"), find_stem("http://a.cn/b/index.html"), find_stem("http://a.cn/b?c=1.2")
    ('http://a.cn/b/c', 'http://a.cn/b/', 'http://a.cn/b?c=1.2')
    """
    if "?" in url:
        return url
    folder, slash, name = url.rpartition("/")
    stem = name.partition(".")[0]
    return f"{folder}{slash}{'' if stem in ('index', 'default') else stem}"


def names_part(url: str, part: str) -> bool:
    """Whether a further page may be one of an article: the number of another article goes on where this one's ends."""
    stem = find_stem(url)
    return stem.endswith("/") or not part[len(stem) : len(stem) + 1].isalnum()
