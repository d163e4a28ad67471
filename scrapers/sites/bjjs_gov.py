"""Beijing Commission of Housing (北京市住房和城乡建设委员会), on DotNetNuke.

Its metas are its own: they have the time of day, where the page shows only the day.
"""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard

SITE = Site(
    name="bjjs_gov",
    publisher="北京市住房和城乡建设委员会",
    homepage="http://zjw.beijing.gov.cn/",
    hosts=("bjjs.gov.cn", "zjw.beijing.gov.cn"),
    article=r"^https?://(?:www\.)?(?:bjjs\.gov\.cn|zjw\.beijing\.gov\.cn)/(?:[\w-]+/)*\d+/(?:default|index)?\S*",
    profiles=(
        Profile(
            name="bjjs-gov",
            mark="#CInfoTitle",
            title=("#CInfoTitle",),
            # the number of a document (京建发〔2011〕65号) may stand in a row above its text
            body=("tbody:has(> tr > td#zoom)", "#zoom"),
            published=('meta[name="docdate"]',),
            source_name=('meta[name="docsource"]',),
            author=('meta[name="docauthor"]',),
            section=('meta[name="channel"]',),
            content_id=('meta[name="docid"]',),
            drop=("#zoom2", "#CInfoTitle", 'td:contains("发布时间："):not(#zoom)'),
        ),
        standard.GOVERNMENT,
    ),
)
