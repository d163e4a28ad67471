"""The people that a string names: how names are parted, and titles and codes kept apart from them."""

import pytest

from cundang.text.people import Person, is_nobody, join_people, list_writers, read_people


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("林晓岚、何青、王涛", "林晓岚、何青、王涛"),
        ("林晓岚，何青", "林晓岚、何青"),
        ("林晓岚 何青", "林晓岚、何青"),
        ("林晓岚;何青", "林晓岚、何青"),
        ("林曉嵐／何青", "林曉嵐、何青"),
        ("林晓岚和何青", "林晓岚、何青"),
        ("王　頔", "王頔"),
        ("王　頔 林晓岚", "王頔、林晓岚"),
        ("王 頔 林 岚", "王頔、林岚"),
        ("阿卜杜拉·买买提、林晓岚", "阿卜杜拉·买买提、林晓岚"),
        ("记者 林晓岚 通讯员 何青", "林晓岚、何青"),
        ("林晓岚等", "林晓岚"),
        ("林晓岚何青王涛", "林晓岚何青王涛"),  # cannot be parted with certainty
        ("林晓岚辑自《渡口的船》（何青、王涛编著）", "林晓岚辑自《渡口的船》（何青、王涛编著）"),
        ("新河县融媒体中心", "新河县融媒体中心"),
        ("本报编辑部", "本报编辑部"),
        ("本报记者王晓会", "王晓会"),
        ("NF041", "NF041"),
        ("Jane Doe and John Roe", "Jane Doe, John Roe"),
        ("Jane Doe, John Roe and Jim Poe", "Jane Doe, John Roe, Jim Poe"),
        ("Jane Doe, John Roe, and The Associated Press", "Jane Doe, John Roe, The Associated Press"),
        ("Jane and John Roe", "Jane and John Roe"),
        ("Department of Health and Human Services", "Department of Health and Human Services"),
        ("Doe, Jane A.", "Jane A. Doe"),
        ("Reuters, AFP", "Reuters, AFP"),
        ("John Roe, Jr.", "John Roe, Jr."),
        ("Jane Doe, MS, RD, FAND", "Jane Doe, MS, RD, FAND"),
        ("Von der Leyen", "Von der Leyen"),
        ("김하늘, 이바다", "김하늘, 이바다"),
        ("林晓岚 分享到", "林晓岚"),
        ("", ""),
        ("、", ""),
    ],
)
def test_names_are_parted_where_it_is_certain(raw: str, names: str) -> None:
    assert join_people(read_people(raw)) == names


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("山川 花子", "山川 花子"),
        ("山川　花子、河野 太一", "山川　花子、河野 太一"),
        ("山川花子", "山川花子"),
        ("山川 はなこ", "山川 はなこ"),
    ],
)
def test_a_space_within_a_japanese_name_parts_nothing(raw: str, names: str) -> None:
    assert join_people(read_people(raw, "ja")) == names
    assert join_people(read_people("林晓岚 何青", "zh")) == "林晓岚、何青"


@pytest.mark.parametrize(
    ("raw", "person"),
    [
        ("林晓岚_NB123", Person("林晓岚", "", "NB123")),
        ("林晓岚 PX001", Person("林晓岚", "", "PX001")),
        ("林晓岚（NB123）", Person("林晓岚", "", "NB123")),
        ("林晓岚，系新河县文化站站长", Person("林晓岚", "新河县文化站站长")),
        ("林晓岚（新河县文化站）", Person("林晓岚", "新河县文化站")),
        ("林晓岚 站长", Person("林晓岚", "站长")),
        ("林晓岚/新河青年报", Person("林晓岚", "新河青年报")),
        ("新河新闻记者 林晓岚", Person("林晓岚", "新河新闻记者")),
        ("本报记者 林晓岚 摄影报道", Person("林晓岚", "本报记者 摄影报道")),
        ("By Jane Doe, Senior Reporter", Person("Jane Doe", "Senior Reporter")),
        ("Jane Doe - Staff Writer", Person("Jane Doe", "Staff Writer")),
    ],
)
def test_titles_and_codes_are_no_part_of_a_name(raw: str, person: Person) -> None:
    assert read_people(raw) == (person,)


def test_who_took_the_pictures_is_no_writer() -> None:
    assert join_people(list_writers(read_people("林晓岚 文 何青 摄"))) == "林晓岚"
    assert list_writers(read_people("摄影记者 何青")) == ()
    assert join_people(list_writers(read_people("记者 林晓岚 编辑 何青"))) == "林晓岚"


@pytest.mark.parametrize(
    "name", ["未知", "佚名", "无", "-", "null", "Admin", "網站管理員", "dedecms", "织梦内容管理系统", "本报记者"]
)
def test_some_strings_name_nobody(name: str) -> None:
    assert is_nobody(name)
    assert read_people(name) == ()


@pytest.mark.parametrize("name", ["无名山", "管一民", "本报评论员", "Adam Min", "织梦的人"])
def test_others_that_begin_alike_do(name: str) -> None:
    assert read_people(name)


def test_a_sentence_stays_whole_however_long() -> None:
    assert read_people("渡口" * 500) == (Person("渡口" * 500),)
