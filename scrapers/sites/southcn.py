"""Southern News (南方网). Its selectors come from notes: no page of it was at hand."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard

SITE = Site(
    name="southcn",
    publisher="南方网",
    homepage="https://www.southcn.com/",
    hosts=("southcn.com",),
    article=(
        r"^https?://[\w.]+\.southcn\.com/(?:[\w-]+/)*"
        r"(?:content/\d{4}-\d{2}/\d{2}/content_\d+\.htm|node_\w+/\w+\.shtml)"
    ),
    profiles=(
        Profile(
            name="southcn",
            mark="#article_title",
            title=("#article_title",),
            body=("#content",),
            published=("#pubtime_baidu",),
            source_name=("#source_baidu",),
            author=("#author_baidu",),
            editor=(".m-editor", "#editor_baidu"),
            keywords=('meta[name="keywords"]',),
            drop=(".m-editor", ".m-page"),
        ),
        standard.BAIDU,
    ),
)
