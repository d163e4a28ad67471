"""Serve a site of many pages for measurements: the demo's articles repeated, filled up to the size of real pages.

It names them in a sitemap; or in lists that change for good: a list answers until the first of the articles that it
names is asked for, and is empty from then on, its link to the next list too.
"""

import asyncio
import gzip
import re
from multiprocessing import Process, Queue

from demo.content import load_stories
from demo.pages import make_answer

AGAIN = "/-again"  # asked for, it fills the lists again
_A_LIST = 20  # articles
_EMPTY = "<!DOCTYPE html><html><body><p>今天没有新消息。</p></body></html>"
_HTML = "text/html; charset=utf-8"
LINKS = 150  # navigation links added to each page: with them a page is as large as a real one (24 to 38 kB)


def make_pages(count: int) -> dict[str, bytes]:
    """The pages by their path, and a sitemap that names them all."""
    found: dict[str, bytes] = {}
    models = [story for story in load_stories(1) if story.layout == "g3" and len(story.parts) == 1]
    bodies = [make_answer(story.path, "", 1).body.decode() for story in models]
    navigation = "".join(
        f'<li><a href="/yaowen/2019-01/01/c_11250{n:05}.htm">清淀新区第{n}号通知已经发布</a></li>' for n in range(LINKS)
    )
    for number in range(count):
        story, body = models[number % len(models)], bodies[number % len(models)]
        content_id = str(1126000000 + number)
        body = body.replace(story.content_id, content_id).replace(story.title, f"{story.title}（第{number}期）")
        body = body.replace('<div class="footer">', f'<ul class="bottom-nav">{navigation}</ul><div class="footer">')
        found[re.sub(r"c_\d+", f"c_{content_id}", story.path)] = body.encode()
    return found


def make_lists(paths: list[str]) -> dict[str, tuple[str, list[str]]]:
    """The lists by their path: each a page that links to its articles and to the next list, and the articles' paths."""
    parts = [paths[start : start + _A_LIST] for start in range(0, len(paths), _A_LIST)]
    found: dict[str, tuple[str, list[str]]] = {}
    for number, part in enumerate(parts, 1):
        links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in part)
        onward = f'<a href="/list/{number + 1}.html">下一页</a>' if number < len(parts) else ""
        found[f"/list/{number}.html"] = f"<!DOCTYPE html><html><body><ul>{links}</ul>{onward}</body></html>", part
    return found


class _Lists:
    """The lists as they stand, with the lists that each article empties."""

    def __init__(self, paths: list[str]) -> None:
        made = make_lists(paths)
        self._full = {path: _format_http("200 OK", _HTML, page.encode()) for path, (page, _) in made.items()}
        self._empty = _format_http("200 OK", _HTML, _EMPTY.encode())
        self._list_of = {article: path for path, (_, part) in made.items() for article in part}
        self.answers = dict(self._full)

    def ask(self, path: str) -> None:
        """Note that a path is asked for."""
        if path == AGAIN:
            self.answers = dict(self._full)
        elif path in self._list_of:
            self.answers[self._list_of[path]] = self._empty


async def _make_answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: dict[str, bytes], lists: _Lists
) -> None:
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            path = request.split(b" ", 2)[1].decode()
            lists.ask(path)
            writer.write(lists.answers.get(path) or answers.get(path, answers[""]))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def _serve(count: int, started: "Queue[tuple[int, list[str]]]") -> None:
    made = make_pages(count)

    async def main() -> None:
        answers: dict[str, bytes] = {"": _format_http("404 Not Found", "text/plain", b"none")}
        lists = _Lists(list(made))
        server = await asyncio.start_server(lambda r, w: _make_answer(r, w, answers, lists), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        urls = "".join(f"<url><loc>http://127.0.0.1:{port}{path}</loc></url>" for path in made)
        sitemap = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        answers["/robots.txt"] = _format_http("200 OK", "text/plain", b"User-agent: *\nDisallow:\n")
        answers[AGAIN] = _format_http("200 OK", "text/plain", b"full")
        answers["/sitemap.xml"] = _format_http("200 OK", "application/xml", sitemap.encode())
        answers.update({path: _format_http("200 OK", _HTML, body) for path, body in made.items()})
        started.put((port, list(made)))
        await server.serve_forever()

    asyncio.run(main())


def _format_http(status: str, media_type: str, body: bytes) -> bytes:
    zipped = gzip.compress(body, 6)
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Encoding: gzip\r\n"
        f'Content-Length: {len(zipped)}\r\nETag: "{len(body)}"\r\nConnection: keep-alive\r\n\r\n'
    )
    return head.encode() + zipped


class Server:
    """Serves the pages from a process of its own, so that its time is not the crawler's."""

    def __init__(self, count: int) -> None:
        started: Queue[tuple[int, list[str]]] = Queue()
        self._process = Process(target=_serve, args=(count, started), daemon=True)
        self._process.start()
        self.port, self.paths = started.get(timeout=60)

    @property
    def address(self) -> str:
        """With a slash at the end."""
        return f"http://127.0.0.1:{self.port}/"

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.join()
