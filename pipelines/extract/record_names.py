"""The names that tables and records of others have for the fields of an article, Chinese and English.

English ones are those of news-please, trafilatura, fundus, newspaper, Goose and GNE, of feeds, of JSON-LD, and of our
own export; Chinese ones are headings of common tables. Case, signs and spaces do not count, nor what stands in
brackets, nor whether a character is simplified or traditional: `publishedAt`, `Published at`, `發布時間（北京）`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from cundang.text.fold import fold

# Of each field the likeliest name first: where two columns have a value, the first is taken.
_NAMES = {
    "url": """
        url link 链接 网址 连结 原文链接 原文网址 原文地址 文章链接 文章网址 文章地址 新闻链接 新闻网址 新闻地址
        页面链接 页面网址 网页链接 网页网址 网页地址 链接地址 url地址 article_url article_link news_url page_url
        post_url web_url permalink href uri final_url canonical_url canonical_link original_url original_link
        responded_url requested_url main_entity_of_page 地址""",
    # may also be that of the site, or the name of who published it
    "source": "source source_url source_link 来源 来源链接 来源网址 来源地址 guid",
    "title": """
        title headline 标题 题目 题名 篇名 主标题 新闻标题 新闻题目 文章标题 文章题目 文章名称 article_title news_title
        post_title subject""",
    "text": """
        text maintext plaintext body content 正文 内容 全文 文本 内文 正文内容 文章正文 文章内容 文章全文 新闻正文
        新闻内容 新闻全文 文本内容 文字内容 报道内容 main_text full_text body_text text_content content_text
        article_text article_body article_content news_text news_content post_content content_encoded cleaned_text
        clean_text raw_text article story body_html content_html""",
    # stands for the text only where no column is named as one, as in a feed
    "summary": "description summary",
    "html": "html raw_html html_source",
    "published": """
        published_raw published_at date_publish publishing_date publish_time published_time published_date
        publication_date publication_time publish_date date_published pubdate pub_time published article_published_time
        release_time release_date issue_date news_time news_date post_time post_date posted_at
        发布时间 发布日期 发表时间 发表日期 刊发时间 刊发日期 刊登时间 刊登日期 出版日期 见报日期 报道时间 报道日期
        发稿时间 发稿日期 发文时间 发文日期 新闻时间 新闻日期 文章时间 文章日期 日期 时间
        date datetime time timestamp created_at create_time created ctime""",
    "modified": """
        modified_at date_modify date_modified modified_time modified_date article_modified_time modified updated
        update_time updated_at last_modified last_modified_at 更新时间 更新日期 修改时间 修改日期 最后更新 最后修改""",
    "source_name": """
        source_name sitename site_name source-hostname 来源 新闻来源 文章来源 稿件来源 信息来源 内容来源 稿源 出处
        媒体 媒体名称 来源媒体 发布媒体 报纸 报纸名称 报刊 报刊名称 来源网站 网站 网站名称 发布机构 发布单位
        source media media_name outlet newspaper publication publisher website""",
    "author": """
        author authors byline 作者 记者 撰稿 撰稿人 撰文 通讯员 文章作者 作者姓名 creator dc_creator writer reporter""",
    "editor": "editor editors 编辑 责编 责任编辑",
    "section": "section category categories 栏目 频道 版块 板块 分类 类别 所属栏目 新闻分类 新闻类别 channel column",
    "keywords": "keywords tags topics 关键词 关键字 标签 keyword",
    "kicker": "kicker 引题 肩题 眉题",
    "subtitle": "subtitle 副题 副标题 sub_title subheadline subhead alternative_headline",
    "content_id": "content_id",
    "tracking_number": "tracking_number",
    "document_number": "document_number 文号 发文字号 发文文号 文件编号 公文号 发文号",
    "index_number": "index_number 索引号 信息索引号 索引编号",
    "fetched_at": """
        last_seen_at fetched_at date_download crawl_date download_date crawl_time crawled_at download_time downloaded_at
        fetch_time fetch_date scraped_at scrape_time scrape_date date_scraped date_crawled retrieved_at retrieval_date
        collected_at collect_time spider_time archived_at 采集时间 采集日期 抓取时间 抓取日期 爬取时间 爬取日期
        下载时间 下载日期 获取时间 收集时间 入库时间 保存时间""",
    "attachments": "attachments attachment 附件 附件链接 附件地址",
    "images": "images image_url image top_image 图片 图片链接 图片地址 配图",
}
_BRACKETS = re.compile(r"[(（\[【][^(（\[【)）\]】]*[)）\]】]")
_SIGNS = re.compile(r"[\W_]+")
_LONGEST = 80  # characters of a name that is looked at


@lru_cache(4096)  # the rows of a table share their names
def _reduce(name: str) -> str:
    """Reduce a name to what counts.

    >>> _reduce("Published at"), _reduce("發布時間（北京）")
    ('publishedat', '发布时间')
    """
    folded = fold(name[:_LONGEST]).casefold()
    return _SIGNS.sub("", _BRACKETS.sub("", folded)) or _SIGNS.sub("", folded)


_REDUCED = {field: tuple(dict.fromkeys(map(_reduce, names.split()))) for field, names in _NAMES.items()}
_ALL = frozenset(name for names in _REDUCED.values() for name in names)


def is_known(name: str) -> bool:
    """Whether a column of this name is one of an article."""
    return _reduce(name) in _ALL


def has_any(names: Iterable[str], *fields: str) -> bool:
    """Whether any of some names is one of a field.

    >>> has_any(["标题", "正文"], "text"), has_any(["标题", "正文"], "url", "published")
    (True, False)
    """
    reduced = {_reduce(name) for name in names}
    return any(not reduced.isdisjoint(_REDUCED[field]) for field in fields)


def iterate_values(row: Mapping[str, Any], field: str) -> Iterator[tuple[str, Any]]:
    """The columns of a row that are a field's, likeliest first: the name that the row has for it, and the value."""
    names = {_reduce(name): name for name in reversed(list(row))}
    for reduced in _REDUCED[field]:
        if reduced in names:
            yield names[reduced], row[names[reduced]]
