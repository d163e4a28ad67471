"""Pages that a site shows in place of an article are told by kind; articles about such pages are articles."""

import pytest

from cundang.model.errors import RefusedError
from cundang.model.no_article import MISSING, VERIFICATION, WAITING, WALL, kind_of
from pipelines.extract import extract

URL = "http://lanping.test/2026/03/c_17.html"
NAV = (
    '<div class="nav"><a href="/">首页</a><a href="/yw/">要闻</a><a href="/sz/">时政</a><a href="/login">登录</a></div>'
)
FOOT = '<div class="foot">岚坪县融媒体中心主办</div>'
LONG = "".join(
    f"<p>岚坪县第{n}小学的操场翻修以后，孩子们下课都往外跑，几位老师说，跑道比从前软了许多，也没有人再摔破膝盖。</p>"
    for n in "一二三四五六"
)


def plain(title: str, body: str, head: str = "") -> str:
    return f'<html><head><meta charset="utf-8">{head}<title>{title}</title></head><body>{body}</body></html>'


def in_template(title: str, body: str, info: str = "") -> str:
    """A page in the dress of its site."""
    box = f'<div class="info">{info}</div>' if info else ""
    return plain(f"{title}_岚坪新闻网", f'{NAV}<h1>{title}</h1>{box}<div class="content">{body}</div>{FOOT}')


CHECKS = {
    "slider": plain(
        "滑动验证页面",
        "<h2>访问验证</h2><p>请按住滑块，拖动到最右边</p><div id='nc'></div><script src='/nc.js'></script>",
    ),
    "please": plain(
        "请完成验证",
        "<p>为了确认本次访问是您本人的操作，请先完成拼图验证。验证通过后将自动回到原来的页面，无需重新输入网址。</p>",
    ),
    "human": in_template(
        "人机验证",
        "<p>当前网络环境存在异常，请点击下方按钮完成人机识别，识别成功后可以继续浏览岚坪新闻网的全部内容。</p>",
    ),
    "blocked": plain(
        "405",
        "<h1>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</h1><p>您的请求编号是：0bc1a2f9e77。</p>",
    ),
    "intercepted": plain(
        "网站防火墙",
        "<p>您的请求带有不合法参数，已被网站管理员设置拦截！</p><p>可能原因：您提交的内容包含危险的攻击请求</p>"
        "<p>如何解决：1）检查提交内容；2）如网站托管，请联系空间提供商；3）普通网站访客，请联系网站管理员；</p>"
        "<p>拦截时间：2026-03-05 10:11:12</p>",
    ),
    "cloud": plain(
        "岚坪县人民政府", "<h3>请求被拦截</h3><p>本站由云防护提供保护，当前访问疑似攻击行为，事件ID：88-1f</p>"
    ),
    "moment": plain(
        "Just a moment...",
        "<h1>lanping.test</h1><p>Verifying you are human. This may take a few seconds.</p><p>lanping.test needs to review "
        "the security of your connection before proceeding.</p><p>Ray ID: 8a1b</p>",
    ),
    "browser": plain(
        "Lanping News",
        "<h1>Checking your browser before accessing lanping.test</h1><p>This process is automatic. Your browser will "
        "redirect to your requested content shortly. Please allow up to 5 seconds, and make sure JavaScript is enabled.</p>",
    ),
    "acw": "<html><script>var arg1='3A9F';function setCookie(n,v){document.cookie=n+'='+v;}"
    "setCookie('acw_sc__v2',arg1);"
    "document.location.reload();</script></html>",
    "cookie": "<script>document.cookie='k=1;path=/';location.href=location.pathname</script>",
    "wzws": plain("", "<noscript>请开启JavaScript并刷新该页</noscript><script>eval('WZWS_CONFIRM')</script>"),
    "frequent": plain("访问过于频繁", "<p>您的访问过于频繁，请稍后再试。</p>"),
}
NOT_THERE = {
    "template": in_template(
        "您要查看的文章不存在或已被删除",
        "<p>可能是链接写错了，也可能是编辑把它撤了下来。请核对网址，或者返回首页看看今天的新闻。</p>",
    ),
    "404": plain(
        "404",
        "<h2>抱歉，您访问的页面找不到了</h2><p>5 秒后自动返回首页。也可以用站内搜索再找一找，谢谢您对本站的关心。</p>",
    ),
    "hint": in_template("提示信息", "<p>该稿件已被删除，感谢您的关注。返回首页</p>"),
    "english": plain(
        "Page Not Found", "<p>The page you requested could not be found. It may have been moved or deleted.</p>"
    ),
}
WALLS = {
    "login": in_template(
        "会员登录",
        "<p>登录后即可阅读全文。还没有账号？用手机号注册只要一分钟，注册以后可以收藏、评论，也可以订阅电子报。</p>",
    ),
    "form": plain(
        "统一身份认证平台", "<h1>用户登录</h1><form><input type='text'><input type='password'>忘记密码</form>"
    ),
    "pay": in_template(
        "会员专享", "<p>以下内容仅限订阅用户阅读。订阅后可以查看全文，每月十二元，随时可以退订，学生半价。</p>"
    ),
}
WAITS = {
    "loading": plain("正在加载", "<p>正在为您加载页面，请稍候……</p><script>location.reload()</script>"),
    "refresh": plain("请稍候", "<p>页面跳转中</p>", "<meta http-equiv='refresh' content='3'>"),
}
PAGES = [
    pytest.param(kind, markup, id=f"{kind}: {name}")
    for kind, pages in ((VERIFICATION, CHECKS), (MISSING, NOT_THERE), (WALL, WALLS), (WAITING, WAITS))
    for name, markup in pages.items()
]


