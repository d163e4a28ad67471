"""Repair is the inverse of the mirror, and does nothing to a text that no mirror touched. `make proof` is the long form."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.repair import measure_inverse, read_gold_texts, read_page_texts
from pipelines.repair import repair, undo
from tests.helpers.mirror import CONVERTED, mirror
from tests.helpers.paths import shared
from tests.helpers.sentences import sentence, text, traditional

LATIN_DAMAGE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u2013-\u2122]")
ZH = "雄安新区的第一批树苗昨天种下，村民和志愿者一起培土浇水。"


def test_what_the_mirror_broke_comes_back() -> None:
    dice = random.Random(1)
    found = measure_inverse((traditional(text(dice)) for _ in range(150)), dice)
    assert found["readings"] > 10_000
    assert found["characters shifted"] > 1_000
    assert found["readings back"] >= 0.99
    assert found["characters back"] >= 0.9


def test_the_mirror_does_what_it_did_to_the_seed() -> None:
    assert (
        mirror("體現責任擔當的試金石和磨刀石,把黨的", "數當擔現責").text
        == "體現(xiàn)責(zé)任擔(dān)當(dāng)?shù)脑嚱鹗\ue1ef湍サ妒?,把黨的"
    )
    assert mirror("勇挑重擔,迎難", "擔負").text == "勇挑重?fù)?dān),迎難"


def test_sentences_of_our_own_stay() -> None:
    dice = random.Random(2)
    for number in range(5_000):
        one = sentence(dice) if number % 2 else traditional(sentence(dice))
        assert repair(one).repairs == ()


def test_sentences_of_pages_stay() -> None:
    beside = shared("corpora").parent
    for one in [*read_gold_texts(beside)][::10] + [*read_page_texts(beside)][::10]:
        for mended in repair(one).repairs:  # a few pages hold UTF-8 that was read as Latin-1: real damage
            assert mended.before == mended.after or (mended.kind == "mojibake" and LATIN_DAMAGE.search(mended.before))


@given(st.integers(0, 10_000))
def test_repair_of_the_repaired_is_nothing_and_undo_is_its_inverse(seed: int) -> None:
    dice = random.Random(seed)
    converted = list(CONVERTED)
    dice.shuffle(converted)
    damaged = mirror(traditional(text(dice, 6)), converted).text
    repaired = repair(damaged)
    assert undo(repaired.text, repaired.repairs) == damaged
    assert repair(repaired.text).text == repaired.text


@pytest.mark.parametrize(
    "damaged",
    [
        ZH.encode().decode("latin-1"),
        ZH.encode("gbk").decode("latin-1"),
        ZH.encode().decode("latin-1").encode().decode("latin-1"),
        ZH.encode("gbk").decode("latin-1").encode().decode("latin-1"),
    ],
    ids=["UTF-8 as Latin-1", "GBK as Latin-1", "UTF-8 as Latin-1, twice", "GBK as Latin-1, as UTF-8"],
)
def test_mojibake_is_read_anew(damaged: str) -> None:
    repaired = repair(damaged)
    assert repaired.text == ZH
    assert {one.kind for one in repaired.repairs} == {"mojibake"}
    assert undo(repaired.text, repaired.repairs) == damaged


def test_utf8_read_as_gbk_is_read_anew() -> None:
    assert repair("新区发布通知".encode().decode("gb18030")).text == "新区发布通知"


def test_what_is_lost_is_marked_and_stays() -> None:
    repaired = repair("他说锟斤拷锟斤拷就这样")
    assert repaired.text == "他说锟斤拷锟斤拷就这样"
    assert [(one.kind, one.position, one.before) for one in repaired.repairs] == [("lost_bytes", 2, "锟斤拷锟斤拷")]


def test_a_last_byte_that_no_word_decides_is_marked() -> None:
    damaged = mirror("新區的網絡和電視都在講當的一,學習對國家有關係,領導認真發展", "數當網電講學對國關領導認發區")
    kinds = [one.kind for one in repair(damaged.text).repairs]
    assert "reading" in kinds
    assert re.search(r"[(?][a-zǎāáàōóǒòēéěè]+\)", repair(damaged.text).text) is None


@pytest.mark.parametrize(
    "undamaged",
    [
        "黨委(黨組)研究了(VPN)的規定。",
        "龍(lóng)、鳳(fèng)、龜(guī)、馬(mǎ)、鳥(niǎo)、魚(yú)六字都象形。",
        "鬱(yù)字筆畫最多。",
        "café naïve ÄÖÜ Größe Ääkkösiä façade",
        "联通、移动与电信",
        "ＡＢＣ１２３全角",
    ],
)
def test_undamaged(undamaged: str) -> None:
    assert repair(undamaged).repairs == ()
