"""Which of the dates on a page of no known layout is that of its publication."""

import pytest

from cundang.model.article import Field
from pipelines.extract.generic import read_generic
from pipelines.extract.tree import parse
from pipelines.extract.visible_dates import cut_before_modified
from tests.helpers.pages import SENTENCES, news_page
from tests.pipelines.extract.test_metadata import fields, published

LD = '<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{}", "dateModified": "{}"}}</script>'
UTC_META = '<meta property="article:published_time" content="2023-11-09T02:11:03+00:00">'


def test_a_system_that_is_told_to_have_published_at_the_last_change_gives_way_to_an_earlier_day_beside_the_headline() -> (
    None
):
    stamped = LD.format("2025-06-24", "2025-06-24")
    assert published(stamped, "<p>August 25, 2024</p>") == "August 25, 2024"
    assert published(stamped, "<p>August 25, 2025</p>") == "2025-06-24"  # later: a change
    assert published(stamped, "<p>The bridge was begun on August 25, 2024</p>") == "2025-06-24"
    assert published(stamped, "<p>05/08/2024</p>") == "2025-06-24"  # which of two days?
    assert published(stamped, "<p>Release: 25.08.2024</p>") == "2025-06-24"
    assert published(stamped, "<p>Jane Doe2024-08-07T10:10:52+01:0025. June 2025</p>") == "2025-06-24"
    assert published(stamped, "<p>Last-Minute 28.01. - 05.02. 10%</p>") == "2025-06-24"
    chronicle = "".join(f"<h3>{day} March 2019</h3><p>{SENTENCES[0]}</p>" for day in (3, 5, 7))
    assert published(stamped, chronicle) == "2025-06-24"
    alone = '<meta property="article:published_time" content="2025-06-24">'
    assert published(alone, "<p>August 25, 2024</p>") == "August 25, 2024"
    assert fields(stamped, below="<p>Published August 25, 2024</p>")["published"].where == "labelled date"
    assert published(LD.format("2025-06-24", "2025-07-01"), "<p>August 25, 2024</p>") == "2025-06-24"


def test_a_day_of_another_month_than_the_address_has_is_not_that_of_the_page() -> None:
    found = fields(LD.format("2025-06-24", "2025-06-24"), "<p>21.10.2019</p>", url="http://ferry.test/2025/06/bridge/")
    assert found["published"].value == "2025-06-24"


def test_a_moment_in_utc_is_given_by_the_pages_own_clock_where_a_time_element_has_the_same_moment() -> None:
    same = '<time datetime="2023-11-08T21:11:03-05:00">November 8, 2023</time>'
    assert fields(UTC_META, f"<p>{same}</p>")["published"] == Field("2023-11-08T21:11:03-05:00", "time")
    other = '<time datetime="2023-11-08T20:11:03-05:00">November 8, 2023</time>'
    assert published(UTC_META, f"<p>{other}</p>") == "2023-11-09T02:11:03+00:00"


def test_a_moment_in_utc_gives_way_to_the_day_that_address_and_page_show() -> None:
    posted, address = (
        "Posted on November 8, 2023 by the ferryman himself, 59 Comments",
        "http://ferry.test/2023/11/08/bridge",
    )
    line = f"<p>{posted}</p>"
    assert fields(UTC_META, line, url=address)["published"].value == posted
    assert fields(UTC_META, line)["published"].value == "2023-11-09T02:11:03+00:00"
    clock = fields(UTC_META, "<p>November 8, 2023 at 9:11 p.m.</p>", url=address)
    assert (clock["published"].value, clock["zone"].value) == ("2023-11-09T02:11:03+00:00", "-05:00")


@pytest.mark.parametrize("name", ["date", "dc.date", "dcterms.date"])
def test_a_meta_that_says_no_more_than_date_gives_way_to_what_is_shown_beside_the_headline(name: str) -> None:
    head = f'<meta name="{name}" content="2022-01-26">'
    assert published(head, "<p>21.01.2022 - 13:30</p>") == "21.01.2022 - 13:30"
    assert published(head, "<p>Mittwoch, 26.02.2020</p>") == "Mittwoch, 26.02.2020"
    assert published(head, "<p>Mittwoch, 26.02.2023</p>") == "2022-01-26"  # today, as some pages have it at their head
    assert published(head) == "2022-01-26"


