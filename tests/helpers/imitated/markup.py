"""CSS backwards: the page of an article in which the selectors of a profile find what they are for."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from typing import Any

from cssselect.parser import (
    Attrib, Class, CombinedSelector, Element, Function, Hash, Negation, Pseudo, Relation, parse,
)  # fmt: skip

from cundang.model.profile import STATE, Profile
from pipelines.extract.tree import parse as parse_page
from pipelines.extract.tree import select
from tests.helpers.families.imitation import TOWN, Notice
from tests.helpers.imitated.expressions import merge, put

SOURCE = f"{TOWN}日报"
CLOCK = "09:30:00"
_AROUND = {"td": ("<table><tr>", "</tr></table>"), "tbody": ("<table>", "</table>"), "li": ("<ul>", "</ul>")}
_VOID = ("meta",)


@dataclass
class _Tag:
    """An element that is being made; `before` are the siblings in front of it, `inside` the first of its children."""

    name: str = "div"
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    inside: list["_Tag"] = field(default_factory=list)
    before: list["_Tag"] = field(default_factory=list)

    def write(self, content: str = "") -> str:
        """Its markup, with `content`; at the root there is only what is in it."""
        inner = "".join(each.write() for each in self.inside) + self.text + content
        front = "".join(each.write() for each in self.before)
        if self.name in ("html", "body", "head"):
            return front + inner
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        if self.name in _VOID:
            return f"{front}<{self.name}{attributes}>"
        return f"{front}<{self.name}{attributes}>{inner}</{self.name}>"


def _make(node: Any) -> list[_Tag]:
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
            chain[-1].inside.append(_nest(_make(node.arguments[0][1].parsed_tree)))
            return chain
        case Function() if node.name == "contains":
            chain = _make(node.selector)
            chain[-1].text = node.arguments[0].value
            return chain
        case Negation() | Pseudo():
            return _make(node.selector)
    raise NotImplementedError(f"no markup is made for {node!r}")


def _nest(chain: list[_Tag]) -> _Tag:
    for outer, inner in zip(chain, chain[1:]):
        outer.inside.append(inner)
    return chain[0]


def _write(selector: str, content: str) -> str:
    """Markup in which a selector, the first of several, finds the content."""
    chain = _make(parse(selector)[0].parsed_tree)
    if chain[-1].name == "meta":
        chain[-1].attributes.setdefault("content", content)
        content = ""
    while chain[-1].name in ("tbody", "tr") and chain[-1].inside:  # the text is in the cell that they have
        chain.append(chain[-1].inside.pop())
    opening, closing = _AROUND.get(chain[0].name, ("", ""))
    for tag in reversed(chain):
        content = tag.write(content)
    return f"{opening}{content}{closing}"


class _Page:
    def __init__(self) -> None:
        self.head: list[str] = []
        self.body: list[str] = []
        self.states: dict[str, Any] = defaultdict(lambda: None)

    def add(self, selector: str, content: str, value: str) -> None:
        """Add a field: `content` as markup, or `value` as the state of a script."""
        if selector.startswith(STATE):
            name, _, path = selector.removeprefix(STATE).partition(" ")
            self.states[name] = merge(self.states[name], put(path, value) if path else value)
        elif selector.startswith("meta"):
            self.head.append(_write(selector, value))
        else:
            self.body.append(_write(selector, content))

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
            f'<!DOCTYPE html><html><head><meta charset="utf-8">{"".join(self.head)}</head><body>'
            f"{''.join(self.body)}{scripts}<div class='footer'>{TOWN}融媒体中心</div></body></html>"
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
