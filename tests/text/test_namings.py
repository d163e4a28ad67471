"""Whom a text names as where it is from."""

import pytest

from cundang.text.namings import CERTAIN, HINTED, list_namings

TEXT = "清河昨夜结冰。船停了。"
NAMINGS = [
    (f"新华社新河11月17日电（记者林晓岚）{TEXT}", ("dateline", "新华社新河11月17日电", "新华社", CERTAIN)),
    (f"本报讯（记者 林晓岚）{TEXT}", ("dateline", "本报讯", "", HINTED)),
    (f"{TEXT}（据新华社）", ("text", "据新华社", "新华社", CERTAIN)),
    (f"{TEXT}（据新华社新河11月17日电）", ("text", "据新华社新河11月17日电", "新华社", CERTAIN)),
    (f"{TEXT}（新华社记者林晓岚）", ("text", "新华社记者林晓岚", "新华社", CERTAIN)),
    (f"{TEXT}\n\n新河日报记者 林晓岚", ("text", "新河日报记者 林晓岚", "新河日报", CERTAIN)),
    (f"{TEXT}\n\n转自：新河日报", ("text", "转自：新河日报", "新河日报", CERTAIN)),
    (f"{TEXT}（來源：新河日報）", ("text", "來源：新河日報", "新河日報", CERTAIN)),
    (f"{TEXT}（原载于《新河周末》）", ("text", "原载于《新河周末", "新河周末", CERTAIN)),
    (f"本文转载自微信公众号“新河发布”\n\n{TEXT}", ("text", "本文转载自微信公众号“新河发布", "新河发布", CERTAIN)),
    (f"据《新河日报》11月17日报道，{TEXT}", ("text", "据《新河日报》11月17日报道，", "新河日报", HINTED)),
    (f"据新华社报道，{TEXT}", ("text", "据新华社报道，", "新华社", HINTED)),
    (f"{TEXT}\n原文链接：https://paper.example/a/1.html", ("link", "https://paper.example/a/1.html", "", HINTED)),
]


@pytest.mark.parametrize(("text", "naming"), NAMINGS)
def test_list_namings(text: str, naming: tuple[str, str, str, int]) -> None:
    assert list_namings(text) == [naming]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"{TEXT}\n新华社记者林晓岚摄",
        f"{TEXT}稿件转自网络。",
        f"{TEXT}（完）",
        f"{TEXT}新华社的大楼里有一座钟。" + TEXT * 40,
        f"{TEXT * 40}他说，这条消息转自新河日报，" + TEXT * 40,
        "",
    ],
)
def test_a_text_that_names_nobody(text: str) -> None:
    assert list_namings(text) == []