@pytest.mark.parametrize(("kind", "markup"), PAGES)
def test_a_page_in_place_of_an_article_is_refused_by_its_kind(kind: str, markup: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        extract(markup, URL)
    assert kind_of(refusal.value.reason) == kind, refusal.value.reason


ARTICLES = {
    "about a check": in_template(
        "县政务网加装人机验证，老人犯了难",
        "<p>上周起，打开岚坪县政务网要先过一道“请完成安全验证”的关，七十岁的周大爷试了四次，每次都弹出“您的访问被拦截”。</p>"
        "<p>县大数据中心答复说，滑块是为了挡住抢号的程序，下月将改成只在提交表单时才出现。</p>",
        "2026-03-05 09:00　来源：岚坪日报",
    ),
    "named like a check": in_template("安全验证", LONG, "2026-03-05 09:00　来源：岚坪日报"),
    "named like a check, without date": in_template("人机验证", LONG),
    "brief on a page that was taken off": in_template(
        "一外卖平台已下线“极速达”页面",
        "<p>岚坪县市场监管局三日约谈一家外卖平台，该平台当天下线“极速达”页面，并答应一周内把配送时限改回四十分钟。</p>",
        "2026-03-05 09:00　来源：岚坪日报",
    ),
    "notice on login": in_template(
        "关于医保查询须先登录的通知",
        "<p>自四月一日起，查询个人医保账户请先登录省政务服务网，没有账号的居民可以在各镇便民中心免费注册，窗口工作人员会帮忙办理。</p>",
        "2026-03-05 09:00　来源：县医保局",
    ),
    "comments below": in_template(
        "油菜花开到了半山腰",
        "<p>岚坪的油菜花今年开得早，山脚下的已经谢了，半山腰的正盛，县里在观景台加了两班公交车，周末每半小时一趟。</p>"
        "<p>请先登录后发表评论</p>",
    ),
    "short and bare": plain(
        "渡口停航一天",
        "<h1>渡口停航一天</h1><p>因上游放水，岚坪渡口三月六日停航一天，请要过江的乡亲改走老桥，七日早上六点恢复。</p>",
    ),
    "a text about waiting": in_template(
        "等待",
        "<p>车站的灯坏了三天，母亲每晚打着手电在路口等我，远远看见那点光，我就知道快要到家了，脚步也跟着快了起来。</p>",
    ),
}


@pytest.mark.parametrize("markup", ARTICLES.values(), ids=ARTICLES)
def test_an_article_about_such_a_page_is_an_article(markup: str) -> None:
    assert extract(markup, URL).text
