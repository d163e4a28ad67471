"""The names of people in Chinese by their family names, for places where nothing else says that a word is a name."""

import re

from cundang.text.fold import CJK, fold

# Some 320 common family names, folded. Left out are those that are words of a page rather than names where they begin a
# short string: 全文, 时评, 原文, 明天, 官网.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金"
    "韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施牛樊葛邢安齐乔伍庞颜倪庄聂章鲁岳翟申欧耿"
    "关焦左柳甘祝包宁尚符舒阮柯纪梅童凌毕裴霍涂成苗谷曲盛冉翁蓝骆路游靳辛管柴蒙鲍华喻祁房滕屈饶牟艾尤穆农司卓古吉缪简车项芦麦褚"
    "娄窦戚岑景党宫费卜冷晏席卫柏宗瞿桂佟臧闵苟邬边卞姬栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩佘池查麻苑迟邝谈匡鞠惠荆乐冀郁胥班储栗燕"
    "楚鄢扈阚蔺禹晁阎花钮闻莘翦解单洪殷杭邸幸宣贝洛禤晋邰丘乌冼麥危巢浦卿况"
)
_COMPOUND = "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|夏侯|端木|南宫|张简|范姜|申屠|闾丘|东郭"
_NAME = re.compile(f"[{_SURNAMES}][{CJK}]{{1,2}}|(?:{_COMPOUND})[{CJK}]{{1,2}}")
# Words that begin with such a character and stand alone, in brackets or beside a date, as often as names do.
_WORDS = re.compile(
    r"江[西苏南]省?|安徽省?|宁[夏波可]|甘肃省?|贵州省?|云南省?|吉[林安]省?|辽宁|华[东南北中西人盛夏]|金[华融句价币].?|温[州度馨].?|康[复养].?|常[州德熟]"
    r"|石家庄|石[油材].?|武[汉警器].?|黄[山石冈]|马来.?|陆军|周[刊末报一二三四五六日]|.{1,2}[省市县区州镇乡村岛]|高[清考校层铁中]|方[言法案正].?|白[话领]|成[语都品员]"
    r"|安全.?|商[务业报城场界].?|关[注闭于键系联].?|查[看阅].?|房[产价].?|游[戏客].?|包[装括邮].?|农[业村民历].?|路[透线况].?|管[理委].?|古[籍代].?|景[点区].?"
    r"|乐[评队趣].?|艾滋.?|简[介体报讯称].?|向[上往]|项目.?|费用.?|单[位独].?|解[读说放析].?|宣[传讲布].?|司[法机].?|车[友讯展型].?|章节.?|万[字元].?|苏[州北].?"
    r"|卫[健视生].?|党[建媒报课].?|边[防看疆].?|谈[话判].?|池州|麻[将辣].?|严[选重].?|史[料记].?|程序.?|文.?图|燕京|荣[誉耀].?|洛阳|晋[中城江]|贝壳|幸[福运].?|况且"
    r"|花[絮边].?|任[免命务].?|曾经|童[话书].?|田[野园].?|林业.?|梅[雨花].?|曲[艺目].?|牛[市奶].?|席位|施工.?|尚未|申[报请论城].?|左[右图].?|冷[知链].?|龙[头湖].?|雷达"
)


def is_person(word: str) -> bool:
    """Whether a word is the name of one person, by its family name and its length, and no word of the kind beside it.

    >>> is_person("林晓岚"), is_person("欧阳晓"), is_person("中時"), is_person("全文完"), is_person("江西")
    (True, True, False, False, False)
    """
    folded = fold(word.strip()).replace(" ", "") if len(word) <= 8 else ""
    return _NAME.fullmatch(folded) is not None and not _WORDS.fullmatch(folded)
