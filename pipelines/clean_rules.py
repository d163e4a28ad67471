"""The table of cleaning rules: what is page furniture and no text of the article. Each row is its own test.

Patterns are matched against a whole line of the folded text (simplified, half-width), so each is written once for both
scripts. They are linear: bounded repeats, no nested ones.
"""

import re
from dataclasses import dataclass
from typing import Literal

from cundang.text.dates import CLOCK, DAY
from cundang.text.labels import LABELS
from cundang.text.tracking import NUMBER


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


_DATE = f"(?:发布时间|发布日期|发稿时间|更新时间|时间|日期)?\\s{{0,4}}:?\\s{{0,4}}{DAY.pattern}(?:{CLOCK.pattern})?"
# Those who checked a text, beside its editor.
_STAFF = "(?:(?:[一二三]审|初审|复审|终审|校对|审校|编校|审核|审读|审签|监制|总监制|统筹|策划|排版|美编|制作|视频|编导|摄影|摄像|图片|海报|设计|出品人?|主编|副主编|值班主任|实习生|签发|总策划|制片人?|剪辑|播音|配音|主播|运营|通讯员|翻译|编译|图文|文字|文字记者|摄影记者|视频制作|海报设计)(?:编辑)?)"
_ROLE = f"(?:{_label('editor')}|{_label('author')}|{_label('source_name')}|{_STAFF}|文|图)"
# Names: no sentence, so no sign of one, and no word longer than a name with its code is.
_NAME = "[^\\s。,?!;:、()\\[\\]【】]{1,14}"
_SHORT_NAME = "[^\\s。,?!;:、()\\[\\]【】]{1,6}"
_NAMES = f"{_NAME}(?:[\\s、/&·]{{1,3}}{_NAME}){{0,5}}"
# A person (two to four characters, a Latin name) or a house that makes news: after a word such as 视频, which heads sentences too.
_PERSON = "(?:[\\u4e00-\\u9fff]{2,4}(?:·[\\u4e00-\\u9fff]{1,6})?|[\\u4e00-\\u9fff]\\s{1,2}[\\u4e00-\\u9fff]|[A-Za-z][\\w.-]{1,20}|[\\u4e00-\\u9fff]{2,12}(?:社|报|网|台|局|部|中心|公司|新闻|客户端|工作室|办|院))(?:\\([^()]{1,10}\\))?"
_PERSONS = f"{_PERSON}(?:[\\s、,/&]{{1,3}}{_PERSON}){{0,7}}"
_COLON = "[:|/︱丨]"
_OPEN, _CLOSE = "[\\[(【〔]?\\s?", "\\s?[\\])】〕]?"
_SHARE = "(?:微信好友|微信|新浪微博|微博|QQ空间|QQ好友|QQ|Qzone|朋友圈|手机|人人网|豆瓣|LINE|Line|Facebook|facebook|Twitter|twitter|WhatsApp|脸书|推特|X|复制链接|邮件|更多)"

