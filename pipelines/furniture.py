"""The table of cleaning rules: what is page furniture and no text of the article. Each row is its own test.

Patterns are matched against a whole line of the folded text (simplified, half-width), so each is written once for both
scripts. They are linear: bounded repeats, no nested ones.
"""

import re
from dataclasses import dataclass
from typing import Literal

from pipelines.dates import CLOCK, DAY
from pipelines.labels import LABELS
from pipelines.tracking import NUMBER


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of furniture. `where` a line of it may stand:

    - `head`: among the first lines, with nothing but furniture above; `tail`: among the last, with nothing but
      furniture below; `ends`: either; `anywhere`: as a whole line;
    - `list`: it heads a list of short lines that goes on to the end of the text, and goes with it.

    `field`: what the line names (`editor`, `source_name` ...). `removes` and `keeps` are examples, and tests.
    """

    name: str
    kind: str
    where: Literal["head", "tail", "ends", "anywhere", "list"]
    pattern: str
    removes: str
    keeps: str
    field: str | None = None

    def matches(self, folded: str) -> bool:
        return re.fullmatch(self.pattern, folded) is not None


def _label(name: str) -> str:
    return f"(?:{'|'.join(LABELS[name])})"


_DATE = f"(?:发布时间|发稿时间|时间|日期)?\\s*:?\\s*{DAY.pattern}(?:{CLOCK.pattern})?"

RULES = (
    Rule("label alone", "page_header", "head", f"{_label('source_name')}\\s*:", "來源:", "来源地：白沟"),
    Rule("to the text", "page_header", "head", "(?:点击)?阅读(?:正文|全文)", "閱讀正文", "阅读正文之前，先看图。"),
    Rule("time and source", "page_header", "head", f"{_DATE}\\s*(?:{_label('source_name')}\\s*:.{{0,40}})?",
         "2020-01-31 21:09:08 來源: 中國雄安官網", "2020年1月31日，新区发出通知。"),
    Rule("source", "source_line", "ends", f"[\\[(【]?{_label('source_name')}\\s*:\\s*[^。,]{{1,40}}?[\\])】]?",
         "（来源：新华社）", "来源：据当地渔民说，这批鱼苗来自上游水库。", "source_name"),
    Rule("author", "author_line", "ends", f"[\\[(【]?{_label('author')}\\s*:\\s*[^。,]{{1,40}}?[\\])】]?",
         "作者：林晓岚", "记者：您当时怎么想？答：没想那么多，先救人。", "author"),
    Rule("original title", "original_title", "ends", "[\\[(【]?原标题\\s*:.{1,120}",
         "（原标题：一季度市场预期改善）", "他把原标题划掉，写上：回家。"),
    Rule("editor", "editor_line", "tail",
         f"[\\[(【]?(?:{_label('author')}\\s*:\\s*[^。]{{1,30}}\\s)?\\s*{_label('editor')}\\s*:\\s*[^。]{{0,40}}?[\\])】]?",
         "責任編輯: 陳媛媛", "编辑：一份报纸的良心。这是他退休那天写下的话。", "editor"),
    Rule("keywords", "keywords_line", "tail", f"{_label('keywords')}\\s*:[^。]{{0,120}}", "關鍵詞:", "关键词是安全。", "keywords"),
    Rule("counter", "counter", "anywhere", "\\+1|(?:阅读|浏览|点击|点赞|评论)(?:量|数|次数)?\\s*[:(]?\\s*\\d{1,9}\\s*\\)?次?",
         "+1", "点赞1000次，不如下一次田。"),
    Rule("report an error", "button", "anywhere", "[\\[【(]?\\s*纠错\\s*[\\]】)]?", "【纠错】", "纠错机制已经建立。"),
    Rule("font and print", "button", "ends", "(?:字体|字号)\\s*:?[\\s大中小]{0,12}|打印(?:本页|本稿)?|字[大小]|关闭(?:窗口|本页)",
         "字体：小 中 大", "打印店开到了村口。"),
    Rule("share", "button", "ends", "分享(?:到|至)?\\s*:?(?:\\s?(?:微信|微博|QQ|朋友圈|手机|QQ空间)){0,6}|分享让更多人看到",
         "分享到：微信 微博", "分享快乐，快乐加倍。"),
    Rule("scan", "button", "tail", "(?:微信)?扫(?:描|一扫|码).{0,30}(?:关注|分享|手机|二维码).{0,20}", "扫一扫，分享到朋友圈", "扫码进村成了习惯。"),
    Rule("player", "player", "anywhere", "Play Video|\\d{1,2}:\\d\\d\\s*/\\s*\\d{1,2}:\\d\\d", "00:00/02:54", "08:00/次日凌晨"),
    Rule("comment notice", "comment_notice", "anywhere",
         "(?:新闻|网友|网民)?(?:评论|跟帖|留言)?[\\s:]*文明上网[\\s,]*理性(?:发言|评论|跟帖|留言)[^。]{0,90}。?",
         "新聞評論文明上網理性發言,請遵守新聞評論服務協議,評論僅供表達個人看法,并不代表我網立場",
         "读者来信说，文明上网、理性发言八个字，应当写进村规民约。"),
    Rule("comments are opinions", "comment_notice", "anywhere", "(?:网友|新闻)?评论仅供(?:其)?表达个人(?:看法|观点)[^。]{0,80}。?",
         "网友评论仅供其表达个人看法，并不表明本站同意其观点。", "评论仅供参考。"),
    Rule("recommendations", "recommendations", "list",
         "(?:为[你您]推荐|猜你喜欢|(?:相关|热点|热门|推荐|延伸)(?:新闻|阅读|推荐|报道|链接|稿件|文章)|阅读下一篇)\\s*:?",
         "為你推薦", "相关阅读推广活动下周开始。"),
    Rule("load more", "recommendations", "anywhere", "(?:点击)?(?:加载|查看)更多(?:新闻|内容)?", "加載更多新聞", "加载更多货物的船更稳。"),
    Rule("copyright", "copyright", "tail", "(?:Copyright|©|版权所有).{0,120}", "版权所有：新华网股份有限公司", "他说，版权所有人是他父亲。"),
    Rule("tracking number", "tracking_number", "anywhere", f"/?{NUMBER.pattern}",
         "020020030100000000000000011100001210457253", "6222020200012345678"),
)  # fmt: skip
