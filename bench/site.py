"""Serve a site of many pages for measurements: the demo's articles repeated, filled up to the size of real pages."""

import asyncio
import gzip
import re
from multiprocessing import Process, Queue

from demo.content import load_stories
from demo.pages import make_answer

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


async def _make_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: dict[str, bytes]) -> None:
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            writer.write(answers.get(request.split(b" ", 2)[1].decode(), answers[""]))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def _serve(count: int, started: "Queue[tuple[int, list[str]]]") -> None:
    made = make_pages(count)

    async def main() -> None:
        answers: dict[str, bytes] = {"": _format_http("404 Not Found", "text/plain", b"none")}
        server = await asyncio.start_server(lambda r, w: _make_answer(r, w, answers), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        urls = "".join(f"<url><loc>http://127.0.0.1:{port}{path}</loc></url>" for path in made)
        sitemap = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        answers["/robots.txt"] = _format_http("200 OK", "text/plain", b"User-agent: *\nDisallow:\n")
        answers["/sitemap.xml"] = _format_http("200 OK", "application/xml", sitemap.encode())
        answers.update({path: _format_http("200 OK", "text/html; charset=utf-8", body) for path, body in made.items()})
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
