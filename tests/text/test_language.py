"""Language and script of a text, down to a headline."""

import pytest

from cundang.text.language import detect_language, detect_script

HANS = "新区的第一批树苗昨天种下，村民和志愿者一起培土浇水。"
HANT = "新區的第一批樹苗昨天種下，村民和志願者一起培土澆水。"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HANS, "zh"),
        (HANT, "zh"),
        ("雄安", "zh"),
        ("GDP增5.1%", "zh"),
        ("新华社记者 John Smith 报道", "zh"),
        ("川の渡し船が三年ぶりに再開し、村の人々が集まった。", "ja"),
        ("나루터가 삼 년 만에 다시 열려 마을 사람들이 모였다.", "ko"),
        ("The ferry at the old landing is open again, and the boatmen of the village are busy.", "en"),
        (f"The ferry of the old landing in {'雄安新区'} is open again, and the boatmen are busy with it.", "en"),
        ("La vieille barque est rouverte après trois ans de silence.", None),
        ("", None),
        ("2020-01-31 21:09:08 !!!", None),
    ],
)
def test_language(text: str, code: str | None) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HANS, "Hans"),
        (HANT, "Hant"),
        ("区", "Hans"),
        ("區", "Hant"),
        ("皇后在床前采菊", None),  # 后, 床 and 采 are written in both scripts
        ("皇后在床前採菊", "Hant"),
        ("雄安", None),
        ("", None),
        (f"{HANS * 3}他在臺北說。", "Hans"),
        (f"{HANT * 3}他说。", "Hant"),
        ("中國雄安官網", "Hant"),
        ("The ferry is open.", None),
    ],
)
def test_script(text: str, code: str | None) -> None:
    assert detect_script(text) == code


def test_a_long_text_is_told_by_its_beginning() -> None:
    assert detect_language(HANS * 1000 + "English words of the world " * 10_000) == "zh"
