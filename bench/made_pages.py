"""Pages of our own making, for what the gold corpora have too few of.

They are briefs with teasers or comments after them, tables and lists that are text, headings that are links or stand in
elements of their own, and what is said at the end of a page.

The markup is that of real kinds of pages in many combinations; the words are ours, about a town that is not. Each kind
of furniture has its counter-example, an article that has such a thing in its text. The same pages every time.
"""

from collections.abc import Iterator
from html import escape
from random import Random
from typing import NamedTuple

PAGES = 360

_TOPICS = {
    "zh": [
        *(
            "渡口 新船",
            "北堤 柳树",
            "菜场 雨棚",
            "中学 跑道",
            "水站 水表",
            "老桥 栏杆",
            "剧院 屋顶",
            "林场 苗圃",
            "车站 候车室",
        ),
        *(
            "图书馆 阅览室",
            "灯塔 灯泡",
            "粮库 晒场",
            "医院 走廊",
            "码头 趸船",
            "广场 路灯",
            "河湾 鱼苗",
            "茶园 步道",
            "气象站 雨量计",
        ),
    ],
    "en": [
        *("ferry engine", "dike willow", "market awning", "school track", "waterworks meter", "bridge railing"),
        *("theatre roof", "nursery seedling", "station bench", "library shelf", "lighthouse lamp", "granary floor"),
        *("clinic corridor", "harbour pontoon", "square lantern", "creek hatchery", "orchard footpath", "mill wheel"),
    ],
}
_TITLES = {
    "zh": [
        "苇塘镇{a}换上{b}",
        "{a}的{b}修好了",
        "{a}{b}本周开放",
        "镇里为{a}添置{b}",
        "{a}添了{b} 居民说方便",
        "关于{a}{b}的几件事",
    ],
    "en": [
        "Reedpool gets a new {a} {b}",
        "The {a} and its {b} are back",
        "Why the {a} needs another {b}",
        "{a} {b} opens on Friday",
    ],
}
_SENTENCES = {
    "zh": [
        "{m}月{d}日上午，苇塘镇的{a}换上了{b}，{n}名居民到场看热闹。",
        "镇里说，{a}的{b}由县里统一采购，预计{m}月底前全部装完，票价维持不变。",
        "负责{a}的人算了一笔账：往年修一次{b}要{n}元，如今在家门口就能修好。",
        "住在{a}旁边的老人介绍，{b}用了{n}年，“夜里响得厉害，现在安静多了”。",
        "施工方表示，{b}采用透水材料，雨后半小时即可使用，周末将对附近居民开放。",
        "据了解，{a}每天有{n}多人经过，{b}坏了以后，大家要绕行两公里。",
        "下一步，镇里还将在{a}四周加装扶手，请居民经过{b}时慢行。",
        "“孩子们放学以后都来看{b}。”{a}的管理员说，他已经在这里守了{n}个月。",
    ],
    "en": [
        "On a wet morning in Reedpool, {n} people came to see the {b} that the {a} had waited for.",
        "The council says that the {a} will keep its prices, and that the {b} was paid for by the district.",
        "“We have gone without a {b} for {n} weeks,” said the woman who looks after the {a}.",
        "Work on the {a} began in spring, after the old {b} had failed for the third time in a year.",
        "According to the builder, a {b} of this kind lasts {n} years if it is oiled every month.",
        "Those who live beside the {a} had asked for less noise, and the new {b} makes hardly any.",
        "Next comes the fence around the {a}; until then, visitors are asked to keep away from the {b}.",
        "The school has painted the {b} from all sides, and the pictures hang in the hall of the {a}.",
    ],
}
_MORE = {
    "zh": ["更多新闻", "相关阅读", "推荐阅读", "往期回顾", "本地要闻", "编辑推荐", "大家都在看", "延伸阅读"],
    "en": [
        "More news",
        "Related stories",
        "You may also like",
        "Read next",
        "Latest",
        "Elsewhere in Reedpool",
        "Recommended",
    ],
}
_COMMENTS = {
    "zh": ["网友评论", "评论", "全部评论（{n}）", "最新跟帖"],
    "en": ["Comments", "{n} comments", "Responses", "Join the discussion"],
}
_REMARKS = {
    "zh": [
        "总算修好了，上次经过差点摔跤。",
        "希望别的地方也能学一学，不要等到出事才想起来。",
        "支持！",
        "我家就在旁边，确实安静多了，谢谢施工的师傅们。",
        "楼上说得对，路灯什么时候也修一修？",
    ],
    "en": [
        "Finally! I nearly fell there last week.",
        "Could they do the same on our street, please, before somebody gets hurt?",
        "Great news.",
        "I live next door and can say that it is a lot quieter now, so thanks to all who worked on it.",
        "And when will the lights be mended?",
    ],
}
_ENDINGS = {
    "zh": [
        "声明：本文由入驻本平台的作者撰写，除本站账号外，观点仅代表作者本人，不代表本站立场。",
        "免责声明：以上内容来自网络，版权归原作者所有，如有侵权请联系我们，我们将在二十四小时内删除。",
        "关注苇塘发布公众号，每天早上把镇里的消息送到您的手机，点击右下角还可以向我们报料。",
        "本平台仅提供信息存储服务，内容由用户上传并发布，如有问题请与平台客服联系。",
        "特别提示：投资有风险，入市需谨慎，本文不构成任何建议，据此操作风险自担。",
    ],
    "en": [
        "Our reporting is free for all because readers like you pay for it. If you can, please "
        "support the Reedpool Post with a small gift every month.",
        "Sign up for our newsletter and get the best stories of the week in your inbox every "
        "Friday. You can unsubscribe at any time.",
        "This article is for information only and is no advice of any kind. The views expressed "
        "are those of the author and not of this site.",
        "We may earn a commission if you buy through the links on this page. Prices were right "
        "when this page was written.",
        "We and our partners use cookies to store and read information on your device. You can "
        "change your choice and withdraw your consent at any time.",
    ],
}
_AUTHOR = {
    "zh": "江晚舟，苇塘日报记者，关注渡口与河道{n}年，出版有《船板上的账本》，欢迎来信提供线索。",
    "en": "Wanda Reed has written about boats and bridges for {n} years. She lives in Reedpool "
    "with two dogs and is working on a book.",
}
_NAV = {
    "zh": ["首页", "要闻", "民生", "专题", "图片", "视频"],
    "en": ["Home", "News", "Town", "Sport", "Opinion", "Weather"],
}
_YEARS = [[""], ["", " 1995"], [" 1990", " 1991", " 1992"]]  # behind the names of rows
_FOOT = {"zh": "苇塘县融媒体中心主办 版权所有", "en": "© The Reedpool Post. All rights reserved."}
_BODIES = [
    "content",
    "cb",
    "article-body",
    "text",
    "entry",
    "detail",
    "x7f2a",
    "",
    "TRS_Editor",
    "post",
    "main-text",
    "rich_media_content",
    "c-1k9",
]
_BOXES = ["stream", "more", "list", "x9k2", "", "news-list", "related", "box", "feed", "item-list", "cards", "c-88d"]


