"""CSS backwards: the page of an article in which the selectors of a profile find what they are for."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from typing import Any

from cssselect.parser import (
    Attrib,
    Class,
    CombinedSelector,
    Element,
    Function,
    Hash,
    Negation,
    Pseudo,
    Relation,
    parse,
)  # fmt: skip

from cundang.model.profile import STATE, Profile
from pipelines.extract.tree import parse as parse_page
from pipelines.extract.tree import select
from tests.helpers.families.imitation import TOWN, Notice
from tests.helpers.imitated.expressions import merge, put

SOURCE = f"{TOWN}日报"
CLOCK = "09:30:00"


@dataclass
class _Tag:
    """An element that is being made; `before` are the siblings in front of it."""

    name: str = "div"
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["_Tag | str"] = field(default_factory=list)
    before: list["_Tag"] = field(default_factory=list)

    def write(self) -> str:
        """Its markup. The page has its html, head and body: of these there is only what is in them."""
        inner = "".join(each if isinstance(each, str) else each.write() for each in self.inside)
        front = "".join(each.write() for each in self.before)
        if self.name in ("html", "body", "head"):
            return front + inner
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        closing = "" if self.name == "meta" else f"{inner}</{self.name}>"
        return f"{front}<{self.name}{attributes}>{closing}"


def _make(node: Any) -> list[_Tag]:  # noqa: PLR0911 - one for each kind
    """The elements that a selector goes through, from the outermost to the one that it selects."""
    match node:
        case Element():
            return [_Tag(node.element or "div")]
        case Class():
            chain = _make(node.selector)
            own = chain[-1].attributes
            own["class"] = f"{own.get('class', '')} {node.class_name}".strip()
            return chain
        case Hash():
            chain = _make(node.selector)
            chain[-1].attributes["id"] = node.id
            return chain
        case Attrib():
            chain = _make(node.selector)
            value = node.value.value if node.value else ""
            chain[-1].attributes[node.attrib] = f"{value}__x1" if node.operator in ("^=", "*=") else value
            return chain
        case CombinedSelector():
            outer, inner = _make(node.selector), _make(node.subselector)
            if node.combinator in ("+", "~"):
                inner[0].before = [*outer[-1].before, outer[-1]]
                outer[-1].before = []
                return [*outer[:-1], *inner]
            return [*outer, *inner]
        case Relation():
            chain = _make(node.selector)
            _place(chain[-1].inside, _make(node.arguments[0][1].parsed_tree), "")
            return chain
        case Function() if node.name == "contains":
            chain = _make(node.selector)
            chain[-1].inside.append(node.arguments[0].value)
            return chain
        case Negation() | Pseudo():
            return _make(node.selector)
    raise NotImplementedError(f"no markup is made for {node!r}")


def _place(level: list[_Tag | str], chain: list[_Tag], content: str) -> None:
    """Put the last element of a chain, with its content, into the others, and these where the page has them already."""
    tag, *rest = chain
    if not rest:
        tag.inside = [each for each in tag.inside if not isinstance(each, str) or each not in content]
        tag.inside.append(content)
        level.append(tag)
        return
    is_bare = not tag.before and not tag.inside
    known = (each for each in level if isinstance(each, _Tag) and is_bare and each.attributes == tag.attributes)
    outer = next((each for each in known if each.name == tag.name), None)
    if outer is None:
        level.append(outer := tag)
    _place(outer.inside, rest, content)


class _Page:
    def __init__(self) -> None:
        self.head: list[_Tag | str] = []
        self.body: list[_Tag | str] = []
        self.states: dict[str, Any] = defaultdict(lambda: None)

    def add(self, selector: str, content: str, value: str) -> None:
        """Add a field: `content` as markup, or `value` as the state of a script."""
        if selector.startswith(STATE):
            name, _, path = selector.removeprefix(STATE).partition(" ")
            self.states[name] = merge(self.states[name], put(path, value) if path else value)
            return
        chain = _make(parse(selector)[0].parsed_tree)  # the first of several
        if chain[-1].name == "meta":
            chain[-1].attributes.setdefault("content", value)
            self.head.append(chain[-1])
            return
        while chain[-1].name in ("tbody", "tr") and chain[-1].inside:
            chain.append(chain[-1].inside.pop())  # the text is in the cell that they have
        around = {"td": ("table", "tr"), "tbody": ("table",), "li": ("ul",)}.get(chain[0].name, ())
        _place(self.body, [*map(_Tag, around), *chain], content)

    def write(self) -> str:
        scripts = ""
        for name, value in self.states.items():
            data = json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
            scripts += (
                f'<script id="{name}" type="application/json">{data}</script>'
                if name.startswith("__")
                else f"<script>{'' if '.' in name else 'var '}{name} = {data};</script>"
            )
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8">{_Tag("head", inside=self.head).write()}</head><body>'
            f"{_Tag('body', inside=self.body).write()}{scripts}<div class='footer'>{TOWN}融媒体中心</div></body></html>"
        )


def make_article(notice: Notice, profile: Profile | None) -> bytes:
    """The page of an article in the markup of a profile; without one, in that of nobody."""
    moment = f"{notice.day} {CLOCK}"
    if profile is None:
        return _make_plain(notice, moment).encode()
    page = _Page()
    page.head.append(f"<title>{notice.title}_{TOWN}</title>")
    page.add(profile.title[0], notice.title, notice.title)
    source = f"来源：{SOURCE}"
    if profile.published and profile.published[:1] == profile.source_name[:1]:
        page.add(profile.published[0], f"{moment} {source}", moment)
    else:
        page.add(profile.published[0], moment, moment) if profile.published else None
        page.add(profile.source_name[0], source, SOURCE) if profile.source_name else None
    # Of a box that is told by what else is in it, all but that may be left out.
    body = next((selector for selector in profile.body if ":has(" not in selector), profile.body[0])
    page.add(body, notice.body, notice.body)
    if not profile.mark.startswith(STATE) and not select(parse_page(page.write()), profile.mark):
        page.add(profile.mark, "", notice.title)
    return page.write().encode()


def _make_plain(notice: Notice, moment: str) -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{notice.title}_{TOWN}</title>'
        f'<meta property="og:title" content="{notice.title}">'
        f'<meta property="article:published_time" content="{notice.day}T{CLOCK}"></head><body>'
        f'<div class="nav"><a href="/">首页</a> <a href="/xw/">新闻</a></div><div class="main"><h1>{notice.title}</h1>'
        f'<div class="info"><span>{moment}</span> <span>来源：{SOURCE}</span></div>'
        f'<div class="text">{notice.body}</div></div><div class="footer">{TOWN}融媒体中心</div></body></html>'
    )
