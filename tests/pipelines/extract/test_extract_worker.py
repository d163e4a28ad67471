"""Pages made to choke a parser: each is read, or refused with a reason, within 10 s and 500 MB, and the process lives."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from lxml import etree

from bench.extractor import learn
from cundang.model.errors import RefusedError
from pipelines.extract import extract, list_own_addresses
from pipelines.extract.blocks import read_blocks
from pipelines.extract.fallback_parser import flatten, is_text_lost
from pipelines.extract.generic import read_generic
from pipelines.extract.tree import parse, trim_long_tags
from pipelines.extract.worker import MOST_MEMORY, MOST_SECONDS, is_heavy, run_bounded
from tests.helpers.hostile_pages import HOSTILE, PARAGRAPHS, SENTENCE, URL, read, whole
from tests.helpers.paths import ROOT
from tests.helpers.programs import FORKS


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not end a worker by the clock."""
    monkeypatch.setitem(run_bounded.__kwdefaults__, "seconds", 120)


def take_time() -> None:
    """The same in a process of its own."""
    run_bounded.__kwdefaults__["seconds"] = 120


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_page_is_read_within_the_limits_of_a_worker(markup: str) -> None:
    text, peak, taken = run_bounded(read, markup)
    assert taken < MOST_SECONDS == 10
    assert SENTENCE in text or "字\n\n字" in text  # which of the two is more like an article, the classifier may say
    assert peak < MOST_MEMORY == 500 * 1024**2


def test_what_is_large_is_worked_on_where_it_can_be_killed() -> None:
    assert [name for name, markup in HOSTILE.items() if not is_heavy(markup)] == list(HOSTILE)[:2]
    assert SENTENCE in extract(HOSTILE["50,000 links"], URL).text


def test_a_page_that_would_take_too_much_memory_is_refused_and_the_process_lives() -> None:
    with pytest.raises(RefusedError, match="took more than 500 MB; the page is kept") as refused:
        extract(whole(f"<p>{SENTENCE * 800_000}</p>"), URL)
    assert "\n" not in str(refused.value)
    assert SENTENCE in extract(whole(PARAGRAPHS), URL).text


def test_work_that_takes_too_long_is_ended() -> None:
    with pytest.raises(RefusedError, match="took longer than 1 s"):
        run_bounded(time.sleep, 60, seconds=1)


def test_the_refusal_of_a_worker_is_a_refusal() -> None:
    with pytest.raises(RefusedError, match="no element"):
        run_bounded(parse, "")


def test_beautiful_soup_reads_what_lxml_loses() -> None:
    markup = HOSTILE["nested 5,000 deep"]
    assert read_blocks(parse(markup)).blocks == []  # the need: libxml2 gives up on it, and says nothing
    text = read_generic(parse(markup), "", markup=markup).found.text
    assert text.count(SENTENCE) == 9


def test_text_that_is_lost_on_the_way_down_is_noticed_though_some_was_found() -> None:
    markup = whole(f"<p>{'<span>新区召开会议。' * 10_000}</p>{PARAGRAPHS}")
    found = "".join(block.text for block in read_blocks(parse(markup)).blocks)
    assert len(found) > 200
    assert SENTENCE not in found
    assert not is_text_lost(markup, len(found))  # by its share of the markup
    assert is_text_lost(markup, len(found), parse(markup))
    assert SENTENCE in [block.text for block in read_blocks(parse(flatten(markup))).blocks]


@pytest.mark.parametrize("tag", ["object", "video", "button"])
def test_an_article_within_an_element_that_was_not_ended_is_read_at_the_second_look(tag: str) -> None:
    found = extract(whole(f"<{tag}><div>{PARAGRAPHS}</div>").replace("<p>", "<br>").replace("</p>", ""), URL)
    assert found.text.count(SENTENCE) == 9


def test_what_is_flattened_keeps_paragraphs_and_metas_and_leaves_scripts() -> None:
    markup = (
        '<title>T</title><meta name="a" content="&quot;b"><div><h2>One</h2><script>no()</script><p>Two <b>three</b>'
    )
    assert flatten(markup) == (
        '<html><head><title>T</title><meta name="a" content="&quot;b"></head>'
        "<body><h2>One</h2><p>Two three</p></body></html>"
    )


def test_a_script_without_a_main_guard_reads_a_heavy_page(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from pipelines.extract import extract\nfrom pipelines.extract.worker import run_bounded\n"
        "from tests.helpers.hostile_pages import HOSTILE, URL\n"
        "run_bounded.__kwdefaults__['seconds'] = 120\n"
        "print(len(extract(HOSTILE['50,000 links'], URL).text) > 300)\n"
    )
    told = subprocess.run([sys.executable, script], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)  # fmt: skip
    assert (told.stdout, told.stderr) == ("True\n", "")


def test_a_daemonic_process_reads_a_heavy_page() -> None:
    """As those of Dask are, which rebuild an archive."""
    with FORKS.Pool(1, initializer=take_time) as pool:
        assert SENTENCE in pool.apply(extract, (HOSTILE["50,000 links"], URL)).text


@pytest.mark.parametrize("end", [">", "", "><p>"])
@pytest.mark.parametrize("attributes", ["a{}=1", "a{}"])
def test_a_tag_with_100_000_attributes_is_read_without_them(attributes: str, end: str) -> None:
    markup = whole(f"{PARAGRAPHS}<p {' '.join(map(attributes.format, range(100_000)))}{end}")
    began = time.process_time()
    assert extract(markup, URL).text.count(SENTENCE) == 9
    assert time.process_time() - began < 5  # parsed as it stands, half a minute


def test_a_long_attribute_stays() -> None:
    markup = f"<img src='data:image/png;base64,{'A' * 300_000}' alt='{'a ' * 4000}'>"
    assert trim_long_tags(markup) == markup


def test_attributes_that_hide_their_number_are_work_that_can_be_killed() -> None:
    names = " ".join(f"a{n}='>'" for n in range(100_000))
    assert is_heavy(whole(f"<p {names}>{PARAGRAPHS}"))
    with pytest.raises(RefusedError, match="took longer than 1 s"):
        run_bounded(parse, f"<p {names}>", seconds=1)


def test_a_worker_leaves_nothing_behind() -> None:
    before = set(Path("/proc/self/task").glob("*/children"))
    children = {line for file in before for line in file.read_text().split()}
    with pytest.raises(RefusedError):
        run_bounded(time.sleep, 60, seconds=0.1)
    assert {line for file in before for line in file.read_text().split()} <= children


def test_a_heavy_page_is_asked_for_its_address_where_it_can_be_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("pipelines.extract.run_bounded", lambda _, text: asked.append(text))
    markup = whole("<link rel=canonical href=http://ferry.test/a.html>") + HOSTILE["50,000 links"]
    assert (list_own_addresses(markup), asked) == (None, [markup])
    assert list_own_addresses(whole("<link rel=canonical href=http://ferry.test/a.html>")) == [
        "http://ferry.test/a.html"
    ]


def test_a_heavy_page_teaches_nothing_and_takes_no_time() -> None:
    assert learn([(HOSTILE["50,000 links"].encode(), URL)] * 3).keys == frozenset()


def _stubborn() -> None:
    raise etree.XMLSyntaxError("no file", 1, 1, 1)  # lxml's cannot be sent


def test_a_fault_that_cannot_be_sent_is_a_refusal_that_names_it() -> None:
    with pytest.raises(RefusedError, match="fault of this software, please report it: XMLSyntaxError"):
        run_bounded(_stubborn)
