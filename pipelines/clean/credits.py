"""Cleaning rules for the header of a page, and for the lines that name who made the text."""

from cundang.text.bylines import LINE as BYLINE
from cundang.text.calendars import DAY
from cundang.text.clock import CLOCK
from pipelines.clean.rule import AUTHOR, CLOSE, COLON, EDITOR, KEYWORDS, OPEN, SOURCE, Rule

_DATE = r"(?:发布时间|发布日期|发稿时间|更新时间|时间|日期)?\s{0,4}:?\s{0,4}" rf"{DAY.pattern}(?:{CLOCK.pattern})?"
# Those who checked a text, beside its editor.
_STAFF = (
    "(?:(?:[一二三]审|初审|复审|终审|校对|审校|编校|审核|审读|审签|监制|总监制|统筹|策划|排版|美编|制作|视频|编导|摄影"
    "|摄像|图片|海报|设计|出品人?|主编|副主编|值班主任|实习生|签发|总策划|制片人?|剪辑|播音|配音|主播|运营|通讯员|翻译"
    "|编译|图文|文字|文字记者|摄影记者|视频制作|海报设计)(?:编辑)?)"
)
_ROLE = f"(?:{EDITOR}|{AUTHOR}|{SOURCE}|{_STAFF}|文|图)"
# Names: no sentence, so no sign of one, and no word longer than a name with its code is.
_NAME = r"[^\s。,?!;:、()\[\]【】]{1,14}"
_SHORT_NAME = r"[^\s。,?!;:、()\[\]【】]{1,6}"
_NAMES = rf"{_NAME}(?:[\s、/&·]{{1,3}}{_NAME}){{0,5}}"
# A person (two to four characters, a Latin name) or a house that makes news: after a word such as 视频, which heads
# sentences too.
_PERSON = (
    r"(?:[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,6})?|[\u4e00-\u9fff]\s{1,2}[\u4e00-\u9fff]|[A-Za-z][\w.-]{1,20}"
    r"|[\u4e00-\u9fff]{2,12}(?:社|报|网|台|局|部|中心|公司|新闻|客户端|工作室|栏目组|办|院))(?:\([^()]{1,10}\))?"
)
_PERSONS = rf"{_PERSON}(?:[\s、,/&]{{1,3}}{_PERSON}){{0,7}}"
_REPORTERS = rf"[\u4e00-\u9fff]{{0,6}}记者\s(?:{_SHORT_NAME}\s){{1,3}}"

HEADER = (
    Rule(
        name="label alone",
        kind="page_header",
        where="head",
        pattern=rf"{SOURCE}\s{{0,4}}:",
        removes="來源:",
        keeps="来源地：白沟",
    ),
    Rule(
        name="to the text",
        kind="page_header",
        where="head",
        pattern=r"(?:点击)?阅读(?:正文|全文)|正文",
        removes="閱讀正文",
        keeps="阅读正文之前，先看图。",
    ),
    Rule(
        name="time and source",
        kind="page_header",
        where="head",
        pattern=(
            rf"{_DATE}\s{{0,4}}(?:{SOURCE}\s{{0,4}}:.{{0,40}})?"
            rf"|{SOURCE}\s{{0,4}}:[^。]{{1,30}}?[\s|]{{1,4}}{_DATE}"
        ),
        removes="2020-01-31 21:09:08 來源: 中國雄安官網",
        keeps="2020年1月31日，新区发出通知。",
    ),
    Rule(
        name="breadcrumbs",
        kind="navigation",
        where="head",
        pattern=r"(?:(?:您的|你的|(?:您|你|我)?(?:当前|现在|所在)的?)位置\s{0,4}:?|首页\s?[>»|/]).{0,80}",
        removes="当前位置：首页 > 新闻 > 要闻",
        keeps="首页设计大赛昨天落幕",
    ),
    Rule(
        name="audio",
        kind="player",
        where="head",
        pattern=(r"(?:点击)?(?:收听|播放|听)(?:本文|全文|新闻|音频|视频)|语音播报|Listen to this article"),
        removes="点击收听全文",
        keeps="听新闻的老人围成一圈",
    ),
)

