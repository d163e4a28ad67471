"""Cleaning rules for links to other pages, for advertisements, and for legal notices."""

from cundang.text.tracking import NUMBER
from pipelines.clean.rule import Rule

LINKS = (
    Rule(
        name="recommendations",
        kind="recommendations",
        where="list",
        pattern=(
            r"[\[【(]?(?:为[你您]推荐|猜[你您]喜欢|(?:精彩|热门|编辑|今日)推荐"
            r"|(?:看过本文的人还看|喜欢此内容的人还喜欢|大家都在看|更多精彩"
            r"|Recommended(?: for you)?|You (?:may|might) also like|Most (?:read|popular)|Trending(?: now)?))"
            r"[\]】)]?\s?:?"
        ),
        removes="為你推薦",
        keeps="为你推荐书单的人走了。",
    ),
    Rule(
        name="related",
        kind="recommendations",
        where="list",
        pattern=(
            r"[\[【(]?(?:(?:相关|热点|热门|延伸|推荐|最新|更多|精彩|往期|今日)"
            r"(?:新闻|阅读|推荐|报道|链接|稿件|文章|专题|资讯|视频|内容|回顾|热点)"
            r"|(?:新闻|阅读)排行榜?|热点(?:排行|聚焦)|图片新闻|Related (?:news|articles|stories|content|topics|links)"
            r"|More (?:news|stories|from.{0,20})|Read (?:more|next)|RELATED.{0,20})[\]】)]?\s?[:>]?"
        ),
        removes="相关阅读",
        keeps="相关阅读推广活动下周开始。",
    ),
    Rule(
        name="next article",
        kind="navigation",
        where="tail",
        pattern=(
            r"(?:阅读|查看)?(?:上|下|前|后)一(?:篇|条|页|章)(?:\s?[:>].{0,60})?|[【\[](?:上|下)一(?:篇|条)[】\]].{0,60}"
            r"|返回(?:首页|列表|上一?页|频道)[^。]{0,12}|返回[^\s。,]{2,8},\s?查看更多|点击进入(?:专题|下一页).{0,20}"
            r"|(?:【\d{1,2}】|\[\d{1,2}\]){2,12}|(?:首页\s)?上一页(?:\s\d{1,3}){0,12}(?:\s下一页)?(?:\s尾页)?"
            r"|Next article:?.{0,80}|Previous article:?.{0,80}|Back to top"
        ),
        removes="下一篇：渡口复航",
        keeps="下一页故事由孩子们续写。",
    ),
    Rule(
        name="load more",
        kind="recommendations",
        where="anywhere",
        pattern=(
            r"(?:点击)?(?:加载|查看|展开|显示)(?:更多|全文|剩余)(?:新闻|内容|评论|资讯)?(?:>{1,2}|\.{3})?"
            r"|[\[【(](?:详细|详情|全文|更多|(?:点击)?(?:阅读|查看)(?:全文|更多|详情|详细)?)[\]】)]"
            r"|>{1,3}\s?(?:点击)?(?:阅读|查看)(?:全文|更多|详情)"
            r"|正在加载(?:中)?\.{0,3}|没有更多(?:了|内容)|Load more|Show more"
        ),
        removes="加載更多新聞",
        keeps="加载更多货物的船更稳。",
    ),
)

