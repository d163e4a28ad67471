"""Every kind of source on loopback: feeds, news sitemaps, indexes of sitemaps with a day to begin from."""

from pathlib import Path

from tests.hostile import article, crawl, path, rows, serving

XML = {"Content-Type": "application/xml"}
OLD = "/2019-05/06/c_1125000001.htm"


def titles(db: Path) -> list[str]:
    return sorted(title for (title,) in rows(db, "SELECT title FROM articles"))


def test_rss_and_atom_feeds(tmp_path: Path) -> None:
    pages = {path(n): (200, {}, article(n)) for n in (1, 2)}
    with serving(pages) as server:
        rss = f"<rss version='2.0'><channel><link>{server.address}</link><item><title>x</title><link>{server.address[:-1]}{path(1)}</link></item></channel></rss>"
        atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='/atom'/><entry><link rel='alternate' href='{path(2)}'/></entry></feed>"
        server.answers.update({"/rss": (200, XML, rss.encode()), "/atom": (200, XML, atom.encode())})
        for number, feed in enumerate(("rss", "atom"), 1):
            db = tmp_path / f"{feed}.db"
            assert crawl(server, db, start=f"{server.address}{feed}", kind="Feed")["counts"]["new"] == 1
            assert titles(db) == [f"清淀新区第{number}号消息"]
            assert rows(db, "SELECT source, count(*) FROM named") == [("start", 1)]


def test_an_index_of_news_sitemaps_since_a_day(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    pages = {path(1): (200, {}, article(1)), OLD: (200, {}, article(2))}
    with serving(pages) as server:
        root = server.address
        index = f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{root}new.xml</loc></sitemap><sitemap><loc>{root}old.xml</loc></sitemap></sitemapindex>"
        news = (
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url>"
            f"<loc>{root[:-1]}{path(1)}</loc><news:news><news:publication><news:name>x</news:name></news:publication><news:title>t</news:title></news:news></url></urlset>"
        )
        old = f"<urlset><url><loc>{root[:-1]}{OLD}</loc></url></urlset>"
        for name, body in (("index", index), ("new", news), ("old", old)):
            server.answers[f"/{name}.xml"] = (200, XML, body.encode())
        start = f"{root}index.xml"
        crawl(server, db, start=start, kind="Sitemap", since="2026-01-01")
        assert titles(db) == ["清淀新区第1号消息"]
        assert OLD not in server.paths()
        crawl(server, db, start=start, kind="Sitemap", since="2019-01-01")
        assert titles(db) == ["清淀新区第1号消息", "清淀新区第2号消息"], "an earlier day fills back"
