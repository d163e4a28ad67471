"""The dateline that a text begins with, and the credits that it ends with."""

import pytest

from cundang.text.datelines import find_dateline, strip_frame

# A text's first words, the words of the dateline, agency, place, day; what follows begins with 清河.
DATELINES = [
    ("新华社北京11月17日电（记者林晓岚、何青）", "新华社北京11月17日电", "新华社", "北京", (11, 17)),
    ("新华社北京１１月１７日电 ", "新华社北京１１月１７日电", "新华社", "北京", (11, 17)),
    ("新华社新河十一月十七日电 ", "新华社新河十一月十七日电", "新华社", "新河", (11, 17)),
    ("新華社新河11月17日電（記者林曉嵐）", "新華社新河11月17日電", "新華社", "新河", (11, 17)),
    ("新华社快讯：", "新华社快讯", "新华社", "", None),
    ("新华社新河11月17日电 题：船工上岸\n新华社记者林晓岚\n", "新华社新河11月17日电", "新华社", "新河", (11, 17)),
    ("新华社记者 林晓岚\n", "新华社记者 林晓岚", "新华社", "", None),
    ("据新华社新河11月17日电 ", "据新华社新河11月17日电", "新华社", "新河", (11, 17)),
    ("新华网新河11月17日电(林晓岚)", "新华网新河11月17日电", "新华网", "新河", (11, 17)),
    ("新华社客户端新河11月17日电 ", "新华社客户端新河11月17日电", "新华社客户端", "新河", (11, 17)),
    ("中新社香港11月17日电", "中新社香港11月17日电", "中新社", "香港", (11, 17)),
    ("中新网新河11月17日电 (记者 林晓岚)", "中新网新河11月17日电", "中新网", "新河", (11, 17)),
    ("中新经纬客户端11月17日电(林晓)", "中新经纬客户端11月17日电", "中新经纬客户端", "", (11, 17)),
    ("人民网北京电 ", "人民网北京电", "人民网", "北京", None),
    ("央视网消息（新闻联播）：", "央视网消息", "央视网", "", None),
    ("央广网新河11月17日消息（记者林晓岚）", "央广网新河11月17日消息", "央广网", "新河", (11, 17)),
    ("国际在线报道（记者 林晓岚）：", "国际在线报道", "国际在线", "", None),
    ("中国日报网11月17日电（记者 林晓岚）", "中国日报网11月17日电", "中国日报网", "", (11, 17)),
    (
        "經濟日報-中國經濟網新河11月17日訊（記者林曉嵐）",
        "經濟日報-中國經濟網新河11月17日訊",
        "經濟日報-中國經濟網",
        "新河",
        (11, 17),
    ),
    ("中國清淀官網11月17日電（記者林曉嵐）", "中國清淀官網11月17日電", "中國清淀官網", "", (11, 17)),
    ("羊城晚报讯 记者林晓岚、通讯员何青报道：", "羊城晚报讯", "羊城晚报", "", None),
    ("《新河日报》讯 ", "《新河日报》讯", "新河日报", "", None),
    ("河港線上新河11月17日訊 ", "河港線上新河11月17日訊", "河港線上", "新河", (11, 17)),
    ("界面新闻讯 ", "界面新闻讯", "界面新闻", "", None),
    ("每经AI快讯，", "每经AI快讯", "每经AI", "", None),
    ("财联社11月17日电，", "财联社11月17日电", "财联社", "", (11, 17)),
    ("新浪科技讯 北京时间11月17日早间消息，", "新浪科技讯", "新浪科技", "", None),
    ("IT之家 11月17日消息，", "IT之家 11月17日消息", "IT之家", "", (11, 17)),
    ("法新社巴黎电 ", "法新社巴黎电", "法新社", "巴黎", None),
    ("路透伦敦11月17日电 ", "路透伦敦11月17日电", "路透", "伦敦", (11, 17)),
    ("俄罗斯卫星通讯社莫斯科11月17日电 ", "俄罗斯卫星通讯社莫斯科11月17日电", "俄罗斯卫星通讯社", "莫斯科", (11, 17)),
    ("（中央社記者林曉嵐台北17日電）", "（中央社記者林曉嵐台北17日電）", "中央社", "台北", (0, 17)),
    ("（中央社東京17日綜合外電報導）", "（中央社東京17日綜合外電報導）", "中央社", "東京", (0, 17)),
    ("【大公報訊】（記者 林曉嵐）", "【大公報訊】", "大公報", "", None),
    ("【新唐人北京時間2023年11月17日訊】", "【新唐人北京時間2023年11月17日訊】", "新唐人", "", (11, 17)),
    ("[环球网报道 记者 林晓岚]", "[环球网报道 记者 林晓岚]", "环球网", "", None),
    ("（文/观察者网 林晓岚）", "（文/观察者网 林晓岚）", "观察者网", "", None),
    ("【财新网】（记者 林晓岚）", "【财新网】", "财新网", "", None),
]
# The house's own: no agency is named.
OWN = [
    ("本报讯（记者 林晓岚 通讯员 何青）", "本报讯", "", None),
    ("本報訊 ", "本報訊", "", None),
    ("本网讯 记者林晓岚报道：", "本网讯", "", None),
    ("本报新河11月17日电 （记者林晓岚）", "本报新河11月17日电", "新河", (11, 17)),
    ("本台记者林晓岚报道：", "本台记者林晓岚报道", "", None),
    ("〔記者林曉嵐／台北報導〕", "〔記者林曉嵐／台北報導〕", "台北", None),
    ("社會中心／綜合報導\n", "社會中心／綜合報導", "", None),
    ("（吉隆坡17日讯）", "（吉隆坡17日讯）", "吉隆坡", (0, 17)),
]
NONE = [
    "新华社的大楼里有一座钟。",
    "据新华社报道，清河昨夜结冰。",
    "据《新河日报》11月17日报道，清河昨夜结冰。",
    "据路透社消息，清河昨夜结冰。",
    "中国科学院消息，清河昨夜结冰。",
    "新河市水务局11月17日消息，清河昨夜结冰。",
    "图为清河大桥。新华社记者林晓岚摄",
    "记者从新河市水务局获悉，清河昨夜结冰。",
    "本报电子版昨日上线。",
    "新河电视台报道了这件事。",
    "新河电网昨天停电 一次。",
    "新华社电视中心昨天成立。",
    "中国电信今天宣布，船票涨价。",
    "11月17日，清河昨夜结冰。",
    "【电脑】清河昨夜结冰。",
    "（一）清河昨夜结冰。",
    "",
]
CREDITS = [
    "（完）",
    "(记者林晓岚、何青)",
    "（新华社记者 林晓岚 通讯员 何青）",
    "（林晓岚）",
    "\n【责任编辑：何青】",
    "（編輯：林曉嵐）1121117",
    "\n来源：新河日报",
    "（据新华社）",
    "（据新华社新河11月17日电）",
    "（综合新华社、央视新闻报道）",
    "\n（原载于《新河日报》）",
    "\n本报记者 林晓岚",
    "\n（参与采写：何青、林晓岚）（完）\n责任编辑：何青",
]
KEPT = ["（约合一百元）", "（又称红旗社）", "（江西）", "（图为清河大桥）", "\n林晓岚说，完了。", "\n他说的记者"]
TEXT = "清河昨夜结冰。船停了。"


