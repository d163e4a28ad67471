"""Kinds of pages that a site shows in place of an article. A page of such a kind is refused; its reason begins so."""

VERIFICATION = "verification page"  # a check of visitors, or a notice that this one is blocked
WAITING = "waiting page"  # it says that it loads, and goes on doing so
WALL = "login or pay wall"
MISSING = "page not there"
KINDS = (VERIFICATION, WAITING, WALL, MISSING)
BLOCKING = (VERIFICATION, WAITING)  # what a site answers that lets no crawler in


def kind_of(reason: str) -> str | None:
    """The kind of page that the reason of a refusal is about; None for any other reason.

    >>> kind_of("verification page: 安全验证"), kind_of("no title on the page")
    ('verification page', None)
    """
    kind = reason.partition(":")[0]
    return kind if kind in KINDS else None
