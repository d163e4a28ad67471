"""Cleaning rules for buttons, counters and players, and for what stands around the comments."""

from pipelines.clean.rule import Rule

_SHARE_TARGET = (
    "(?:微信好友|微信|新浪微博|微博|QQ空间|QQ好友|QQ|Qzone|朋友圈|手机|人人网|豆瓣|LINE|Line|Facebook|facebook|Twitter"
    "|twitter|WhatsApp|脸书|推特|X|复制链接|邮件|更多)"
)

BUTTONS = (
    Rule(
        name="counter",
        kind="counter",
        where="anywhere",
        pattern=(
            r"\+1|\+|(?:阅读|浏览|点击|点赞|评论|收藏|转发|分享|观看|人气)(?:量|数|次数|人数)?"
            r"\s?[:(]?\s?\d{1,9}(?:\.\d)?[万kK]?\+?\s?\)?次?"
            r"|\d{1,9}\s?(?:views|comments|shares|likes|人(?:点赞|评论|阅读|参与|看过))"
        ),
        removes="+1",
        keeps="点赞1000次，不如下一次田。",
    ),
    Rule(
        name="report an error",
        kind="button",
        where="anywhere",
        pattern=r"[\[【(]?\s?(?:我要|页面|内容)?纠错\s?[\]】)]?",
        removes="【纠错】",
        keeps="纠错机制已经建立。",
    ),
    Rule(
        name="font and print",
        kind="button",
        where="ends",
        pattern=(
            r"[\[【(]?(?:字体|字号)(?:大小)?\s?:?[\s大中小\]】)\[【(打印本页|关闭窗口]{0,30}"
            r"|[\[【(]?(?:打印|列印)(?:本页|本稿|本文|此页)?[\]】)]?"
            r"|字[大小]|[\[【(]?关闭(?:窗口|本页|此页)?[\]】)]?|[Aa][-+](?:\s?[Aa][-+])?"
            r"|(?:大|中|小)(?:\s(?:大|中|小)){1,2}|返回顶部|回顶部|收藏本?文?"
            r"|(?:[\[【(]?(?:打印|关闭|收藏|返回|返回顶部)(?:本页|本文|此页|窗口)?[\]】)]?[\s|/]{0,3}){2,5}"
            r"|Print|Font size:?.{0,20}"
        ),
        removes="字体：小 中 大",
        keeps="打印店开到了村口。",
    ),
    Rule(
        name="share",
        kind="button",
        where="ends",
        pattern=(
            rf"(?:一键)?(?:分享|转发)(?:到|至|给|此文|本文)?\s?:?\s?(?:{_SHARE_TARGET}[\s、|]{{0,3}}){{0,8}}"
            r"|分享让更多人看到|[Ss]hare(?: (?:this|on|via)(?: (?:article|story|page))?)?:?"
            r"(?: (?:Facebook|Twitter|WeChat|Weibo|Email|LinkedIn)){0,5}"
        ),
        removes="分享到：微信 微博",
        keeps="分享快乐，快乐加倍。",
    ),
    Rule(
        name="comment button",
        kind="button",
        where="ends",
        pattern=(
            r"(?:我要|发表|写|查看|全部|网友|最新|热门|我有话说)?(?:评论|留言|跟帖)(?:一下|区|列表)?"
            r"(?:\s?\(\d{1,7}\))?"
            r"|(?:已有|共)?\s?\d{1,7}\s?条(?:评论|留言|跟帖)"
            r"|(?:暂无|还没有|暂时没有)(?:评论|留言|跟帖)(?:,[^。]{0,16})?|我要(?:留言|反馈|投诉|咨询)"
            r"|Leave a comment|Comments?|Post a comment"
        ),
        removes="发表评论",
        keeps="评论员文章昨天刊出",
    ),
    Rule(
        name="button below",
        kind="button",
        where="tail",
        pattern=(r"举报/?反馈|举报|反馈|关注我们|(?:点击)?阅读原文|点赞|点?个?在看|点击?阅读下一则新闻"),
        removes="举报/反馈",
        keeps="反馈机制建起来了。",
    ),
    Rule(
        name="scan",
        kind="button",
        where="ends",
        pattern=(
            r"(?:请?用?微信|手机)?\s?扫(?:描|一扫|码).{0,30}(?:关注|分享|手机|二维码|阅读|查看|解锁|进群|入群|报名).{0,20}"
            r"|长按.{0,12}二维码.{0,20}|Scan the QR code.{0,60}"
        ),
        removes="扫一扫，分享到朋友圈",
        keeps="扫码进村成了习惯。",
    ),
    Rule(
        name="player",
        kind="player",
        where="anywhere",
        pattern=(
            r"Play Video|播放视频|视频加载中.{0,12}|\d{1,2}:\d\d\s?/\s?\d{1,2}:\d\d"
            r"|您的浏览器(?:不支持|版本过低).{0,60}|Your browser does not support.{0,60}"
        ),
        removes="00:00/02:54",
        keeps="08:00/次日凌晨",
    ),
)

COMMENTS = (
    Rule(
        name="comment notice",
        kind="comment_notice",
        where="anywhere",
        pattern=(
            r"[\[【(]?(?:新闻|网友|网民)?(?:评论|跟帖|留言)?[\s:]{0,3}(?:请|敬请)?(?:您)?(?:遵守法律法规[,\s]{0,2})?"
            r"文明上网[\s,、]{0,3}理性(?:发言|评论|跟帖|留言)(?:[\s,;!、并和][^。]{0,90})?。?"
        ),
        removes="新聞評論文明上網理性發言,請遵守新聞評論服務協議,評論僅供表達個人看法,并不代表我網立場",
        keeps="读者来信说，文明上网、理性发言八个字，应当写进村规民约。",
    ),
    Rule(
        name="comments are opinions",
        kind="comment_notice",
        where="anywhere",
        pattern=(
            r"(?:以上|本)?(?:网友|新闻|用户)?(?:评论|留言|跟帖|言论)(?:内容)?(?:仅供|只代表|仅代表|系网友)(?:其)?(?:表达)?"
            r"(?:网友)?(?:个人)(?:的)?(?:看法|观点|意见|立场)[^。]{0,80}。?"
        ),
        removes="网友评论仅供其表达个人看法，并不表明本站同意其观点。",
        keeps="评论仅供参考。",
    ),
    Rule(
        name="comment rules",
        kind="comment_notice",
        where="tail",
        pattern=(
            r"(?:发表|发布)?(?:评论|留言|跟帖)(?:时|前)?[,:]?请(?:您)?(?:自觉)?(?:遵守|登录|先登录|注意)[^。]{0,80}。?"
            r"|(?:登录|注册)后(?:即可|可以|才能|方可)(?:发表)?(?:评论|留言).{0,20}|登录后参与(?:评论|讨论)"
            r"|尊重网上道德,遵守.{0,60}|还可以输入\d{1,4}个?字"
        ),
        removes="评论前请先登录",
        keeps="评论请来稿，来稿请署真名，信箱不变。",
    ),
)
