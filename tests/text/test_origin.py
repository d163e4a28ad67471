"""The original among articles that tell the same text, and what speaks against it."""

import json
from itertools import permutations

import pytest

from cundang.text.namings import CERTAIN, HINTED, TOLD
from cundang.text.origin import Evidence, Member, Origin, choose_origin

NOON, ONE, TWO = (f"2026-11-17T{hour}:00:00+08:00" for hour in (12, 13, 14))
DAY, NEXT_DAY = "2026-11-17", "2026-11-18"


def member(number: int, publisher: str, at: str | None, *evidence: tuple[str, str, int]) -> Member:
    """An article of a publisher and a time, and whom it names."""
    told = tuple(Evidence(kind, name, name, weight) for kind, name, weight in evidence)
    return Member(number, f"https://{number:02}.example/a.html", publisher, at, told)


def source(name: str) -> tuple[str, str, int]:
    return ("source", name, TOLD)


def dateline(name: str) -> tuple[str, str, int]:
    return ("dateline", name, CERTAIN)


def choose(*members: Member) -> Origin:
    """Choose the original, in every order of the articles."""
    [chosen] = {choose_origin(order) for order in permutations(members)}
    return chosen


def test_the_earliest_where_nobody_names_anybody() -> None:
    assert choose(member(1, "河港报", TWO), member(2, "新河日报", NOON), member(3, "渡口报", ONE)) == (2, None, None)


def test_the_one_that_the_others_name() -> None:
    paper = member(3, "新河日报", NOON, source("新河日报"))
    assert choose(
        member(1, "河港报", ONE, source("新河日报")), member(2, "渡口报", TWO, source("新河日报")), paper
    ) == (
        3,
        "新河日报",
        None,
    )


def test_one_that_names_nobody_is_the_origin_where_others_name_it() -> None:
    assert choose(member(1, "河港报", ONE, source("新河日报")), member(2, "新河日报", NOON)) == (2, "新河日报", None)


def test_names_are_followed_from_one_to_the_next() -> None:
    copies = (member(1, "河港报", TWO, source("渡口报")), member(2, "渡口报", ONE, source("新河日报")))
    assert choose(*copies, member(3, "新河日报", NOON)) == (3, "新河日报", None)


def test_one_named_that_is_not_here_leaves_the_earliest_that_had_it_from_there() -> None:
    copies = (member(1, "河港报", NOON, source("渡口报")), member(2, "渡口报", NOON, source("新华社")))
    assert choose(*copies, member(3, "石桥报", TWO, source("新华社"))) == (2, "新华社", None)


def test_the_site_of_an_agency_has_its_reports_first() -> None:
    site = member(2, "新华网", NOON, source("新华网"), dateline("新华社"))
    copy = member(1, "河港报", ONE, source("新华网"), dateline("新华社"))
    assert choose(site, copy) == (2, "新华社", None)


def test_a_dateline_goes_before_the_source() -> None:
    copies = (
        member(1, "河港报", NOON, source("渡口报"), dateline("新华社")),
        member(2, "石桥报", ONE, source("河港报")),
    )
    assert choose(*copies) == (1, "新华社", None)


def test_the_app_of_a_house_is_the_house() -> None:
    assert choose(member(1, "新河日报", NOON), member(2, "河港报", ONE, source("新河日報客戶端"))).first == 1


def test_one_that_is_named_and_came_later_is_a_conflict() -> None:
    chosen = choose(member(1, "河港报", NOON, source("新河日报")), member(2, "新河日报", ONE))
    assert chosen[:2] == (2, "新河日报")
    assert json.loads(chosen.conflict or "") == {"kind": "earlier", "article_id": 1}


def test_names_that_disagree_are_a_conflict() -> None:
    copies = [member(number, f"河港{number}报", TWO, source("新河日报")) for number in (1, 2)]
    chosen = choose(*copies, member(3, "新河日报", NOON), member(4, "石桥报", TWO, source("中新社")))
    assert chosen[:2] == (3, "新河日报")
    assert json.loads(chosen.conflict or "") == {"kind": "name", "article_id": 4, "name": "中新社"}


def test_two_that_name_each_other_are_told_apart_by_time() -> None:
    chosen = choose(member(1, "河港报", NOON, source("新河日报")), member(2, "新河日报", ONE, source("河港报")))
    assert chosen.first == 1
    assert json.loads(chosen.conflict or "")["kind"] == "name"


@pytest.mark.parametrize("at", [DAY, None])
def test_a_day_without_a_clock_and_no_time_are_not_later(at: str | None) -> None:
    named = member(2, "新河日报", at)
    assert choose(member(1, "河港报", NOON, source("新河日报")), named) == (2, "新河日报", None)


def test_of_a_day_without_clocks_one_that_names_nobody_goes_first() -> None:
    assert choose(member(1, "河港报", DAY, source("新华社")), member(2, "渡口报", DAY)).first == 2


def test_of_a_day_the_earliest_with_a_clock_goes_before_one_without() -> None:
    copies = [member(number, f"河港{number}报", at, source("新华社")) for number, at in ((1, DAY), (2, TWO), (3, ONE))]
    assert choose(*copies) == (3, "新华社", None)


def test_of_a_day_one_that_another_has_the_text_from_goes_first() -> None:
    copies = (member(1, "河港报", DAY, source("新华社")), member(2, "渡口报", ONE, dateline("新华社")))
    third = member(3, "石桥报", DAY, source("新华社"), ("link", "河港报", CERTAIN))
    assert choose(*copies, third) == (1, "新华社", None)


def test_the_next_day_is_later_than_a_clock() -> None:
    assert choose(member(1, "河港报", NEXT_DAY), member(2, "渡口报", TWO)) == (2, None, None)


def test_an_article_without_a_time_is_no_original_where_others_have_one() -> None:
    assert choose(member(1, "河港报", None), member(2, "渡口报", TWO)) == (2, None, None)


def test_a_quotation_is_not_where_the_text_is_from() -> None:
    own = member(1, "新河日报", NOON, source("新河日报"), ("text", "新华社", HINTED))
    assert choose(own, member(2, "河港报", ONE, source("新河日报"), ("text", "新华社", HINTED))) == (
        1,
        "新河日报",
        None,
    )


def test_a_link_to_the_original() -> None:
    copy = member(1, "河港报", NOON, ("link", "新河日报", CERTAIN))
    assert choose(copy, member(2, "新河日报", NOON)) == (2, "新河日报", None)


def test_one_article_of_its_own() -> None:
    assert choose(member(1, "河港报", None)) == (1, None, None)


def test_many_articles_take_time_in_proportion() -> None:
    copies = [member(number, f"报社{number}报", DAY, source("新河日报")) for number in range(3000)]
    assert choose_origin([*copies, member(9999, "新河日报", DAY)]).first == 9999
