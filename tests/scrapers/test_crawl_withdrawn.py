"""A crawl does not bring back what is withdrawn: at its address, by a redirect, a canonical link, or at another address."""

from contextlib import closing
from pathlib import Path

import pytest

from bench.leaks import find_leaks
from cundang.store.schema import open_archive
from tests.helpers.databases import rows
from tests.helpers.loopback import answering, article, crawl, listing, path
from upkeep.redact import Decision, apply_pending, find_subjects, redact
from upkeep.verify import verify

OWN = "渡口的老船工说他在这条河上撑了四十年的船，从来没有见过今年这样清的水，夜里能听见鱼跃出水面的声音。"
OUTCOMES = "SELECT outcome, warc_file IS NULL, sha256 IS NULL FROM fetches WHERE url LIKE '%' || ?"


@pytest.mark.parametrize("level", ["hidden", "erased"])
def test_what_is_withdrawn_does_not_come_back(tmp_path: Path, level: str) -> None:
    db, gone = tmp_path / "a.db", path(1)
    body = article(1, OWN)
    canonical = body.replace(b"<head>", f'<head><link rel="canonical" href="{gone}">'.encode())
    assert canonical != body
    answers = {"/": listing([gone, path(2)]), gone: (200, {}, body), path(2): (200, {}, article(2))}
    with answering(answers) as server:
        crawl(server, db)
        with closing(open_archive(db)) as opened:
            subjects = find_subjects(opened.conn, [f"{server.address.rstrip('/')}{gone}"])
        redact(db, db.with_suffix(".warc"), subjects, Decision(level, "asked for"))
        server.asked.clear()
        server.answers |= {
            "/": listing([gone, path(2), path(3), path(4), path(5), path(6)]),
            path(3): (301, {"Location": gone}, b""),
            path(4): (200, {}, canonical.replace(b"</title>", b" anew</title>", 1)),
            path(5): (200, {}, body.replace(b"</body>", b"<!-- elsewhere --></body>")),
            path(6): (200, {}, article(6)),
        }
        crawl(server, db, recheck=True)
        asked = server.paths()
    assert gone not in asked
    assert {path(n) for n in (3, 4, 5, 6)} <= set(asked)
    held = {url.split("/", 3)[3] for (url,) in rows(db, "SELECT url FROM articles")}
    assert held == {path(2)[1:], path(6)[1:]}
    assert {row.state for row in rows(db, "SELECT state FROM urls WHERE url LIKE ?", f"%{path(5)}")} == {"refused"}
    is_erased = level == "erased"
    assert rows(db, OUTCOMES, path(5)) == [("refused", is_erased, is_erased)]
    assert verify(db, db.with_suffix(".warc")).faults == []
    assert [leak for leak in find_leaks(tmp_path, [OWN[:20]]) if is_erased or ".warc" not in leak] == []
    assert apply_pending(db, db.with_suffix(".warc")).decisions == []
