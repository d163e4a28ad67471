"""What readers see of copies: on the page of an article, of a text through its copies, and of two articles compared."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import opencc

from tests.helpers.programs import archive

LEAD = "清淀市水务局十六日说，望海渠的清淤已经过半，预计下月底全线通水。"
SECOND = "这条渠长十九公里，沿岸有四个镇，三万多亩稻田靠它灌溉。"
THIRD = "去年夏天的大水冲坏了两处闸门，渠里积了半米多深的泥沙。"
FOURTH = "施工队分成三班，白天挖泥，夜里运土，挖出的泥沙用来填平旧砖窑的土坑。"
FIFTH = "住在渠边的老农说，水来得早，秧就插得早，一年的收成也就有了指望。"
LAST = "水务局还打算在渠上装十二个水位计，每隔十分钟把读数送到调度室。"
STORY = "\n\n".join((LEAD + SECOND, THIRD + FOURTH, FIFTH, LAST))
HOSTILE = "望海渠<script>alert(1)</script>&\"'清淤过半"
TITLE = "望海渠清淤过半"
ROUND_UP = "".join(f"第{n}件事在城{way}边，与水渠没有关系，只是同一天发生。" for n, way in zip("二三四五六七", "东南西北中外", strict=True))  # fmt: skip
ARTICLES = (
    ("http://ribao.example/1.html", TITLE, STORY, "2024-04-16T08:00:00+08:00", "清淀日报"),
    ("http://wang.example/2.html", TITLE, STORY, "2024-04-16T10:10:00+08:00", "清淀日报"),
    ("http://wanbao.example/3.html", "清淤过半 下月通水", STORY, "2024-04-17", "清淀日报"),
    ("http://menhu.example/4.html", HOSTILE, STORY.replace(f"\n\n{FIFTH}", ""), "2024-04-19T09:00:00+08:00", "清淀日报"),
    ("http://xian.example/5.html", TITLE, opencc.OpenCC("s2t").convert(STORY.replace("半米多深", "一米多深") + "本縣也將派人幫忙。"), "2024-04-16T08:30:00+08:00", "清淀日報"),
    ("http://menhu.example/6.html", "一周要闻", f"{LEAD}{SECOND}{THIRD}\n\n{ROUND_UP}", "2024-04-20T09:00:00+08:00", None),
)  # fmt: skip


def make_copies(folder: Path) -> Path:
    """Make an archive of a text, its copies and an excerpt of it. What says who was first is put in."""
    db, file = folder / "archive.db", folder / "articles.jsonl"
    names = ("url", "title", "text", "published_at", "source_name")
    lines = (json.dumps(dict(zip(names, article, strict=True)), ensure_ascii=False) for article in ARTICLES)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert archive("import", file, "--db", db).returncode == 0
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute(
            "UPDATE sites SET publisher = upper(substr(name, 1, 1)) || '<b>' WHERE name = 'menhu.example'"
        )
        connection.execute(
            "UPDATE clusters SET origin = '清淀日报', conflict = ?",
            (json.dumps({"kind": "earlier", "article_id": 5}),),
        )
        connection.executemany(
            "INSERT INTO evidence VALUES (?, ?, ?, '清淀日报')",
            [(1, "dateline", "本报清淀4月16日电"), (2, "source", "来源：清淀日报"), (4, "link", "javascript:alert(2)")],
        )
        connection.execute("UPDATE articles SET state = 'gone' WHERE id IN (1, 3)")
        connection.execute("UPDATE articles SET url = 'javascript:alert(3)' WHERE id = 4")
    return db
