"""Hanweb's systems, for modules that declare them: the paths of articles, and the address of a list of jpaas."""

from urllib.parse import urlencode

from scrapers.sources import Jpaas

# The path of an article, for the pattern of a site: xw/zj/art/2026/art_0123456789abcdef0123456789abcdef.html
ARTICLE = r"(?:[\w-]+/)*art/\d{4}/art_[0-9a-f]{32}\.html"
# Below the columns of jpage (col/col45/index.html) also the older form: art/2026/1/5/art_45_1001.html
JPAGE_ARTICLE = r"(?:col/col\d+/)?art/\d{4}/(?:\d{1,2}/\d{1,2}/art_\d+_\d+|art_[0-9a-f]{32})\.html"


def unit(name: str, home: str, ids: tuple[str, str, str], page_id: str, evidence: str) -> Jpaas:
    """A column by its `page_id`; `ids` are those of the site: its webId, tplSetId and tagId."""
    web_id, template, tag = ids
    query = {
        "parseType": "bulidstatic",  # as the system itself spells it
        "webId": web_id,
        "tplSetId": template,
        "pageType": "column",
        "tagId": tag,
        "editType": "null",
        "pageId": page_id,
    }
    return Jpaas(
        name=name,
        url=f"{home}api-gateway/jpaas-publish-server/front/page/build/unit?{urlencode(query)}",
        evidence=evidence,
    )
