"""Whether a page is shown in place of an article: a check of visitors, a page that only waits, a wall, "not there".

Words alone decide nothing: a site may write about its own check of visitors. What counts is a headline that has no word
but those of such a page, sentences that speak to the visitor, scripts of known firewalls, and against it what articles
have: a date, a source, a text of some length.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cundang.model.article import Found
from cundang.model.no_article import MISSING, VERIFICATION, WAITING, WALL
from pipelines.extract.tree import Element, select, text_of

LONGEST = 800  # characters of a text that may be such a page; the longest notices of firewalls have half of that
_LONG = 400
_TINY = 80
_LONGEST_TITLE = 40
_LONGEST_SHOWN = 3000  # characters that a page shows, of one that has no article
_LONGEST_MARKUP = 200_000
_APART = re.compile(r"\s[-–—]\s|[_|｜—–·•]|-(?=[\u4e00-\u9fff])")  # between a headline and the name of its site
_NO_LETTERS = re.compile(r"[\s\W_]+")
_QUOTED = re.compile(
    r"“[^”]{0,80}”|「[^」]{0,80}」|『[^』]{0,80}』|\"[^\"\n]{0,80}\""
)  # an article tells what a page said
_FILLERS = (
    "非常抱歉|很抱歉|对不起|對不起|抱歉|您所|您|你|请|請|所|要|想|先|的|了|啦|哦|呢|该|此|这篇|这个|本次|本|当前|需要|正在|进行|完成"
    "|通过|输入|点击|一下|提示|信息|温馨|友情|失败|已经|已|被|可能|暂时|或者|或|后|即可|继续|再|重试|中|页面|頁面|页|网页|網頁|网站|网"
    "|系统|系統|用户|用戶|使用|作者|管理员|秒|自动|返回|首页|please|sorry|error|the|your|you|this|page|request|of|to|a|is"
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """`key` is what the headline of such a page has, `words` what else it may have; `phrases` are of its text."""

    name: str
    key: re.Pattern[str]
    words: re.Pattern[str]
    phrases: tuple[re.Pattern[str], ...]

    def is_headline(self, title: str) -> bool:
        """Whether a headline, or a part of it beside the name of the site, has no word but those of such a page."""
        for part in _APART.split(title[: 2 * _LONGEST_TITLE].lower()):
            plain = _NO_LETTERS.sub("", part)
            if len(plain) <= _LONGEST_TITLE and self.key.search(plain) and not self.words.sub("", plain):
                return True
        return False


def _make_kind(name: str, key: str, words: str, phrases: tuple[re.Pattern[str], ...]) -> _Kind:
    return _Kind(name, re.compile(key), re.compile(f"{key}|{words}|{_FILLERS}"), phrases)


_CHECK = _make_kind(
    VERIFICATION,
    "验证码|验证|驗證|校验|核验|人机|拦截|攔截|阻断|阻止|封禁|封锁|防护|防火墙|云盾|云锁|安全狗|创宇盾|加速乐|网站卫士|玄武盾|禁止|拒绝|受限|频繁"
    "|异常|justamoment|onemoment|attentionrequired|checkingyourbrowser|accessdenied|forbidden|captcha|blocked|rejected"
    "|verification|verify|verifying|securitycheck|areyouarobot|areyouhuman|areyouahuman|ddosprotection|robotcheck"
    "|humancheck|botcheck|browsercheck|waf|wzws|challenge",
    "安全|访问|訪問|滑动|滑块|拖动|拼图|图形|图片|图像|行为|智能|身份|真人|机器人|浏览器|瀏覽器|网络|環境|环境|连接|检测|检查|检验|认证|识别"
    "|确认|请求|操作|ip|地址|过于|过快|限制|疑似|攻击|恶意|规则|触发|策略|可疑|风险|云|中心|账号|旋转|文字|行為|人工|流量|存在|服务|before"
    r"|accessing|human|robot|bot|browser|security|check|are|been|have|has|wait|cloudflare|website|firewall|\d{3}",
    (
        re.compile(
            r"(?:请|需要?|您?先)[^。\n]{0,12}?(?:完成|进行|通过|输入|点击|拖动|按住|向右)[^。\n]{0,14}?"
            "(?:验证|滑块|校验|拼图|核验|按钮)"
        ),
        re.compile(
            "(?:检测|监测|发现|识别|怀疑)到?(?:了)?(?:您|你|当前|本次|来自)[^。\n]{0,18}?"
            "(?:异常|频繁|过快|可疑|风险|爬虫|机器人|自动|非正常|攻击|威胁|恶意|非人)"
        ),
        re.compile(
            r"(?:您|你|当前|本次|该)的?[^。，\n]{0,12}?(?:访问|请求|IP|操作|行为|地址|浏览器|网络)[^。\n]{0,14}?"
            "(?:阻断|拦截|拒绝|封禁|限制|屏蔽|禁止|阻止|过于频繁|频繁|触发|异常|有风险|威胁)"
        ),
        re.compile(
            "不是(?:机器人|爬虫|自动程序)|是真人|人机(?:验证|识别|校验)|真人验证|是否(?:为|是)(?:真人|机器人)|真实(?:用户|访客)"
        ),
        re.compile(
            r"(?:事件|请求|拦截|追踪|会话|日志|访问)\s?(?:编号|号|ID|标识)|\b(?:event|request|ray|trace|incident|reference)"
            r"\s?(?:number|id|#)",
            re.IGNORECASE,
        ),
        re.compile(r"(?:开启|启用|打开|允许|支持|关闭)[^。\n]{0,10}?(?:JavaScript|JS\b|Cookie|脚本)", re.IGNORECASE),
        re.compile(
            "云防护|云盾|云锁|创宇盾|安全狗|加速乐|护卫神|网站防火墙|应用防火墙|玄武盾|网站卫士|知道创宇|雷池|防护系统|防护策略|安全策略"
            r"|\bWAF\b|WZWS",
            re.IGNORECASE,
        ),
        re.compile(
            "(?:验证|校验|检查|检测|核验)(?:通过|成功|完成|结束)?(?:之后|以后|后)[^。\n]{0,8}?"
            "(?:自动|即可|继续|方可|可以|才能|跳转|返回|回到|进入|恢复)"
        ),
        re.compile(
            "(?:更换|切换|检查)[^。\n]{0,4}?网络|清[除理空]浏览器|联系(?:网站|我们的)?管理员|刷新(?:页面|重试)|稍后(?:再试|重试|再来)"
        ),
        re.compile(r"check(?:ing)? (?:if|that|your) (?:the |your )?(?:browser|site|connection)", re.IGNORECASE),
        re.compile(
            r"verify(?:ing)? (?:that )?you(?:'re| are)|not a (?:ro)?bot|are (?:a )?human|unusual (?:traffic|activity)",
            re.IGNORECASE,
        ),
        re.compile(
            r"(?:enable|allow|turn on)\b[^.\n]{0,30}?(?:javascript|cookies|scripts)|(?:javascript|cookies|scripts)"
            r"[^.\n]{0,30}?(?:enabled|allowed|turned on)",
            re.IGNORECASE,
        ),
        re.compile(
            r"(?:been|was|were|is) (?:denied|blocked|rejected)|security of your connection|(?:don't|do not) have"
            r" permission|ddos protection|automated (?:access|requests|queries)|protected by|security service",
            re.IGNORECASE,
        ),
        re.compile(
            r"(?:complete|solve|finish|pass)\b[^.\n]{0,20}?(?:check|captcha|challenge|verification|puzzle)",
            re.IGNORECASE,
        ),
    ),
)
_NOT_THERE = _make_kind(
    MISSING,
    "不存在|没有找到|没找到|未找到|找不到|无法找到|无法访问|无法显示|无法打开|删除|刪除|移除|移走|下线|下架|失效|过期|丢失|走丢|不见|撤下|撤稿|出错|404"
    "|410|notfound|错误|does(?:no|n)texist|nolongeravailable|removed|deleted",
    "访问|訪問|查看|浏览|请求|查找|查询|找|打开|阅读|文章|内容|資源|资源|链接|新闻|稿件|文件|地址|网址|栏目|帖子|消息|报道|專題|专题|不|在|存在"
    "|路径|服务器|file|article|content|document|object|url|resource|http|has|been|was|cannot|be|found|not|exist|does|we"
    "|cant|find|that|for|looking|were|are|requested|oops|no|longer|available|发生|到",
    (
        re.compile(
            "(?:您|你|对不起|抱歉)[^。\n]{0,16}?(?:访问|查看|浏览|请求|查找|找|打开|查询|阅读)的[^。\n]{0,14}?"
            "(?:不存在|被|没有|未找到|找不到|无法|已|失效|过期)"
        ),
        re.compile(
            "(?:页面|网页|文章|内容|资源|链接|稿件|新闻|地址|网址|信息)[^。，\n]{0,8}?(?:不存在|未找到|没有找到|找不到|(?:已经|已|可能|被)[^。，\n]{0,6}?"
            "(?:删除|移除|移走|移动|移至|下线|下架|失效|过期|撤下|更名|改名|重命名))"
        ),
        re.compile(r"(?:检查|确认|核对)[^。\n]{0,12}?(?:网址|地址|链接|URL|拼写)", re.IGNORECASE),
        re.compile("(?:返回|回到|前往|去|进入)(?:网站|本站|本网)?[“「]?(?:首页|主页|上一页|上页|上一级|列表)"),
        re.compile(r"\d\s?秒(?:钟)?(?:之?后|以后|内)[^。\n]{0,12}?(?:跳转|返回|转到|转入|进入|回到)"),
        re.compile(r"反馈给|告诉我们|告诉(?:网站)?管理员|网站地图|用搜索|使用搜索|站内搜索|试试搜索"),
        re.compile(
            r"(?:page|article|file|resource|content)[^.\n]{0,30}?(?:not be found|not found|does not exist|no longer|"
            r"been (?:moved|removed|deleted))|you (?:requested|are looking for|were looking for)"
            r"|(?:back|return|go) to (?:the )?home",
            re.IGNORECASE,
        ),
    ),
)
_LOGIN = _make_kind(
    WALL,
    "登录|登陆|登入|登錄|注册|註冊|付费|會員|会员|订阅|訂閱|专享|signin|login|logon|subscribe|subscription|membersonly|subscribersonly",
    "读者|账号|帐号|账户|统一|身份|认证|平台|中心|手机|手機|微信|扫码|快捷|阅读|全文|内容|查看|文章|可见|专属|专区|欢迎|密码|验证码|新|普通|vip"
    "|訂戶|订户|才能|可|in|up|sign|register|required|account|members|continue|reading|read|article|now|for|登|录",
    (
        re.compile(
            "(?:请|需要?|须|必须|只需)您?(?:先|立即|您)?[^。，\n]{0,4}?(?:登录|登陆|登入|注册|订阅|购买|开通|付费)(?!后?[^。\n]{0,3}?评论)"
        ),
        re.compile(
            "(?:登录|登陆|注册|订阅|付费|购买|开通[^。，\n]{0,6}?|成为[^。，\n]{0,4}?)(?:之后|以后|后)(?:即可|可以|方可|才能|才可|可|能)?[^。\n]{0,6}?"
            "(?:阅读|查看|继续|浏览|观看|解锁|访问|看)"
        ),
        re.compile("(?:没有|尚无|还没有|没)(?:账号|帐号|账户|帐户)"),
        re.compile(
            "忘记密码|记住(?:我|密码|登录)|验证码登录|密码登录|扫码登录|免费注册|立即注册|立即登录|登录密码|用户名"
        ),
        re.compile("(?:只|仅)(?:向|对|供|限)[^。\n]{0,8}?(?:用户|会员|订户|订阅者|读者|员工)"),
        re.compile("(?:剩余|全文|余下|以下内容|完整)[^。\n]{0,12}?(?:付费|订阅|会员|登录|购买)"),
        re.compile("(?:会员|付费|订阅|订户|VIP)(?:专享|专属|可见|可读|内容|文章)", re.IGNORECASE),
        re.compile(
            r"(?:log|sign) in (?:to|or)|subscri(?:be|bers?|ption)[^.\n]{0,20}?(?:to|only|read|continue)"
            r"|have an account|create (?:a|an|your) (?:free )?account|already a (?:subscriber|member)"
            r"|forgot (?:your )?password",
            re.IGNORECASE,
        ),
    ),
)
_WAIT = _make_kind(
    WAITING,
    "加载|載入|载入|跳转|跳轉|稍候|稍等|等待|loading|redirecting|wait",
    "努力|拼命|玩命|数据|内容|打开|进入|连接|片刻|耐心|处理|刷新|为|转向|while|we|are|for|moment|being|redirected",
    (
        re.compile("正在(?:为您)?[^。\n]{0,6}?(?:加载|载入|跳转|打开|连接|进入|处理)|(?:加载|载入|跳转)中"),
        re.compile("请(?:您)?(?:耐心)?(?:稍候|稍等|等待)"),
        re.compile("(?:没有|未|不)(?:能)?(?:自动)?(?:跳转|响应|打开|刷新)"),
        re.compile(r"\b(?:loading|please wait|redirecting|being redirected)\b", re.IGNORECASE),
    ),
)
_KINDS = (_CHECK, _NOT_THERE, _LOGIN, _WAIT)
_OF_FIREWALLS = re.compile(
    r"acw_sc__v|wzws|_jsl_clearance|jsluid|cdn-cgi/challenge|_cf_chl|\$_ts\b|yunsuo|safeline|tcaptcha|geetest|nocaptcha"
    r"|aliyun_waf|_waf_|x5secdata|punish|h-?captcha|recaptcha|captcha|turnstile",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^>]{0,200}type\s{0,3}=\s{0,3}[\"']?password", re.IGNORECASE)
_COOKIE = re.compile(r"document\s{0,3}\.\s{0,3}cookie\s{0,3}=")
_AGAIN = re.compile(r"location\s{0,3}\.\s{0,3}(?:reload|href|replace|assign)|location\s{0,3}=", re.IGNORECASE)
_REFRESH = re.compile(r"<script\b|http-equiv\s{0,3}=\s{0,3}[\"']?refresh", re.IGNORECASE)


def explain_no_article(tree: Element, markup: str, found: Found | None) -> str:
    """Explain which kind of page stands in place of an article, as `kind: what it says`; empty where none does.

    `found` is what was taken for an article; None where the page was refused.
    """
    text = found.text if found else text_of(tree)[:_LONGEST_SHOWN]
    if len(text) >= LONGEST:
        return ""
    titles = _list_titles(tree, found)
    against = _count_marks_of_article(found)
    headlines = [next(filter(kind.is_headline, titles), "") for kind in _KINDS]
    if against and not any(headlines):  # then nothing outweighs: most articles are told here, at little cost
        return ""
    markup, spoken = markup[:_LONGEST_MARKUP], _QUOTED.sub("", text)
    best, reason = 0, ""
    for kind, headline in zip(_KINDS, headlines, strict=True):
        said = [match[0] for phrase in kind.phrases if (match := phrase.search(spoken))]
        signs = _count_signs(kind.name, markup, text, found is None)
        has_proof = bool(said or signs) or len(text) < _TINY
        weight = (2 if headline and has_proof else 0) + len(said) + signs
        if kind is _WAIT and not (_REFRESH.search(markup) and len(text) < _LONG):
            continue
        if weight >= 2 and weight > best and _outweighs(weight, against, is_headline=bool(headline)):
            best, reason = weight, f"{kind.name}: {headline or ''.join(said[:1]) or 'a script in place of a text'}"
    return reason[:200]


def find_wall(text: str) -> str:
    """Find the sentence of a text that lets only those read on who log in or pay; empty where there is none."""
    return next((match[0] for phrase in _LOGIN.phrases if (match := phrase.search(_QUOTED.sub("", text)))), "")


def _list_titles(tree: Element, found: Found | None) -> Sequence[str]:
    own = [found.fields["title"].value] if found and "title" in found.fields else []
    return [*own, *(text_of(element)[:200] for element in select(tree, "title, h1, h2, h3")[:8])]


def _count_marks_of_article(found: Found | None) -> int:
    """Count what an article has and no such page, up to 5. A firewall may say when it stopped a visitor."""
    if found is None:
        return 0
    fields = found.fields
    has_date = "published" in fields and fields["published"].where != "url"
    has_name = any(name in fields for name in ("source_name", "author", "editor"))
    return has_date + has_name + (len(found.text) >= _LONG) + 2 * (found.text.count("\n\n") >= 4)


def _count_signs(kind: str, markup: str, text: str, is_refused: bool) -> int:
    """Count the signs in the markup: 2 where nothing is shown but a script that is known, or that comes back."""
    shown = len(text)
    if kind == VERIFICATION and shown < _LONG:
        comes_back = shown < _TINY and is_refused and _COOKIE.search(markup) and _AGAIN.search(markup)
        return 2 * bool(comes_back) or (1 + (is_refused and shown < _TINY)) * bool(_OF_FIREWALLS.search(markup))
    return int(kind == WALL and bool(_PASSWORD.search(markup)))


def _outweighs(weight: int, against: int, is_headline: bool) -> bool:
    """Whether what is said outweighs what speaks for an article. Without a headline of its kind nothing may."""
    return weight > against if is_headline else not against
