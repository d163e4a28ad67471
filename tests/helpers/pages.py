"""Pages that tests read: as a value of the model, and as markup of our own writing."""

from datetime import UTC, datetime

from cundang.model.page import Page

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def page(
    body: str | bytes,
    content_type: str = "text/html",
    url: str = "http://example.org/a.html",
    fetched_at: datetime = NOW,
    status: int = 200,
) -> Page:
    """A page as a server answers it; a string is sent as UTF-8."""
    sent = body.encode() if isinstance(body, str) else body
    return Page(url, fetched_at, status, (("Content-Type", content_type),), sent)


SENTENCES = [
    "The council of the new town met on Friday to decide where the second bridge over the river should stand, and heard three engineers.",
    "“We have waited for it since the flood of 1996,” said the ferryman, who has carried people across for forty years and means to retire.",
    "Work is to begin in the spring, once the ground has thawed; the costs were given as twelve million, half of it paid by the province.",
    "Not everybody is content: the fishermen fear for their nets, and the owner of the inn at the landing for her guests in the summer.",
]
CHINESE = [
    "　　本报讯 为方便群众办事，市政务服务中心近日推出延时服务，工作日中午不打烊，周六上午照常受理，群众不必再请假跑腿。",
    "　　据介绍，新措施实行两周以来，窗口共受理各类事项一千二百余件，其中近三成在延时时段办理，平均等候时间缩短了一半。",
    "　　中心负责人表示，下一步还将把更多事项下放到社区，让居民在家门口就能办成事，真正做到数据多跑路、群众少跑腿。",
]


def news_page(
    paragraphs: list[str], head: str = "", above: str = "", below: str = "", title: str = "A second bridge"
) -> str:
    """The markup of an article of a site that no profile knows, with menu, teasers, comments and imprint around it."""
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))
    others = "".join(f'<li><a href="/a/{n}">Another story of the day, number {n}</a></li>' for n in range(10))
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"""<!doctype html><html><head><title>{title} - The Ferry Post</title>{head}</head><body>
    <nav class="menu"><ul>{menu}</ul></nav><main><h1>{title}</h1>{above}<div class="article-body">{body}</div>{below}</main>
    <div class="related"><h3>More stories</h3><ul>{others}</ul></div>
    <div class="comments"><h3>Comments</h3><p>First! What a waste of money this bridge is, says I.</p></div>
    <footer>Copyright 2024 The Ferry Post. All rights reserved.</footer></body></html>"""
