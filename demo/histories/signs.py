"""What stands around a text and is none of it: datelines, reporters' lines, （完）; and whom a page names as source."""

from collections.abc import Mapping
from datetime import datetime

from demo.histories.grammar import Writer
from demo.histories.houses import BY_NAME, HOUSES, OUTSIDE, House


def short_name(name: str) -> str:
    """The name of a house, or of an agency outside, as its datelines have it."""
    house = BY_NAME.get(name)
    if house is None:
        return OUTSIDE[name][0]
    return house.spellings[1] if house.kind in ("agency", "office") else house.publisher


def full_name(name: str) -> str:
    """The one name of a house or of an agency outside."""
    return BY_NAME[name].publisher if name in BY_NAME else name


def sign_own(
    writer: Writer, house: str, subject: Mapping[str, str], published: datetime
) -> tuple[str, tuple[str, ...]]:
    """What a house puts before a text of its own, and after it."""
    chance = writer.chance
    day, reporter = f"{published.month}月{published.day}日", writer.expand("{person}", subject)
    kind = BY_NAME[house].kind if house in BY_NAME else "agency"
    if kind == "agency":
        by = chance.choice((f"（记者{reporter}）", f"（记者 {reporter}）", f" 记者{reporter}　", ""))
        space = chance.choice(("", "", " ", "　"))
        head = f"{short_name(house)}{subject['town']}{day}电{by}{space}" if chance.random() < 0.9 else ""
        return head, ("（完）",) if chance.random() < 0.35 else ()
    if kind == "paper":
        heads = (
            f"本报讯（记者 {reporter}）",
            f"本报讯 记者{reporter}报道：",
            f"本报{subject['town']}{day}讯（记者{reporter}）",
            f"本报{subject['town']}{day}电 ",
            "",
            "",
        )
        return chance.choice(heads), (f"（本报记者 {reporter}）",) if chance.random() < 0.1 else ()
    return "", (f"（记者：{reporter}）",) if chance.random() < 0.15 else ()


def sign_copy(
    writer: Writer, house: House, origin: str, head: str, subject: Mapping[str, str], first: datetime, title: str
) -> tuple[str, tuple[str, ...]]:
    """What a house puts before and after a text that it copied from `origin`, whose own head was `head`.

    `title` is that under which the origin has it, if the copy has another.
    """
    chance, name = writer.chance, short_name(origin)
    day = f"{first.month}月{first.day}日"
    is_agency = origin in OUTSIDE or BY_NAME[origin].kind == "agency"
    heads = [head] * 4 if is_agency else [head] + [""] * 3
    if is_agency:
        heads += [f"据{name}{day}电 ", f"据{name}报道，", f"{name}{subject['town']}{day}电 ", ""]
    elif BY_NAME[origin].kind == "office":
        heads += [f"据{name}消息，", f"据{name}{day}消息：", "", ""]
    else:
        heads += [f"据{name}报道，", f"{name}讯 ", f"{name}{subject['town']}{day}讯 ", ""]
    before = "本报讯 " if house.kind == "paper" and chance.random() < 0.08 else chance.choice(heads)
    after = list[str]()
    if title and chance.random() < 0.3:
        after.append(f"原标题：{title}")
    if chance.random() < 0.25:
        spelling = spell_name(writer, origin)
        lines = ("来源：{}", "（来源：{}）", "来源: {}", "转自：{}", "文章来源：{}", "稿源：{}", "（据{}）", "（{}）")
        after.append(chance.choice(lines).format(spelling))
    if is_agency and chance.random() < 0.2:
        after.insert(0, "（完）")
    return before, tuple(after)


def spell_name(writer: Writer, name: str) -> str:
    """A name as pages write it."""
    if name in BY_NAME:
        return writer.chance.choice(BY_NAME[name].spellings)
    return writer.chance.choice(OUTSIDE[name])


def name_source(writer: Writer, house: House, origin: str, copied_from: str) -> str | None:
    """Whom the page of a copy names behind 来源: mostly the origin, at times nobody, itself, or another."""
    lot = writer.chance.random()
    if lot < 0.74:
        return spell_name(writer, origin)
    if lot < 0.88:
        return None
    if lot < 0.93:
        return house.publisher
    if lot < 0.97:
        return spell_name(writer, copied_from)
    return spell_name(writer, writer.chance.choice([h.name for h in HOUSES if h.name not in (origin, house.name)]))