class MadePage(NamedTuple):
    """A page that was made: its host, its HTML, and the text of the article on it."""

    host: str
    markup: str
    text: str


class _Writer:
    """Writes of one topic after the other, in one language, as one site lays its pages out."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.language = self.random.choice(("zh", "zh", "en"))
        self.deck: list[str] = []
        self.topics = self.random.sample(_TOPICS[self.language], 12)

    def pick(self, of: dict[str, list[str]]) -> str:
        return self.random.choice(of[self.language])

    def fill(self, pattern: str, topic: int = 0) -> str:
        a, b = self.topics[topic].split()
        r = self.random
        text = pattern.format(a=a, b=b, n=r.randint(3, 400), m=r.randint(1, 12), d=r.randint(1, 28))
        return text[:1].upper() + text[1:]

    def title(self, topic: int = 0) -> str:
        return self.fill(self.pick(_TITLES), topic)

    def paragraph(self, topic: int = 0, most: int = 3) -> str:
        sentences = [self._deal() for _ in range(self.random.randint(1, most))]
        return ("" if self.language == "zh" else " ").join(self.fill(sentence, topic) for sentence in sentences)

    def _deal(self) -> str:
        """The next sentence of all, so that the same come far from each other."""
        if not self.deck:
            self.deck = self.random.sample(_SENTENCES[self.language], len(_SENTENCES[self.language]))
        return self.deck.pop()

    def named(self, tag: str, names: list[str], *inside: str) -> str:
        name = self.random.choice(names)
        return f'<{tag} class="{name}">{"".join(inside)}</{tag}>' if name else f"<{tag}>{''.join(inside)}</{tag}>"


def make_pages(number: int = PAGES) -> Iterator[MadePage]:
    """Make some pages, each of a site of its own."""
    for seed in range(number):
        yield _make_page(seed)


def _make_page(seed: int) -> MadePage:
    w = _Writer(seed)
    title, gold = w.title(), list[str]()
    is_brief = w.random.random() < 0.6
    body = _write_body(w, gold, w.random.randint(1, 3) if is_brief else w.random.randint(4, 8))
    if w.random.random() < 0.65:
        kinds = (_write_sections, _write_sections, _write_table, _write_table, _write_terms, _write_list)
        body += w.random.choice(kinds)(w, gold)
        if w.random.random() < 0.5:
            body += _write_body(w, gold, 1)
    article = w.named("div", _BODIES, body)
    kinds_after = (_teasers, _teasers, _remarks, _end, _author, _code, _links)
    after = [part(w) for part in w.random.sample(kinds_after, w.random.choice((0, 1, 1, 2, 3)))]
    info = w.random.choice(
        (
            '<div class="info">2024-03-{d:02} 10:00</div>',
            "<time>2024-04-{d:02}</time>",
            '<p class="date">2023-05-{d:02}</p>',
        )
    )
    head = f"<h1>{escape(title)}</h1>{info.format(d=w.random.randint(1, 28))}"
    shape = w.random.randrange(4)
    if shape == 0:
        inner = f"<main><article>{head}{article}</article>{''.join(after)}</main>"
    elif shape == 1:
        inner = f'<div class="wrap"><div class="left">{head}{article}{"".join(after)}</div></div>'
    elif shape == 2:
        inner = f'<div id="main">{head}{article}</div><div class="bottom">{"".join(after)}</div>'
    else:  # what follows stands in the element of the text
        inner = f"<article>{head}{w.named('div', _BODIES, body, *after)}</article>"
    nav = "".join(f'<li><a href="/{n}/">{name}</a></li>' for n, name in enumerate(_NAV[w.language]))
    page = f"<body><ul class=nav>{nav}</ul>{inner}<div class=foot>{_FOOT[w.language]}</div></body>"
    site = {"zh": "_苇塘网", "en": " - The Reedpool Post"}[w.language]
    markup = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}{site}</title></head>{page}</html>'
    )
    return MadePage(f"made-{seed}.invalid", markup, "\n".join(gold))


def _add(gold: list[str], text: str) -> str:
    gold.append(text)
    return escape(text)


def _write_body(w: _Writer, gold: list[str], paragraphs: int) -> str:
    return "".join(f"<p>{_add(gold, w.paragraph())}</p>" for _ in range(paragraphs))


def _write_sections(w: _Writer, gold: list[str]) -> str:
    """Sections of the article, under headings that are links to themselves or to more, or stand in elements of their
    own, or are bold lines."""
    frame = w.random.choice(
        (
            '<h3><a href="#s{n}">{h}</a></h3><p>{p}</p>',
            '<h3><a href="/tag/{n}">{h}</a></h3><p>{p}</p>',
            '<h2><a href="/p/{n}.html">{h}</a></h2><p>{p}</p>',
            "<section><section><p><span>{h}</span></p></section></section><section><p>{p}</p></section>",
            "<p><strong>{h}</strong></p><p>{p}</p>",
            "<h4>{h}</h4><div>{p}</div>",
            '<h3><a name="a{n}">{h}</a></h3><p>{p}</p>',
        )
    )
    zh = ["早潮", "晚潮", "东台看日出", "船工的手", "一、下水", "二、试航", "第二天", "还要等多久"]
    en = ["Morning tide", "The long wait", "What it cost", "Three old hands", "And then", "How it works"]
    heads = w.random.sample(zh if w.language == "zh" else en, w.random.randint(2, 4))
    return "".join(
        frame.format(n=n, h=_add(gold, head), p=_add(gold, w.paragraph(most=2))) for n, head in enumerate(heads)
    )


def _write_table(w: _Writer, gold: list[str]) -> str:
    """A table of data, in half of the cases with names that are links."""
    zh = (
        ["泊位", "船型", "人数"],
        ["一号泊位", "二号泊位", "三号泊位", "四号泊位"],
        ["杉木船", "竹筏", "铁皮船", "渔船"],
    )
    en = (
        ["Berth", "Boat", "Seats"],
        ["North berth", "South berth", "Old berth", "Ferry berth"],
        ["Punt", "Raft", "Barge", "Skiff"],
    )
    columns, names, kinds = zh if w.language == "zh" else en
    linked = w.random.random() < 0.5
    head = w.random.choice(("<tr>{}</tr>", "<thead><tr>{}</tr></thead>")).format(
        "".join(f"<th>{escape(column)}</th>" for column in columns)
    )
    rows, lines = "", [" ".join(columns)]
    rows_of = [(f"{name}{year}", w.random.choice(kinds)) for year in w.random.choice(_YEARS) for name in names]
    for n, (name, kind) in enumerate(rows_of[: w.random.randint(3, 14)]):
        seats = str(w.random.randint(3, 200))
        lines.append(f"{name} {kind} {seats}")
        cell = f'<a href="/w/{n}">{name}</a>' if linked else name
        other = f'<a href="/k/{n}">{kind}</a>' if linked and w.random.random() < 0.5 else kind
        tag = w.random.choice(("td", "td", "th"))
        rows += f"<tr><{tag}>{cell}</{tag}><td>{other}</td><td>{seats}</td></tr>"
    gold += lines
    return f"<table>{head}{rows}</table>"


def _write_terms(w: _Writer, gold: list[str]) -> str:
    terms = w.topics[2 : 2 + w.random.randint(2, 4)]
    return f"<dl>{''.join(f'<dt>{_add(gold, t)}</dt><dd>{_add(gold, w.paragraph(most=1))}</dd>' for t in terms)}</dl>"


def _write_list(w: _Writer, gold: list[str]) -> str:
    zh = ["上船以前请买票", "雨天请穿防滑的鞋", "活的家禽装在笼子里", "老人和孩子先上", "船靠稳了再走动"]
    en = [
        "Buy a ticket before you board",
        "Wear shoes that do not slip",
        "Keep hens in a cage",
        "Let children board first",
    ]
    items = w.random.sample(zh if w.language == "zh" else en, 3)
    return f"<ul>{''.join(f'<li>{_add(gold, item)}</li>' for item in items)}</ul>"


def _teasers(w: _Writer) -> str:
    """Other articles, each a linked heading and a sentence or two, with or without a heading above them."""
    frames = (
        ("ul", '<li class="it"><h3><a href="/n/{n}.html">{h}</a></h3><p>{p}</p></li>'),
        ("div", '<div class="card"><a href="/n/{n}.html"><h4>{h}</h4></a><p>{p}</p></div>'),
        ("dl", '<dt><a href="/n/{n}.html">{h}</a></dt><dd>{p}</dd>'),
        ("div", '<h3><a href="/{n}/">{h}</a></h3><p>{p}</p>'),
        (
            "div",
            '<div><div class="t"><a href="/{n}/">{h}</a></div><div class="d">{p}</div><span>2024-03-0{n}</span></div>',
        ),
        ("section", '<article class="post"><h2><a href="/{n}/">{h}</a></h2><p>{p}</p><p>{q}</p></article>'),
        ("ul", '<li><a href="/{n}/">{h}</a><br>{p}</li>'),
    )
    tag, frame = w.random.choice(frames)
    items = (
        frame.format(
            n=n, h=escape(w.title(n)), p=escape(w.paragraph(n, w.random.randint(1, 2))), q=escape(w.paragraph(n, 3))
        )
        for n in range(1, w.random.randint(3, 8))
    )
    more = w.random.choice(
        ("", "<h2>{}</h2>", '<div class="tit">{}</div>', "<h3>{}</h3>", "<p><strong>{}</strong></p>")
    )
    return more.format(w.pick(_MORE)) + w.named(tag, _BOXES, *items)


def _links(w: _Writer) -> str:
    links = (f'<li><a href="/n/{n}.html">{escape(w.title(n))}</a></li>' for n in range(1, w.random.randint(4, 9)))
    return f"<h3>{w.pick(_MORE)}</h3>" + w.named("ul", _BOXES, *links)


def _remarks(w: _Writer) -> str:
    frame = w.random.choice(
        (
            '<li class="comment"><b>{u}</b><span>03-0{n}</span><p>{r}</p></li>',
            '<div class="fl"><div>{u}</div><div>{r}</div><a href="#r">{reply}</a></div>',
            "<article><header>{u}</header><p>{r}</p></article>",
        )
    )
    reply = {"zh": "回复", "en": "Reply"}[w.language]
    user = {"zh": "苇塘网友", "en": "reader"}[w.language]
    items = (
        frame.format(u=f"{user}{w.random.randint(10, 99)}", n=n % 9 + 1, r=w.pick(_REMARKS), reply=reply)
        for n in range(w.random.randint(2, 7))
    )
    return f"<h3>{w.fill(w.pick(_COMMENTS))}</h3>" + w.named("div", ["comments", "x3", "", "replies", "c-4d"], *items)


def _end(w: _Writer) -> str:
    return w.named(w.random.choice(("p", "div")), ["statement", "", "tip", "note", "c-7"], escape(w.pick(_ENDINGS)))


def _author(w: _Writer) -> str:
    name = {"zh": "江晚舟", "en": "Wanda Reed"}[w.language]
    text = escape(w.fill(_AUTHOR[w.language]))
    return w.named("div", ["author", "bio", "", "card", "u-2"], f"<h4><a href='/u/1'>{name}</a></h4><p>{text}</p>")


def _code(w: _Writer) -> str:
    title = w.title(1)
    number, tags = w.random.randint(9, 9999), f'["{w.topics[1]}"]'
    data = f'{{"id":{number},"title":"{title}","tags":{tags},"intro":"{w.paragraph(1)}","ok":true}}'
    return w.named("div", ["data", "", "json", "state"], escape(data, quote=False))
