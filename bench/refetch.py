"""`python -m bench.refetch`: false revisions in refetches of pages with other boilerplate, and real edits found.

The demo's articles go through the pipeline again and again, as in repeated crawls, once with the profiles of their
system and once with the generic extractor. At each refetch the boilerplate is different: counters, links
to other news, advertisements beside and between the paragraphs, scripts, nonces, comments, attributes. One in twenty
is really edited: a character, a paragraph, the title, the source or the editor.
"""

import argparse
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from cundang.model.page import Page
from cundang.model.publisher import Publisher, Publishers
from cundang.store.session import Session
from demo.content import Story, load_stories
from demo.pages import make_answer
from pipelines import line
from scrapers.sites.cms import xinhua

HOSTS = {"profile": "profiled.test", "generic": "generic.test"}
EDITS = {"typo": "text", "paragraph": "text", "title": "title", "source": "source_name", "editor": "editor"}
_REAL = 20  # one refetch in so many is of an edited article
_MORE = "有关单位表示，下一步将继续听取居民意见，把这项工作做得更细，并在年底前公布进展。"
_LINK = re.compile(r'(<(?:li|div|span)><a href=")[^"]*("[^>]*>)[^<]*(</a>)')
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Edited:
    """An article as its site shows it: which of the edits are in effect."""

    story: Story
    edits: set[str] = field(default_factory=set)

    def body(self) -> str:
        """Its page, with the furniture of the demo."""
        story, text = self.story, make_answer(self.story.path, "", 1).body.decode()
        paragraph = story.parts[0][-2]
        if "typo" in self.edits:
            text = text.replace(paragraph, paragraph[:9] + "某" + paragraph[10:])
        if "paragraph" in self.edits:
            last = f"{story.parts[0][-1]}</p>"
            text = text.replace(last, f"{last}\n<p>　　{_MORE}</p>")
        for name, old in (("title", story.title), ("source", story.source), ("editor", story.editor)):
            if name in self.edits and old:
                text = text.replace(old, "改" + old)
        return text

    def possible(self) -> list[str]:
        """The edits that change its page: a paragraph with quotes in it is not on the page as it is in the story."""
        plain = Edited(self.story).body()
        return [name for name in EDITS if Edited(self.story, {name}).body() != plain]


def add_boilerplate(body: str, rng: random.Random, titles: list[str]) -> str:
    """A page with other furniture."""
    number = rng.randrange(10**6)

    def another(link: re.Match[str]) -> str:
        address = f"/2026-01/{rng.randrange(1, 29):02}/c_{rng.randrange(10**9)}.htm"
        return f"{link[1]}{address}{link[2]}{rng.choice(titles)}{link[3]}"

    body = _LINK.sub(another, body)
    body = re.sub(r'(class="s-num">)\d+', rf"\g<1>{number}", body)
    body = body.replace(
        "</head>", f'<meta name="csrf-token" content="{number}"/><script>var t={number}</script></head>'
    )
    body = re.sub("<body", f'<!-- made at {number} --><body data-n="{number}"', body, count=1)
    advertisement = f'<script>ad({number})</script><ins class="adsbygoogle" data-ad="{number}"></ins>'
    gaps = [match.end() for match in re.finditer(r"</p>\n(?=<p>　　)", body)]
    if gaps:
        at = rng.choice(gaps)
        body = body[:at] + advertisement + body[at:]
    aside = f'<div class="ad"><a href="http://ads.test/{number}">广告：新年大促第{number}波，全场{number % 9 + 1}折</a></div>'
    counters = f'<div class="count"><span>阅读 {number}</span> <span>评论 {number % 97}</span></div>'
    return body.replace('<div class="footer"', f'{aside}{counters}<div class="footer"', 1)


def refetch(count: int, seed: int = 7) -> dict[str, Counter[str]]:
    """Refetch so many pages by each way of reading; what was counted, and the first faults as `at`."""
    rng = random.Random(seed)
    counted: dict[str, Counter[str]] = {}
    models = [s for s in load_stories(1) if s.encoding == "utf-8" and len(s.parts) == 1 and len(s.parts[0]) > 2]
    titles = [story.title for story in models]
    publishers = Publishers((Publisher(name="profiled", hosts=(HOSTS["profile"],), profiles=xinhua.PROFILES),))
    for way, host in HOSTS.items():
        counts = counted[way] = Counter()
        articles = [Edited(story) for story in models]
        with (
            TemporaryDirectory() as folder,
            Session(Path(folder) / "a.db", Path(folder) / "w", publishers, "bench") as session,
        ):
            for number in range(-len(articles), count):
                article = articles[number % len(articles)] if number < 0 else rng.choice(articles)
                edit = ""
                if number >= 0 and rng.randrange(_REAL) == 0:
                    edit = rng.choice(article.possible())
                    article.edits ^= {edit}
                body = add_boilerplate(article.body(), rng, titles).encode()
                moment = _FIRST + timedelta(minutes=number)
                headers = (("Content-Type", "text/html; charset=utf-8"),)
                outcome = line.run(
                    session, [Page(f"http://{host}{article.story.path}", moment, 200, headers, body)]
                ).kind
                if number < 0:
                    continue
                counts["edits" if edit else "refetches"] += 1
                if edit and outcome == "edited":
                    counts["found"] += 1
                    if (fields := _read_fields(session)) != f'["{EDITS[edit]}"]':
                        counts["found with other fields"] += 1
                        counts[f"{edit} of {article.story.layout}: {outcome} {fields}"] += 1
                elif edit or outcome != "unchanged":
                    counts["missed" if edit else "false"] += 1
                    counts[f"{edit or 'furniture'} of {article.story.layout}: {outcome} {_read_fields(session)}"] += 1
            session.end("finished")
    return counted


def _read_fields(session: Session) -> str:
    """The fields that the last event names."""
    last = "SELECT json_extract(detail, '$.fields') FROM events ORDER BY id DESC LIMIT 1"
    return str(session.rows.connection.execute(last).fetchone()[0])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.refetch", description=__doc__)
    parser.add_argument("--refetches", type=int, default=10_000, help="by both ways of reading together")
    for way, counts in refetch(parser.parse_args().refetches // len(HOSTS)).items():
        print(
            f"{way}: {counts['false']} false revisions in {counts['refetches']} refetches"
            " of pages that were not edited;"
            f" {counts['found']} of {counts['edits']} real edits found"
            f" ({counts['found with other fields']} of them with other fields than the edited one)"
        )
        for fault, times in counts.most_common():
            if ":" in fault:
                print(f"  {times} x {fault}")


if __name__ == "__main__":
    main()