@pytest.mark.parametrize(("head", "raw", "agency", "place", "day"), DATELINES)
def test_find_dateline(head: str, raw: str, agency: str, place: str, day: tuple[int, int] | None) -> None:
    dateline = find_dateline(head + TEXT)
    assert dateline == (len(head), raw, agency, False, place, day)


@pytest.mark.parametrize(("head", "raw", "place", "day"), OWN)
def test_a_dateline_of_the_house_itself(head: str, raw: str, place: str, day: tuple[int, int] | None) -> None:
    assert find_dateline(head + TEXT) == (len(head), raw, "", True, place, day)


@pytest.mark.parametrize("text", NONE)
def test_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


def test_the_reporter_who_asks_is_of_the_text() -> None:
    text = "本报北京10月4日讯 记者林晓从船务局获悉：清河昨夜结冰。"
    dateline = find_dateline(text)
    assert dateline
    assert text[dateline.end :].startswith("记者林晓从船务局获悉")


@pytest.mark.parametrize("credit", CREDITS)
def test_strip_credits(credit: str) -> None:
    assert strip_frame(TEXT + credit) == (0, len(TEXT))


@pytest.mark.parametrize("ending", KEPT)
def test_what_is_no_credit_stays(ending: str) -> None:
    assert strip_frame(TEXT + ending) == (0, len(TEXT + ending))


@pytest.mark.parametrize("text", ["", "本报讯", "（完）", "新华社北京11月17日电（记者林晓岚）", "　\n"])
def test_a_text_of_nothing_but_its_frame_stays(text: str) -> None:
    start, end = strip_frame(text)
    assert 0 <= start <= end <= len(text)
    assert text[start:end].strip() or not text.strip()


def test_only_the_ends_of_a_text_are_read() -> None:
    text = "本报讯 " + TEXT * 200 + "（完）"
    assert text[slice(*strip_frame(text))] == TEXT * 200