CREDITS = (
    Rule(
        name="line above the names",  # drawn with characters
        kind="editor_line",
        where="tail",
        pattern=r"[-—_=~─━*]{5,120}"
        r"|[-—_=~─━*·•\s]{1,20}(?:(?:THE |The )?(?:END|End)|完|全文完)[-—_=~─━*·•\s]{1,20}|(?:THE )?END",
        removes="----------",
        keeps="——",
    ),
    Rule(
        name="source",
        kind="source_line",
        where="ends",
        pattern=rf"{OPEN}{SOURCE}\s?[:|丨∣│┃]\s{{0,4}}[^。,?!:]{{1,40}}?"
        rf"(?:\((?:ID|微信号|公众号)\s?:\s?[\w-]{{1,30}}\))?{CLOSE}",
        removes="（来源：新华社）",
        keeps="来源：据当地渔民说，这批鱼苗来自上游水库。",
        field="source_name",
    ),
    Rule(
        name="author",
        kind="author_line",
        where="ends",
        pattern=rf"{OPEN}{AUTHOR}\s?:\s{{0,4}}{_NAMES}{CLOSE}",
        removes="作者：林晓岚",
        keeps="记者：您当时怎么想？答：没想那么多，先救人。",
        field="author",
    ),
    Rule(
        name="byline",
        kind="author_line",
        where="head",
        pattern=BYLINE,
        removes="文丨林晓岚　图丨何青",
        keeps="记者林晓岚昨天去了渡口。",
        field="author",
    ),
    Rule(
        name="what the author is",
        kind="author_line",
        where="tail",
        pattern=(
            r"[(\[【〔](?:本文)?作者\s?:\s?[\u4e00-\u9fff·]{2,8}?\s?(?:,\s?(?:系|为|现任|是)?|系|现任)[^。]{2,60}[)\]】〕]"
        ),
        removes="（作者：林晓岚，系新河县文化站站长）",
        keeps="作者系着围裙走了出来。",
        field="author",
    ),
    Rule(
        name="original title",
        kind="original_title",
        where="ends",
        pattern=rf"{OPEN}(?:原标题|原题|本文标题)\s{{0,4}}:.{{1,120}}",
        removes="（原标题：一季度市场预期改善）",
        keeps="他把原标题划掉，写上：回家。",
    ),
    Rule(
        name="editor",
        kind="editor_line",
        where="tail",
        pattern=(
            rf"{OPEN}(?:{_ROLE}\s?:\s?[^。,?!;:]{{1,40}}?\s)?\s{{0,4}}"
            rf"{EDITOR}\s?:\s{{0,4}}(?:{_NAMES})?\s?{CLOSE}"
        ),
        removes="責任編輯: 陳媛媛",
        keeps="编辑：一份报纸的良心。这是他退休那天写下的话。",
        field="editor",
    ),
    Rule(
        name="credits",
        kind="editor_line",
        where="tail",
        pattern=(
            rf"(?=.{{0,160}}(?:{EDITOR}|{AUTHOR}|{SOURCE})\s?{COLON})"
            rf"{OPEN}(?:{_ROLE}\s?{COLON}\s?[^\s。,?!;:|/丨—][^。,?!;:|/丨—]{{0,40}}(?:\s[|/]\s)?){{1,6}}{CLOSE}"
            rf"|{OPEN}(?:{_STAFF}\s?{COLON}\s?{_PERSONS}[\s|/;]{{0,3}}){{1,6}}{CLOSE}"
        ),
        removes="本文来源：新京报  作者：林晓 责任编辑：王涛_NB07",
        keeps="编辑：我为什么留下来，答案在第三页。",
        field="editor",
    ),
    Rule(
        name="contributed",
        kind="editor_line",
        where="tail",
        pattern=(
            rf"{OPEN}[^\s。,?!;:()]{{2,30}}(?:供稿|供图|来稿)"
            rf"(?:[\s|;]{{1,4}}(?:{_ROLE}|{_STAFF})\s?{COLON}\s?{_PERSONS}){{0,4}}{CLOSE}"
        ),
        removes="苇海县文化站供稿 摄影/林晓 编辑/王涛",
        keeps="苇海县文化站供稿的作者，有二十人",
        field="editor",
    ),
    Rule(
        name="credits without colons",
        kind="editor_line",
        where="tail",
        pattern=(
            rf"[\[(【]{EDITOR}\s{{1,3}}{_NAMES}[\])】]"
            rf"|(?:{_REPORTERS})?{EDITOR}\s{_SHORT_NAME}(?:\s{_STAFF}\s{_SHORT_NAME}){{1,3}}"
            rf"|{_REPORTERS}{EDITOR}\s{_SHORT_NAME}"
            rf"|{EDITOR}\s{{1,2}}(?!校对|记者|出版|作者)[\u4e00-\u9fff]{{2,3}}"
        ),
        removes="编辑 殷晓楠 校对 吴发兴",
        keeps="编辑 校对 印刷 发行",
        field="editor",
    ),
    Rule(
        name="editor in English",
        kind="editor_line",
        where="tail",
        pattern=(
            r"[(\[]?(?:Web [Ee]ditor|Editor|Edited by|Editing by|Reporting by)\s?:?\s"
            r"[A-Z][\w.'-]{0,20}(?:,? (?:and )?[A-Z][\w.'-]{0,20}){0,7}"
            r"(?:; ?(?:Additional reporting|Editing|Writing) by [^;.。]{2,60}){0,3}[)\]]?"
            r"|Contact (?:the writers?|us) at \S{2,40}@\S{3,40}"
            r"|Our Standards: The Thomson Reuters Trust Principles\.?"
        ),
        removes="Editor: Zhang Lin",
        keeps="Editor and poet, she left the paper in May.",
        field="editor",
    ),
    Rule(
        name="caption credit",
        kind="caption_credit",
        where="tail",
        pattern=(
            rf"{OPEN}(?:题图|头图|配图|封面图|图片|图|插图|制图|供图|摄影|图片来源|供图单位)\s?[:/|]\s?{_NAMES}{CLOSE}"
            rf"|{OPEN}图源\s?{COLON}\s?{_PERSONS}{CLOSE}"
            r"|\(?(?:本文|文中)?(?:图片?|配图|图文)[^。,?!:]{0,8}(?:来自|来源于?|源于|源自)(?:网络|互联网)\)?"
            r"|\[?Photos?\s?[/:]\s?[\w /.-]{2,40}\]?"
            r"|[(\[](?:Photos?|Illustration) by [^()]{2,60}[)\]]"
        ),
        removes="题图：林晓岚",
        keeps="图片是怎样拍成的：一位摄影师的一天",
    ),
    Rule(
        name="label above a name",
        kind="author_line",
        where="tail",
        pattern=rf"(?:{AUTHOR}|{SOURCE}|摄影)\s?:",
        removes="供稿单位：",
        keeps="作者是谁：",
    ),
    Rule(
        name="keywords",
        kind="keywords_line",
        where="tail",
        pattern=rf"(?:{KEYWORDS}|标签|文章标签|本文标签|Tags|Keywords)\s?:[^。]{{0,120}}",
        removes="關鍵詞:",
        keeps="关键词是安全。",
        field="keywords",
    ),
)
