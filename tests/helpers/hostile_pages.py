"""Pages made to choke a parser, and reading one in a process that has imported little: only this file and the parser."""

import re
import time
from pathlib import Path

URL = "http://ferry.test/2024/a.html"
SENTENCE = "市政务服务中心近日推出延时服务，工作日中午不打烊，周六上午照常受理，群众不必再请假跑腿。"
PARAGRAPHS = f"<h1>政务服务中心推出延时服务</h1>{f'<p>{SENTENCE}</p>' * 9}"


def whole(body: str) -> str:
    """A page with a title."""
    return f"<!doctype html><html><head><title>政务服务中心推出延时服务</title></head><body>{body}</body></html>"


HOSTILE = {
    "nested 5,000 deep": whole(f"{'<div>' * 5000}{PARAGRAPHS}{'</div>' * 5000}"),
    "nested 5,000 deep, with text on the way": whole(f"{'<div>字' * 5000}{PARAGRAPHS}"),
    "a text node of 10 MB": whole(f"<h1>政务服务中心推出延时服务</h1><p>{SENTENCE * (10_000_000 // len(SENTENCE.encode()) + 1)}</p>"),
    "200,000 spans": whole(f"{PARAGRAPHS}<p>{'<span>字 a</span>' * 200_000}</p>"),
    "50,000 links": whole(f"{PARAGRAPHS}<ul>{'<li><a href=/x>链接</a></li>' * 50_000}</ul>"),
}  # fmt: skip


def read(markup: str) -> tuple[str, int, float]:
    """The text of a page, the most memory (bytes) that this process ever had, and its processor time for it (seconds)."""
    from pipelines.extract.generic import read_generic
    from pipelines.extract.tree import parse

    began = time.process_time()
    text = read_generic(parse(markup), URL, None, markup).found.text
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert peak
    return text, int(peak[1]) * 1024, time.process_time() - began