@pytest.mark.parametrize(
    "name",
    ["pub_date", "vr:published-time", "article:published:time", "cXenseParse:publishtime", "date-pub", "citation_online_date"],
)  # fmt: skip
def test_other_names_of_metas_tell_of_publishing_too(name: str) -> None:
    assert published(f'<meta name="{name}" content="2022-01-26">') == "2022-01-26"


def test_of_several_such_metas_the_earliest_counts_and_that_of_the_last_publication_does_not() -> None:
    later = '<meta name="published-time" content="2026-03-09"><meta name="published-date" content="2021-02-16">'
    assert published(later) == "2021-02-16"
    assert published('<meta name="x:last_published" content="2026-03-09">', "<p>2 May 2024</p>") == "2 May 2024"


def test_a_time_element_beside_the_headline_goes_before_those_of_other_things() -> None:
    events = "".join(f'<div><time datetime="2025-12-0{n}">December {n}, 2025</time></div>' for n in range(1, 5))
    head = f"<body><div>{events}</div>"
    own = '<p><time datetime="2017-03-01">03/01/2017</time> by Jane Doe</p>'
    assert published(head, own) == "2017-03-01"


def test_a_time_element_named_for_a_change_gives_way_to_one_of_publication() -> None:
    both = '<p><time itemprop="dateModified" datetime="2018-08-29"></time><time itemprop="datePublished" datetime="2018-06-22"></time></p>'
    assert published("", both) == "2018-06-22"
    updated = '<p>Page of the town</p><p><time datetime="2018-08-29">Updated: August 29, 2018</time></p><p>Published 22 June 2018</p>'
    assert published("", updated) == "Published 22 June 2018"


def test_the_day_that_somebody_became_a_member_is_not_that_of_his_post() -> None:
    assert published("", "<p>Registriert: 18.09.2008, 05:56</p><p>von r23 » 21.01.2009, 05:42</p>").endswith(
        "21.01.2009, 05:42"
    )
    assert cut_before_modified("Member since May 3, 2004") == ""


def test_a_day_that_a_line_tells_of_gives_way_to_one_in_a_script() -> None:
    script = '<script>var page = {firstPublicationDate: "20230428"};</script>'
    told = "<p>Ein Fahrzeug auf der Straße nach der Stadt hinter dem Fluss, 24. April 2023</p>"
    assert published(script, told) == "20230428"
    assert published("", told).endswith("24. April 2023")


def test_dates_in_the_boxes_of_other_articles_are_not_beside_the_headline() -> None:
    related = '<div class="related-posts"><h4>Another story</h4><p class="related-date">November 30, 2017</p></div>'
    own = '<p class="post-meta">08/08/2017</p>'
    assert published("", f"{related}{own}") == "08/08/2017"


def test_a_sentence_may_tell_of_the_publication() -> None:
    told = "<p>Dieser Beitrag wurde am Samstag, 3. Dezember 2011 um 10 Uhr veröffentlicht und unter Brücken gespeichert. Kommentare sind zu.</p>"
    assert fields(below=told)["published"].where == "sentence"
    assert fields(below=told)["published"].value.startswith("Beitrag wurde am Samstag, 3. Dezember 2011")


def test_a_text_may_begin_with_its_day() -> None:
    def first(beginning: str) -> str:
        markup = news_page([f"{beginning}{SENTENCES[0]} {SENTENCES[1]}", *SENTENCES[1:]])
        found = read_generic(parse(markup), "http://ferry.test/a.html").found.fields.get("published")
        return found.value if found else ""

    assert first("27.1.2022 - ") == "27.1.2022"
    assert first("March 9, 2026: ") == "March 9, 2026"
    assert first("On March 9, 2026 there was a storm. ") == ""
    assert first("2019年2月27日下午，") == ""