NOTICES = (
    Rule(
        name="invitation",
        kind="advertisement",
        where="tail",
        pattern=(
            r"[\[【(]?(?:本文来自[^。,]{2,20},)?(?:更多[^。,]{0,10}[,\s]{0,2})?"
            r"(?:请?(?:立即|马上)?下载|请?打开|欢迎下载|请?关注|欢迎(?:搜索)?关注|欢迎订阅|敬请关注)[^。,]{0,24}"
            r"(?:客户端|APP|App|app|公众号|微信号|头条号|官方微博|视频号)[^。,]{0,24}。?[\]】)]?"
            r"|海量资讯[^。]{0,16}尽在[^。]{0,16}(?:APP|App|客户端)"
            r"|[◎*]?\s?点我(?:订阅|下载|加入)[^。]{0,40}|不用抽 不用抢[^。]{0,80}"
            r"|>{0,3}(?:(?:按赞|点赞|点击|立即|马上|欢迎|快来?)?加入|追踪|按赞)[^。,]{0,12}"
            r"(?:粉丝团|粉丝专页|粉专|官方账号|好友|LINE|Telegram|FB|Facebook)[^。]{0,16}"
            r"|Subscribe to our newsletter.{0,60}|Sign up for .{0,60}newsletter.{0,40}|Follow us on .{0,60}"
            r"|Download (?:the|our) app.{0,40}|Advertisement|ADVERTISEMENT|广告"
        ),
        removes="更多精彩内容，请下载新闻客户端",
        keeps="请下载客户端的老人坐到前排，他一个个教。",
    ),
    Rule(  # of an account in an app, below its post
        name="answer of an account",
        kind="advertisement",
        where="tail",
        pattern=(
            r"(?:\d{1,2}[、.)]\s?|[①-⑩▼▽◆●☞→]\s?)?(?:在?(?:公众号|本号)?(?:后台|对话框|下方)?)?(?:回复|发送|输入)(?:关键[词字])?"
            r"\s?[【\[「“\"][^】\]」”\"]{1,12}[】\]」”\"][^。]{0,30}"
            r"|点击(?:下方|底部|左下角|页面)?(?:菜单栏?|“[^”]{1,8}”|【[^】]{1,8}】)[^。]{0,30}"
            r"|[^。]{0,16}(?:点个?|戳)(?:一?个)?[【「“\"]?(?:在看|好看|小花花)[】」”\"]?[^。]{0,16}"
        ),
        removes="3、回复【医保】查询报销比例",
        keeps="回复的信上写着：“同意”，落款是他的名字。",
    ),
    Rule(
        name="hotline",
        kind="advertisement",
        where="tail",
        pattern=r"(?:新闻|爆料|报料|投稿|广告|举报|客服)(?:热线|电话|邮箱|信箱|QQ)\s?:[^。]{0,60}",
        removes="新闻热线：0312-5550000",
        keeps="热线电话响了一夜。",
    ),
    Rule(  # what Taiwan's papers add to the report of a suicide
        name="helplines",
        kind="advertisement",
        where="tail",
        pattern=(
            r"[^。]{0,16}(?:安心|关怀|协谈|咨询|生命线|张老师)[^。]{0,4}专线\s?:?\s?[\d-]{4,12}[^。]{0,12}"
            r"|自杀(?:解决不了|不能解决)问题.{0,40}|再给自己一次机会|《[^》]{1,6}》关心[您你]"
            r"|[●※]?\s?《[^》]{2,12}》提醒[您你].{0,20}"
        ),
        removes="張老師專線：1980",
        keeps="這是全縣的生命線，專線公車1980年就有了。",
    ),
    Rule(
        name="copyright",
        kind="copyright",
        where="tail",
        pattern=(
            r"(?:Copyright ?(?:©|\([Cc]\))|© ?\d{4}|\([Cc]\) ?\d{4}|版权所有(?!人|者|权)|All [Rr]ights [Rr]eserved"
            r"|制作单位\s?:|主办单位?\s?:|承办\s?:|[\u4e00-\u9fff]{1,4}ICP备|[\u4e00-\u9fff]公网安备|网站标识码"
            r"|互联网新闻信息服务许可证|违法和不良信息举报|网站地图\s).{0,120}"
        ),
        removes="版权所有：新华网股份有限公司",
        keeps="他说，版权所有人是他父亲。",
    ),
    Rule(
        name="disclaimer",
        kind="disclaimer",
        where="tail",
        pattern=(
            r"[\[【(]?(?:免责声明|版权声明|本网声明|转载声明|平台声明"
            r"|(?:郑重|特别)?声明(?=.{0,120}(?:版权|转载|观点|立场|侵权|本网|本站|网络|本文|该文|平台|不代表|仅供参考|投资)))"
            r"[\]】)]?\s?:[^\n]{0,180}|Notice: The content above .{0,180}"
            r"|(?:本文|文章|以上内容)(?:仅|只)?(?:为|代表)作者(?:个人|本人)?(?:观点|看法)[^。]{0,80}。?"
            r"|(?:本文[^。,]{0,16},)?(?:未经|未获)(?:正式|本[网站报刊]|授权|许可|书面授权|允许)"
            r"[^。]{0,40}(?:转载|使用|复制)[^。]{0,40}。?"
            r"|(?:本网站?|本站)[^。]{0,30}不代表本[网站][^。]{0,12}(?:观点|立场)。?"
            r'|凡(?:本网)?注明[\s"“]?来源[^。]{0,100}。?|(?:图文)?如有侵权[^。]{0,60}。?'
            r"|转载请(?:注明|标明|联系)[^。]{0,60}。?|投资有风险,入市需谨慎。?|Disclaimer:.{0,180}"
        ),
        removes="免责声明：本文仅代表作者观点，与本站无关。",
        keeps="声明发表的当天，市场没有反应。",
    ),
    Rule(
        name="tracking number",
        kind="tracking_number",
        where="anywhere",
        pattern=f"/?{NUMBER.pattern}/?",
        removes="020020030100000000000000011100001210457253",
        keeps="6222020200012345678",
    ),
)
