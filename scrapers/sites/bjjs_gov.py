"""Beijing Commission of Housing (北京市住房和城乡建设委员会), on DotNetNuke.

Its metas are its own: they have the time of day, where the page shows only the day.
"""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="bjjs_gov",
    publisher="北京市住房和城乡建设委员会",
    homepage="http://zjw.beijing.gov.cn/",
    hosts=("bjjs.gov.cn", "zjw.beijing.gov.cn"),
    article=r"^https?://(?:www\.)?(?:bjjs\.gov\.cn|zjw\.beijing\.gov\.cn)/(?:[\w-]+/)*\d+/(?:default|index)?\S*",
    example="https://zjw.beijing.gov.cn/bjjs/xxgk/zcwj2024/aztfl64/csgx/543400001/index.shtml",
    sources=(
        *(
            Listing(
                name=name,
                url=f"https://zjw.beijing.gov.cn/bjjs/{path}/index.shtml",
                evidence=evidence,
            )
            for name, path, evidence in (
                ("通知公告", "xxgk/tzgg", "B 2026, 1 program"),
                ("政策文件 城市更新", "xxgk/zcwj2024/aztfl64/csgx", "B 2026, 1 program: it keeps a list of 2026-08"),
                ("造价信息", "gczj14/zjxx", "B 2026, 1 program: tried on 2026-08-02"),
            )
        ),
    ),
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
