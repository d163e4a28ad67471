"""The people that a string of a page names: each name apart, with the job title and the staff code beside it."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cundang.text.fold import CJK, fold

_LONGEST = 300  # characters of a string that are split; a longer one is a sentence
_MOST = 60  # people of one string


class Person(NamedTuple):
    """A name, the job title or house as printed beside it (记者, 站长, Senior Reporter), and the staff code (NB123)."""

    name: str
    title: str = ""
    code: str = ""


# What names in Chinese are made of: 丨, which is in the same block, is a stroke that parts them.
HAN = CJK.replace("\u4e00-\u9fff", "\u4e00-\u4e27\u4e29-\u9fff")
# A name in Chinese: two to four characters, or parts with dots between them (阿卜杜拉·买买提).
NAME = rf"(?:[{HAN}]{{1,10}}(?:·[{HAN}A-Za-z]{{1,12}}){{1,3}}|[{HAN}]{{2,4}})"
_HOUSE = rf"(?:本[报网刊台社站]|[{HAN}]{{2,12}}?(?:[社报网台]|新闻|客户端|中心|频道|杂志))"
_KIND = r"(?:首席|特约|特派|实习|见习|全媒体|融媒体?|新媒体|文字|摄影|摄像|视频|图片|高级|资深|青年|专栏|地方|深度)"
# What stands before names: 本报首席记者, 新华社驻某地记者, 通讯员. Folded.
ROLE = (
    rf"(?:{_HOUSE}\s?)?(?:驻[{HAN}]{{1,6}}?)?{_KIND}{{0,3}}"
    r"(?:记者|通讯员|通信员|特派员|特派记者|评论员|实习生|撰稿人|观察员)(?:组)?"
)
_PHOTO = r"(?:文字?)?(?:摄影|摄像|摄|供图|图片|制图|配图|插图|绘图|题图|漫画|图|视频)(?:/?摄影?)?"
# Roles that stand before a name or behind one, parted from it: 摄影 某某, 某某 文
_OTHER_ROLE = (
    rf"(?:{ROLE}|{_PHOTO}|图/?文|文/?图|文/?摄影?|文字?|撰文|采写|撰稿|编译|翻译|整理|口述|作者"
    r"|主任|站长|主编|(?:责任|执行|值班|网络|实习)?编辑|责编|校对|审核|审校|监制|统筹|排版|美编"
    r"|[记記]者|기자|特派員|摄影报道|文图|供稿)"
)
_ROLE_ALONE = re.compile(_OTHER_ROLE)
_ROLE_GLUED = re.compile(rf"(?:{_OTHER_ROLE}:|{ROLE}:?)(?=(?:{NAME}|[A-Z])(?:[_(A-Z]|$))")
_NAME_ALONE = re.compile(NAME)
_NO_ROLE = re.compile(r"(?:记者|通讯员)(?:协会|学会|之家|俱乐部|联盟|团|站|部|网|节)")
PHOTOGRAPHER = re.compile(rf"(?:{_PHOTO}|(?:摄影|摄像|图片|视频)记者|[Pp]hoto(?:s|graph(?:s|er|y)?)?(?: by)?)")
_EDITS = re.compile(r"(?:.{0,4}编辑|责编|校对|审核|审校|监制|统筹|排版|美编)")
# No person, though written in CJK: a house, an office, a firm. Folded.
ORGANISATION = re.compile(
    rf"[{HAN}\w·&.-]{{2,40}}(?:编辑部|中心|日报|晚报|周刊|杂志|公司|集团|大学|学院|政府|客户端|频道|工作室|小组|团队|新闻"
    rf"|传媒|委员会|研究[院所]|协会|学会|电视|广播|公众号|记者站|出版社|通讯社|{ROLE})"
    rf"|[{HAN}\w·]{{2,30}}[社网报](?:社)?|[{HAN}\w·]{{3,30}}[台局部委会厅院办处所校馆组站]"
)
_CODE = re.compile(r"[A-Z]{1,4}[ -]?\d{1,7}|\d{3,7}")
_CODE_BEHIND = re.compile(r"[\s_]{1,3}\(?([A-Z]{1,4}\d{1,7})\)?$|_([A-Za-z]?\d{2,7})$|\s?\(([A-Z]{1,4}[ -]?\d{1,7})\)$")
_NOTE = re.compile(r"\s?\(([^()]{1,40})\)$")
# 某某,系某地某站站长
_IS = re.compile(
    rf"([{HAN}·]{{2,12}}?|[{HAN}]\s[{HAN}])\s?"
    r"(?:[,(]\s?(?:作者)?(系|为|是|现任|现为|来自|原任|任|单位:?)?|\s?(系|现任)\s?)([^()]{2,}?)\)?"
)
_HAN = re.compile(f"[{HAN}]")
_STOP = re.compile(r"\s{0,3}[、;\n\t,]\s{0,3}")
_JAPANESE = re.compile(f"[{HAN}]{{1,5}}[ \u3000][{HAN}]{{1,6}}")  # family and given name
_HANGUL = re.compile("[\uac00-\ud7a3]")
_IS_TEXT = re.compile(r"[《》。!?“”]|.{160}")
_AND_HAN = re.compile(rf"^({NAME})(?:和|与|及)({NAME})$")
_DOT = re.compile(r"\s{0,2}[·•・‧]\s{0,2}")
_AND_OTHERS = re.compile(r"(.{2,60}?)\s?等(?:\d{1,3}人)?")
_BOTH = re.compile(r"(文|撰文|[图圖])\s?[/／]\s?([图圖]片?|文|[摄攝]影?)(?=\W|$)")  # 文/图: both by one person
_BEGINS_WITH_AND = re.compile(r"^(?:and|und|&)\s{1,3}", re.IGNORECASE)
_BY = re.compile(r"^(?:written )?by\s{1,3}(?=\S)", re.IGNORECASE)
_LATIN_AND = re.compile(r",?\s{1,3}(?:and|und|et|y|&)\s{1,3}", re.IGNORECASE)
_LATIN_SPLIT = re.compile(r"\s{0,3}(?:;|\||·|\n)\s{0,3}|\s{1,3}[/–—-]\s{1,3}")
_LATIN_NAME = re.compile(
    r"[^\W\d_a-z][\w'’.-]{0,30}(?:\s(?:(?:van|von|der|den|de|da|di|du|la|le|al|el|bin|zu|y)\s){0,2}"
    r"[^\W\d_a-z][\w'’.-]{0,30}){1,4}"
)
_HOUSE_WORD = re.compile(
    r"\b(?:the|of|for|press|news|newsroom|staff|team|desk|board|editors|ministry|department|office|institute"
    r"|association|agency|times|post|university|council|committee|service|society|center|centre"
    r"|company|inc|ltd|redaktion|media)\b",
    re.IGNORECASE,
)
_BELONGS = re.compile(r"(?:[JS]r|II|III|IV|M\.?D|Ph\.?D|R\.?N|R\.?D|M\.?[AS]|B\.?[AS]|MBA|MPH|Esq|CPA|J\.?D|DDS|DO)\.?")
_DEGREE = re.compile(r"[A-Z][A-Za-z]?\.?[A-Z]{1,4}(?:-[A-Z]{1,3})?")
_LATIN_ROLE = re.compile(
    r"\b(?:writer|editor|journalist|reporter|correspondent|contributor|columnist|analyst|director|professor|founder"
    r"|author|manager|specialist|fellow|producer|photographer|critic|chief|president"
    r"|redakteur(?:in)?|korrespondent(?:in)?"
    r"|staff)\b",
    re.IGNORECASE,
)
_FAMILY_FIRST = re.compile(r"([^\W\d_a-z][\w'’-]*[a-z][\w'’-]*),\s?([^\W\d_a-z][\w'’-]*[a-z]\w*(?:\s[A-Z]\.?){0,2})")
_AGENCIES = frozenset(
    ("ap", "afp", "reuters", "bloomberg", "xinhua", "bbc", "cnn", "nbc", "abc", "cbs", "npr", "pti", "dpa", "efe")
)
# What stands where a name should, and says that there is none, or is a word of the page or its program. Folded.
_NOBODY = re.compile(
    rf"\W*|(?:本[报网台刊社])?{_KIND}{{0,2}}(?:记者|通讯员|特派员|实习生|编辑)|文/?图|图文"
    r"|未知(?:作者)?|不[详明]|佚名|匿名|无名|无名氏|未署名|暂[无缺]|小编|编辑部|\+?关注"
    r"|无|没有|空|本[站网]|转[载帖摘]|(?:综合)?整理"
    r"|(?:来自|来源于?|[转摘选]自|转载自?)?(?:网络|互联网|网友)(?:整理|转载|综合|收集)?"
    r"|管理员|(?:网站|系统|超级|后台|本站)管理员|(?:本[站网]|网站)编辑|(?:本文)?(?:作者|编辑|来源)|(?:本站)?原创|只看(?:该作者|楼主)"
    r"|admin(?:istrator)?|root|test|user|guest|webmaster|web ?master|superadmin|null|none|nil|undefined|unknown"
    r"|anonymous|n/?a|nan|false|true|by|author|editor|source"
    r"|.{0,12}(?:dede ?cms|php ?cms|帝国cms|empire ?cms|pboot ?cms|eyou ?cms|wordpress|discuz!?|z-?blog(?:php)?|typecho"
    r"|emlog|joomla!?|drupal|siteserver|jeecms|kesioncms|powereasy|动易|trs ?wcm).{0,20}"
    r"|织梦(?:cms)?|.{0,20}(?:内容管理系统|发布系统|建站系统|网站建设|技术支持).{0,12}"
    r"|(?:查看|点击|更多|进入|浏览|关注|展开).{0,12}(?:全部|所有|更多|其他|其它|ta|他|她|作者|主页|专栏).{0,8}(?:文章|作品|内容|主页|资料|专栏|动态)?"
    r"|更多(?:文章|内容|作品)|(?:ta|他|她)的(?:全部|其他|更多)?(?:文章|主页|作品)|全部文章|(?:个人|作者)(?:主页|简介|资料)|关于作者|作者介绍"
    r"|(?:see|view|read|show) (?:full|more|all|my|the|author|complete)\b.{0,40}"
    r"|(?:full|more) (?:bio|posts?|articles?)\b.{0,20}"
    r"|(?:more|all) (?:posts?|articles?|stories) (?:by|from)\b.{0,40}|about the authors?|follow .{0,40}"
    r"|(?:(?:facebook|twitter|x|email|e-mail|linkedin|instagram|whatsapp|weibo|wechat|print|rss|share|copy link|youtube"
    r"|pinterest|reddit|telegram|tumblr|mail|website|微信|微博|新浪微博|分享到?|转发到?|qq空间|qq|朋友圈)[\s,|/·]{0,3}){1,12}"
    r"|(?:手机|电脑|移动|触屏|繁体|简体|打印|无障碍|大字|适老|pc|wap)版|play video|(?:play|watch|listen)(?: now| video)?",
    re.IGNORECASE,
)


def is_nobody(name: str) -> bool:
    """Whether a string where a name should stand names nobody: 未知, admin, 查看TA的全部文章, "See full bio".

    >>> is_nobody("网站管理员"), is_nobody("林晓岚")
    (True, False)
    """
    folded = fold(name).strip(" \u3000[]()【】<>:|·-—_.")
    return len(folded) <= 80 and _NOBODY.fullmatch(folded) is not None


def read_people(raw: str, language: str | None = None) -> tuple[Person, ...]:
    """Read the people in the string that a page has for its authors or editors, in order.

    Names are split at the signs and words that part them; what cannot be split with certainty stays one name. A name
    of two characters that is set with a space loses it. In Japanese (`language` ja) a space parts the two names of one.

    >>> read_people("本报记者 林晓岚 通讯员 何青")
    (Person(name='林晓岚', title='本报记者', code=''), Person(name='何青', title='通讯员', code=''))
    >>> read_people("王涛_NB07")
    (Person(name='王涛', title='', code='NB07'),)
    >>> read_people("By Jane Doe, Senior Reporter, and John Roe Jr.")
    (Person(name='Jane Doe', title='Senior Reporter', code=''), Person(name='John Roe Jr.', title='', code=''))
    """
    raw = raw.strip(" \u3000\t\n,;、，；|/")
    if not raw or is_nobody(raw):
        return ()
    if language == "ja" and all(map(_JAPANESE.fullmatch, pieces := _STOP.split(raw[:_LONGEST]))):
        return tuple(dict.fromkeys(map(Person, pieces)))
    if len(raw) > _LONGEST:
        return (Person(raw),)
    people = _read_han(raw) if _HAN.search(raw) else _read_latin(raw)
    named = [person for person in people if not is_nobody(person.name)]
    return tuple(dict.fromkeys(named[:_MOST]))


def list_writers(people: Iterable[Person]) -> tuple[Person, ...]:
    """The people without those who only took or drew the pictures, and those beside writers who edited or checked.

    >>> join_people(list_writers(read_people("文/林晓岚 图/何青")))
    '林晓岚'
    """
    writers = tuple(person for person in people if not PHOTOGRAPHER.fullmatch(fold(person.title)))
    return tuple(person for person in writers if not _EDITS.fullmatch(fold(person.title))) or writers


def join_people(people: Iterable[Person]) -> str:
    """Join the names of people into the string that is stored: with 、 in Chinese and Japanese, else with a comma.

    >>> join_people(read_people("林晓岚 何青/记者"))
    '林晓岚、何青'
    """
    names = list(dict.fromkeys(person.name for person in people))
    is_han = any(_HAN.search(name) and not _HANGUL.search(name) for name in names)
    return ("、" if is_han else ", ").join(names)


class _Token(NamedTuple):
    """A word of a string in Chinese: name, role, house, code, one (a single character), latin or other."""

    kind: str
    text: str
    before: str = ""  # what parts it from the word before: a space, a stroke (/) or a stop (、)
    title: str = ""
    code: str = ""


def _read_han(raw: str) -> list[Person]:
    raw = _BOTH.sub(r"\1\2", _DOT.sub("·", raw.replace("\u3000", " ").strip()))
    if (and_others := _AND_OTHERS.fullmatch(raw)) and all(map(_is_name, re.split(r"[\s、，,]", and_others[1]))):
        raw = and_others[1]
    folded = fold(raw)
    told = _IS.fullmatch(folded)
    is_told = told and (told[2] or told[3] or not _names_people(told[4].split(",")[0]))
    if told and is_told and _NAME_ALONE.fullmatch(told[1].replace(" ", "")):
        return [Person(raw[slice(*told.span(1))].replace(" ", ""), raw[slice(*told.span(4))])]
    if _IS_TEXT.search(folded) or folded.count("(") != folded.count(")"):
        return [Person(raw)]
    both = _AND_HAN.match(folded)
    if both and _is_name(both[1]) and _is_name(both[2]):
        return [Person(raw[slice(*both.span(1))]), Person(raw[slice(*both.span(2))])]
    return _assemble([token for part in _split(raw) for token in part])


def _is_name(word: str) -> bool:
    return _classify(word).kind == "name"


def _names_people(folded: str) -> bool:
    parts = [part for part in re.split(r"[\s、,;/()]{1,3}", folded) if part]
    kinds = [_classify(part).kind for part in parts]
    return bool(kinds) and all(kind in ("name", "code", "one") for kind in kinds)


def _split(raw: str) -> Iterator[list[_Token]]:
    """Split a string at its stops, and each part at its spaces and strokes, where all it holds is known for what it is.

    A comma within brackets is no stop; a part that holds anything else stays one word.
    """
    folded, start, sign = fold(raw), 0, ""
    stops = [*_STOP.finditer(folded), None]
    for stop in stops:
        end = stop.start() if stop else len(raw)
        if stop and folded.count("(", start, end) != folded.count(")", start, end):
            continue
        part, words, before = raw[start:end], [], sign
        for piece in re.split(r"(\s{0,3}[/|丨&／｜＆]\s{0,3}|\s{1,3})", part.strip()):
            if not piece.strip(" /|丨&／｜＆"):
                before = "/" if piece.strip() else " "
            else:
                words += _read_word(piece, before)
                before = ""
        words = _merge(words)
        if any(word.kind == "other" for word in words) and len(words) > 1:
            words = [_Token("other", part.strip(), sign)]
        yield words
        start, sign = (stop.end() if stop else end), "、"


def _read_word(word: str, before: str) -> list[_Token]:
    """Read a word without spaces: a role may be glued before the name, a code or a note in brackets behind it."""
    folded = fold(word)
    glued = _ROLE_GLUED.match(folded)
    if glued and not _NO_ROLE.search(folded) and not _ROLE_ALONE.fullmatch(folded):
        return [_Token("role", word[: glued.end()].rstrip(":："), before), _classify(word[glued.end() :])]
    return [_classify(word)._replace(before=before)]


def _classify(word: str) -> _Token:
    folded = fold(word)
    code = title = ""
    if behind := _CODE_BEHIND.search(folded):
        code = next(filter(None, behind.groups()))
        word, folded = word[: behind.start()], folded[: behind.start()]
    elif note := _NOTE.search(folded):
        title = word[slice(*note.span(1))]
        word, folded = word[: note.start()], folded[: note.start()]
    if _ROLE_ALONE.fullmatch(folded):
        kind = "role"
    elif _CODE.fullmatch(folded):
        kind = "code"
    elif ORGANISATION.fullmatch(folded) or is_nobody(word):
        kind = "house"
    elif _NAME_ALONE.fullmatch(folded):
        kind = "name"
    elif len(folded) == 1 and _HAN.match(folded):
        kind = "one"
    elif re.fullmatch(r"[^\W\d_]['’\w.-]{0,30}", folded) and not _HAN.search(folded):
        kind = "latin"
    else:
        kind = "other"
    return _Token(kind, word, "", title, code)


def _merge(words: list[_Token]) -> list[_Token]:
    """Merge the words of one name: 王　頔 of two characters or three, Jane Doe; 王 頔 李 明 are two."""
    merged: list[_Token] = []
    number = 0
    while number < len(words):
        kind = words[number].kind
        end = number + 1
        while end < len(words) and kind in ("one", "latin") and words[end].kind == kind and words[end].before == " ":
            end += 1
        run = words[number:end]
        size = 2 if kind == "one" and len(run) % 2 == 0 else len(run)
        for start in range(0, len(run), size):
            group = run[start : start + size]
            is_name = kind != "one" or 2 <= len(group) <= 3
            text = (" " if kind == "latin" else "").join(word.text for word in group)
            kind_of_all = kind if kind not in ("one", "latin") else "name" if is_name else "other"
            merged.append(group[0]._replace(text=text, kind=kind_of_all, code=group[-1].code, title=group[-1].title))
        number = end
    return merged


def _assemble(words: list[_Token]) -> list[Person]:
    """Give each name its title: the one ahead, where the string begins with one, or the one behind."""
    people: list[Person] = []
    has_names = any(word.kind == "name" for word in words)
    is_ahead = bool(words) and (words[0].kind == "role" or (words[0].kind == "house" and words[1:2] != []))
    ahead = ""
    for number, word in enumerate(words):
        after = words[number + 1] if number + 1 < len(words) else None
        leads = after is not None and after.before != "、" and after.kind in ("name", "role", "house")
        is_beside = word.before in ("", " ", "/") and people and number
        if word.kind in ("name", "other"):
            title = " ".join(filter(None, (ahead, word.title)))
            people.append(Person(word.text, title, word.code))
        elif word.kind == "code":
            people = [*people[:-1], people[-1]._replace(code=word.text)] if people else [Person(word.text)]
        elif word.kind == "role" or (word.kind == "house" and has_names and (is_beside or (is_ahead and leads))):
            if is_ahead and leads:
                is_second = number and words[number - 1].kind in ("role", "house") and word.before != "、"
                ahead = f"{ahead} {word.text}" if is_second else word.text
            elif people:
                title = " ".join(filter(None, (people[-1].title, word.text)))
                people[-1] = people[-1]._replace(title=title)
            elif not has_names:
                people.append(Person(word.text))
        elif people and not has_names and word.before in (" ", "/"):
            people[-1] = people[-1]._replace(name=f"{people[-1].name}{word.before}{word.text}")
        else:
            people.append(Person(word.text, word.title, word.code))
    return people


def _read_latin(raw: str) -> list[Person]:
    raw = _BY.sub("", re.sub(r"\s+", " ", raw))
    first = _FAMILY_FIRST.fullmatch(raw)
    if first and not {first[1].casefold(), first[2].casefold()} & _AGENCIES and not _LATIN_ROLE.search(raw):
        return [Person(f"{first[2]} {first[1]}")]
    people: list[Person] = []
    for part in _LATIN_SPLIT.split(raw):
        for listed in _split_latin_commas(part):
            name, code, title = listed, "", ""
            if behind := _CODE_BEHIND.search(name):
                code, name = next(filter(None, behind.groups())), name[: behind.start()]
            elif note := _NOTE.search(name):
                title, name = note[1], name[: note.start()]
            is_degree = _DEGREE.fullmatch(name) and name.casefold() not in _AGENCIES
            if people and (_BELONGS.fullmatch(name) or is_degree):
                people[-1] = people[-1]._replace(name=f"{people[-1].name}, {name}")
            elif people and _LATIN_ROLE.search(name) and not people[-1].title:
                people[-1] = people[-1]._replace(title=listed)
            elif name:
                people.append(Person(name, title, code))
    return people


def _split_latin_commas(part: str) -> list[str]:
    """Split a list in a Latin script at its commas, and at `and` where a person stands on both sides of it."""
    pieces: list[str] = []
    for piece in filter(None, map(str.strip, part.split(","))):
        names = _LATIN_AND.split(piece)
        sides = [_BEGINS_WITH_AND.sub("", name) for name in names if name]
        if all(_is_latin_side(name) for name in sides):
            pieces += sides
        else:
            pieces.append(_BEGINS_WITH_AND.sub("", piece))
    return [piece for piece in pieces if piece]


def _is_latin_side(name: str) -> bool:
    is_person = _LATIN_NAME.fullmatch(name) is not None and not _HOUSE_WORD.search(name)
    return is_person or _LATIN_ROLE.search(name) is not None or name.casefold() in _AGENCIES
