"""The twelve houses whose sites are shown: names, layouts, scripts, and how their journalists begin and end."""

from dataclasses import dataclass

# Agencies whose texts the houses print, and whose own sites are not among them: their names on pages, the first in
# their datelines.
OUTSIDE = {"新华社": ("新华社", "新华社客户端", "新华网"), "中国新闻社": ("中新社", "中国新闻网", "中新网")}


@dataclass(frozen=True)
class House:
    """A house. `kind` is agency, paper, portal or office; `spellings` are its names as others write them.

    `layout` names the template of its pages; `config` is OpenCC's, of a house that writes traditional characters.
    `writes` and `copies` are how often it is chosen for an article of its own and for a copy.
    """

    name: str
    publisher: str
    kind: str
    layout: str
    spellings: tuple[str, ...]
    writes: int
    copies: int
    config: str = ""

    @property
    def script(self) -> str:
        """The script of its pages."""
        return "Hant" if self.config else "Hans"


HOUSES = (
    House("lantong", "澜江通讯社", "agency", "g5", ("澜江通讯社", "澜通社", "澜通社客户端", "澜江通讯社 "), 8, 1),
    House("zhongdu", "中都日报", "paper", "paper", ("中都日报", "《中都日报》", "中都日报客户端"), 5, 3),
    House("qinglan", "清澜日报", "paper", "paper", ("清澜日报", "清澜日报客户端", "《清澜日报》"), 3, 4),
    House("qinglannews", "清澜新闻网", "portal", "g3", ("清澜新闻网", "清澜网"), 2, 6),
    House("lanshan", "岚山日报", "paper", "g4", ("岚山日报", "岚山日报社"), 3, 4),
    House("yuanbei", "沅北日报", "paper", "paper", ("沅北日报", "沅北日报微信公众号"), 2, 4),
    House("luchuan", "鹭川晚报", "paper", "portal", ("鹭川晚报", "鹭川晚报网"), 2, 4),
    House("wanghai", "望海网", "portal", "portal", ("望海网", "望海网综合"), 1, 8),
    House("huiwen", "汇闻在线", "portal", "portal", ("汇闻在线",), 1, 8),
    House("linpu", "临浦市人民政府", "office", "g3", ("临浦市人民政府", "临浦市政府网"), 2, 3),
    House("dongyu", "东屿时报", "paper", "portal", ("东屿时报", "东屿时报网"), 2, 4, config="s2hk"),
    House("beipu", "北浦新闻网", "portal", "paper", ("北浦新闻网", "北浦网"), 1, 5, config="s2twp"),
)
BY_NAME = {house.name: house for house in HOUSES}