RULES = (
    # The header of a page.
    Rule("label alone", "page_header", "head", f"{_label('source_name')}\\s{{0,4}}:", "來源:", "来源地：白沟"),
    Rule("to the text", "page_header", "head", "(?:点击)?阅读(?:正文|全文)|正文", "閱讀正文", "阅读正文之前，先看图。"),
    Rule("time and source", "page_header", "head", f"{_DATE}\\s{{0,4}}(?:{_label('source_name')}\\s{{0,4}}:.{{0,40}})?|{_label('source_name')}\\s{{0,4}}:[^。]{{1,30}}?[\\s|]{{1,4}}{_DATE}",
         "2020-01-31 21:09:08 來源: 中國雄安官網", "2020年1月31日，新区发出通知。"),
    Rule("breadcrumbs", "navigation", "head", "(?:(?:您的|你的|(?:您|你|我)?(?:当前|现在|所在)的?)位置\\s{0,4}:?|首页\\s?[>»|/]).{0,80}",
         "当前位置：首页 > 新闻 > 要闻", "首页设计大赛昨天落幕"),
    Rule("audio", "player", "head", "(?:点击)?(?:收听|播放|听)(?:本文|全文|新闻|音频|视频)|语音播报|Listen to this article",
         "点击收听全文", "听新闻的老人围成一圈"),
    # Who made the text.
    Rule("source", "source_line", "ends", f"{_OPEN}{_label('source_name')}\\s?:\\s{{0,4}}[^。,?!:]{{1,40}}?{_CLOSE}",
         "（来源：新华社）", "来源：据当地渔民说，这批鱼苗来自上游水库。", "source_name"),
    Rule("author", "author_line", "ends", f"{_OPEN}{_label('author')}\\s?:\\s{{0,4}}{_NAMES}{_CLOSE}",
         "作者：林晓岚", "记者：您当时怎么想？答：没想那么多，先救人。", "author"),
    Rule("original title", "original_title", "ends", f"{_OPEN}(?:原标题|原题|本文标题)\\s{{0,4}}:.{{1,120}}",
         "（原标题：一季度市场预期改善）", "他把原标题划掉，写上：回家。"),
    Rule("editor", "editor_line", "tail",
         f"{_OPEN}(?:{_ROLE}\\s?:\\s?[^。,?!;:]{{1,40}}?\\s)?\\s{{0,4}}{_label('editor')}\\s?:\\s{{0,4}}(?:{_NAMES})?\\s?{_CLOSE}",
         "責任編輯: 陳媛媛", "编辑：一份报纸的良心。这是他退休那天写下的话。", "editor"),
    Rule("credits", "editor_line", "tail",
         f"(?=.{{0,160}}(?:{_label('editor')}|{_label('author')}|{_label('source_name')})\\s?{_COLON}){_OPEN}(?:{_ROLE}\\s?{_COLON}\\s?[^\\s。,?!;:|/︱丨][^。,?!;:|/︱丨]{{0,40}}(?:\\s[|/]\\s)?){{1,6}}{_CLOSE}|{_OPEN}(?:{_STAFF}\\s?{_COLON}\\s?{_PERSONS}[\\s|/;]{{0,3}}){{1,6}}{_CLOSE}",
         "本文来源：新京报  作者：林晓 责任编辑：王涛_NB07", "编辑：我为什么留下来，答案在第三页。", "editor"),
    Rule("credits without colons", "editor_line", "tail",
         f"[\\[(【]{_label('editor')}\\s{{1,3}}{_NAMES}[\\])】]|(?:[\\u4e00-\\u9fff]{{0,6}}记者\\s(?:{_SHORT_NAME}\\s){{1,3}})?{_label('editor')}\\s{_SHORT_NAME}(?:\\s{_STAFF}\\s{_SHORT_NAME}){{1,3}}|[\\u4e00-\\u9fff]{{0,6}}记者\\s(?:{_SHORT_NAME}\\s){{1,3}}{_label('editor')}\\s{_SHORT_NAME}|{_label('editor')}\\s{{1,2}}(?!校对|记者|出版|作者)[\\u4e00-\\u9fff]{{2,3}}",
         "编辑 殷晓楠 校对 吴发兴", "编辑 校对 印刷 发行", "editor"),
    Rule("editor in English", "editor_line", "tail", "[(\\[]?(?:Web [Ee]ditor|Editor|Edited by|Editing by|Reporting by)\\s?:?\\s[A-Z][\\w.'-]{0,20}(?:,? (?:and )?[A-Z][\\w.'-]{0,20}){0,7}(?:; ?(?:Additional reporting|Editing|Writing) by [^;.。]{2,60}){0,3}[)\\]]?|Contact (?:the writers?|us) at \\S{2,40}@\\S{3,40}|Our Standards: The Thomson Reuters Trust Principles\\.?",
         "Editor: Zhang Lin", "Editor and poet, she left the paper in May.", "editor"),
    Rule("caption credit", "caption_credit", "tail", f"{_OPEN}(?:题图|头图|配图|封面图|图片|图|插图|制图|供图|摄影|图片来源|供图单位)\\s?[:/|]\\s?{_NAMES}{_CLOSE}|{_OPEN}图源\\s?{_COLON}\\s?{_PERSONS}{_CLOSE}|\\(?(?:本文|文中)?(?:图片?|配图|图文)[^。,?!:]{{0,8}}(?:来自|来源于?|源于|源自)(?:网络|互联网)\\)?|\\[?Photos?\\s?[/:]\\s?[\\w /.-]{{2,40}}\\]?|[(\\[](?:Photos?|Illustration) by [^()]{{2,60}}[)\\]]",
         "题图：林晓岚", "图片是怎样拍成的：一位摄影师的一天"),
    Rule("label above a name", "author_line", "tail", f"(?:{_label('author')}|{_label('source_name')}|摄影)\\s?:", "供稿单位：", "作者是谁："),
    Rule("keywords", "keywords_line", "tail", f"(?:{_label('keywords')}|标签|文章标签|本文标签|Tags|Keywords)\\s?:[^。]{{0,120}}", "關鍵詞:", "关键词是安全。", "keywords"),
    # Buttons, counters, players.
    Rule("counter", "counter", "anywhere",
         "\\+1|\\+|(?:阅读|浏览|点击|点赞|评论|收藏|转发|分享|观看|人气)(?:量|数|次数|人数)?\\s?[:(]?\\s?\\d{1,9}(?:\\.\\d)?[万kK]?\\+?\\s?\\)?次?|\\d{1,9}\\s?(?:views|comments|shares|likes|人(?:点赞|评论|阅读|参与|看过))",
         "+1", "点赞1000次，不如下一次田。"),
    Rule("report an error", "button", "anywhere", "[\\[【(]?\\s?(?:我要|页面|内容)?纠错\\s?[\\]】)]?", "【纠错】", "纠错机制已经建立。"),
    Rule("font and print", "button", "ends",
         "[\\[【(]?(?:字体|字号)(?:大小)?\\s?:?[\\s大中小\\]】)\\[【(打印本页|关闭窗口]{0,30}|[\\[【(]?(?:打印|列印)(?:本页|本稿|本文|此页)?[\\]】)]?|字[大小]|[\\[【(]?关闭(?:窗口|本页|此页)?[\\]】)]?|[Aa][-+](?:\\s?[Aa][-+])?|(?:大|中|小)(?:\\s(?:大|中|小)){1,2}|返回顶部|回顶部|收藏本?文?|(?:[\\[【(]?(?:打印|关闭|收藏|返回|返回顶部)(?:本页|本文|此页|窗口)?[\\]】)]?[\\s|/]{0,3}){2,5}|Print|Font size:?.{0,20}",
         "字体：小 中 大", "打印店开到了村口。"),
    Rule("share", "button", "ends",
         f"(?:一键)?(?:分享|转发)(?:到|至|给|此文|本文)?\\s?:?\\s?(?:{_SHARE}[\\s、|]{{0,3}}){{0,8}}|分享让更多人看到|[Ss]hare(?: (?:this|on|via)(?: (?:article|story|page))?)?:?(?: (?:Facebook|Twitter|WeChat|Weibo|Email|LinkedIn)){{0,5}}",
         "分享到：微信 微博", "分享快乐，快乐加倍。"),
    Rule("comment button", "button", "ends", "(?:我要|发表|写|查看|全部|网友|最新|热门|我有话说)?(?:评论|留言|跟帖)(?:一下|区|列表)?(?:\\s?\\(\\d{1,7}\\))?|(?:已有|共)?\\s?\\d{1,7}\\s?条(?:评论|留言|跟帖)|(?:暂无|还没有|暂时没有)(?:评论|留言|跟帖)(?:,[^。]{0,16})?|我要(?:留言|反馈|投诉|咨询)|Leave a comment|Comments?|Post a comment",
         "发表评论", "评论员文章昨天刊出"),
    Rule("button below", "button", "tail", "举报/?反馈|举报|反馈|关注我们|(?:点击)?阅读原文|点赞|点?个?在看|点击?阅读下一则新闻", "举报/反馈", "反馈机制建起来了。"),
    Rule("scan", "button", "ends", "(?:请?用?微信|手机)?\\s?扫(?:描|一扫|码).{0,30}(?:关注|分享|手机|二维码|阅读|查看).{0,20}|长按.{0,12}二维码.{0,20}|Scan the QR code.{0,60}",
         "扫一扫，分享到朋友圈", "扫码进村成了习惯。"),
    Rule("player", "player", "anywhere", "Play Video|播放视频|视频加载中.{0,12}|\\d{1,2}:\\d\\d\\s?/\\s?\\d{1,2}:\\d\\d|您的浏览器(?:不支持|版本过低).{0,60}|Your browser does not support.{0,60}",
         "00:00/02:54", "08:00/次日凌晨"),
    # What stands around the comments.
    Rule("comment notice", "comment_notice", "anywhere",
         "[\\[【(]?(?:新闻|网友|网民)?(?:评论|跟帖|留言)?[\\s:]{0,3}(?:请|敬请)?(?:您)?(?:遵守法律法规[,\\s]{0,2})?文明上网[\\s,、]{0,3}理性(?:发言|评论|跟帖|留言)(?:[\\s,;!、并和][^。]{0,90})?。?",
         "新聞評論文明上網理性發言,請遵守新聞評論服務協議,評論僅供表達個人看法,并不代表我網立場",
         "读者来信说，文明上网、理性发言八个字，应当写进村规民约。"),
    Rule("comments are opinions", "comment_notice", "anywhere",
         "(?:以上|本)?(?:网友|新闻|用户)?(?:评论|留言|跟帖|言论)(?:内容)?(?:仅供|只代表|仅代表|系网友)(?:其)?(?:表达)?(?:网友)?(?:个人)(?:的)?(?:看法|观点|意见|立场)[^。]{0,80}。?",
         "网友评论仅供其表达个人看法，并不表明本站同意其观点。", "评论仅供参考。"),
    Rule("comment rules", "comment_notice", "tail",
         "(?:发表|发布)?(?:评论|留言|跟帖)(?:时|前)?[,:]?请(?:您)?(?:自觉)?(?:遵守|登录|先登录|注意)[^。]{0,80}。?|(?:登录|注册)后(?:即可|可以|才能|方可)(?:发表)?(?:评论|留言).{0,20}|登录后参与(?:评论|讨论)|尊重网上道德,遵守.{0,60}|还可以输入\\d{1,4}个?字",
         "评论前请先登录", "评论请来稿，来稿请署真名，信箱不变。"),
    # Other articles and other pages.
    Rule("recommendations", "recommendations", "list",
         "[\\[【(]?(?:为[你您]推荐|猜[你您]喜欢|(?:精彩|热门|编辑|今日)推荐|(?:看过本文的人还看|喜欢此内容的人还喜欢|大家都在看|更多精彩|Recommended(?: for you)?|You (?:may|might) also like|Most (?:read|popular)|Trending(?: now)?))[\\]】)]?\\s?:?",
         "為你推薦", "为你推荐书单的人走了。"),
    Rule("related", "recommendations", "list",
         "[\\[【(]?(?:(?:相关|热点|热门|延伸|推荐|最新|更多|精彩|往期|今日)(?:新闻|阅读|推荐|报道|链接|稿件|文章|专题|资讯|视频|内容|回顾|热点)|(?:新闻|阅读)排行榜?|热点(?:排行|聚焦)|图片新闻|Related (?:news|articles|stories|content|topics|links)|More (?:news|stories|from.{0,20})|Read (?:more|next)|RELATED.{0,20})[\\]】)]?\\s?[:>]?",
         "相关阅读", "相关阅读推广活动下周开始。"),
    Rule("next article", "navigation", "tail", "(?:阅读|查看)?(?:上|下|前|后)一(?:篇|条|页|章)(?:\\s?[:>].{0,60})?|[【\\[](?:上|下)一(?:篇|条)[】\\]].{0,60}|返回(?:首页|列表|上一?页|频道)[^。]{0,12}|点击进入(?:专题|下一页).{0,20}|(?:【\\d{1,2}】|\\[\\d{1,2}\\]){2,12}|(?:首页\\s)?上一页(?:\\s\\d{1,3}){0,12}(?:\\s下一页)?(?:\\s尾页)?|Next article:?.{0,80}|Previous article:?.{0,80}|Back to top",
         "下一篇：渡口复航", "下一页故事由孩子们续写。"),
    Rule("load more", "recommendations", "anywhere", "(?:点击)?(?:加载|查看|展开|显示)(?:更多|全文|剩余)(?:新闻|内容|评论|资讯)?(?:>{1,2}|\\.{3})?|正在加载(?:中)?\\.{0,3}|没有更多(?:了|内容)|Load more|Show more", "加載更多新聞", "加载更多货物的船更稳。"),
    Rule("invitation", "advertisement", "tail",
         "[\\[【(]?(?:本文来自[^。,]{2,20},)?(?:更多[^。,]{0,10}[,\\s]{0,2})?(?:请?(?:立即|马上)?下载|请?打开|欢迎下载|请?关注|欢迎(?:搜索)?关注|欢迎订阅|敬请关注)[^。,]{0,24}(?:客户端|APP|App|app|公众号|微信号|头条号|官方微博|视频号)[^。,]{0,24}。?[\\]】)]?|海量资讯[^。]{0,16}尽在[^。]{0,16}(?:APP|App|客户端)|[◎*]?\\s?点我(?:订阅|下载|加入)[^。]{0,40}|不用抽 不用抢[^。]{0,80}|Subscribe to our newsletter.{0,60}|Sign up for .{0,60}newsletter.{0,40}|Follow us on .{0,60}|Download (?:the|our) app.{0,40}|Advertisement|ADVERTISEMENT|广告",
         "更多精彩内容，请下载新闻客户端", "请下载客户端的老人坐到前排，他一个个教。"),
    Rule("hotline", "advertisement", "tail", "(?:新闻|爆料|报料|投稿|广告|举报|客服)(?:热线|电话|邮箱|信箱|QQ)\\s?:[^。]{0,60}", "新闻热线：0312-5550000", "热线电话响了一夜。"),
    Rule("helplines", "advertisement", "tail",  # what Taiwan's papers add to the report of a suicide
         "[^。]{0,16}(?:安心|关怀|协谈|咨询|生命线|张老师)[^。]{0,4}专线\\s?:?\\s?[\\d-]{4,12}[^。]{0,12}|自杀(?:解决不了|不能解决)问题.{0,40}|再给自己一次机会|《[^》]{1,6}》关心[您你]|[●※]?\\s?《[^》]{2,12}》提醒[您你].{0,20}",
         "張老師專線：1980", "這是全縣的生命線，專線公車1980年就有了。"),
    Rule("copyright", "copyright", "tail",
         "(?:Copyright ?(?:©|\\([Cc]\\))|© ?\\d{4}|\\([Cc]\\) ?\\d{4}|版权所有(?!人|者|权)|All [Rr]ights [Rr]eserved|制作单位\\s?:|主办单位?\\s?:|承办\\s?:|[\\u4e00-\\u9fff]{1,4}ICP备|[\\u4e00-\\u9fff]公网安备|网站标识码|互联网新闻信息服务许可证|违法和不良信息举报|网站地图\\s).{0,120}",
         "版权所有：新华网股份有限公司", "他说，版权所有人是他父亲。"),
    Rule("disclaimer", "disclaimer", "tail",
         "[\\[【(]?(?:免责声明|版权声明|本网声明|转载声明|平台声明|(?:郑重|特别)?声明(?=.{0,120}(?:版权|转载|观点|立场|侵权|本网|本站|网络|本文|该文|平台|不代表|仅供参考|投资)))[\\]】)]?\\s?:[^\\n]{0,180}|Notice: The content above .{0,180}|(?:本文|文章|以上内容)(?:仅|只)?(?:为|代表)作者(?:个人|本人)?(?:观点|看法)[^。]{0,80}。?|(?:本文[^。,]{0,16},)?(?:未经|未获)(?:正式|本[网站报刊]|授权|许可|书面授权|允许)[^。]{0,40}(?:转载|使用|复制)[^。]{0,40}。?|(?:本网站?|本站)[^。]{0,30}不代表本[网站][^。]{0,12}(?:观点|立场)。?|凡(?:本网)?注明[\\s\"“]?来源[^。]{0,100}。?|(?:图文)?如有侵权[^。]{0,60}。?|转载请(?:注明|标明|联系)[^。]{0,60}。?|投资有风险,入市需谨慎。?|Disclaimer:.{0,180}",
         "免责声明：本文仅代表作者观点，与本站无关。", "声明发表的当天，市场没有反应。"),
    Rule("tracking number", "tracking_number", "anywhere", f"/?{NUMBER.pattern}/?",
         "020020030100000000000000011100001210457253", "6222020200012345678"),
)  # fmt: skip
