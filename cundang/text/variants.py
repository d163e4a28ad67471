"""Characters that are written for others: radicals in place of their ideographs, and variants of an ideograph.

Each table is a string of pairs, what is written and what is meant. `cundang.search.fold` folds them for the index and
for queries; the text of an article keeps what was published.
"""

# Unicode's EquivalentUnifiedIdeograph.txt (15.0.0), without those that NFKC changes in the same way (the Kangxi
# radicals). PDF readers and WeChat copy such signs in place of ideographs: 船⻓, 看⻅.
RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕𫜹⺖忄⺗心⺘扌⺙攵⺛旡"
    "⺜日⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊"
    "⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅"
    "⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾"
    "⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀㇆𠃌㇏乀㇐一㇑丨㇒丿㇓丿㇔丶㇕𠃍㇖乛㇗𠃊㇘𠃎㇙𠄌㇚亅㇛𡿨㇜𠃋㇝乀㇞𠃑㇟乚"
    "㇠乙㇡𠄎"
)

# Unihan's kSemanticVariant and kZVariant (Unicode 15.0.0): characters that the table of general standard Chinese
# characters (kTGH, 8,105 characters) does not have, each with the only one of its variants, in simplified form, that is
# in the table. Only what a legacy encoding has (GBK, Big5-HKSCS, Shift JIS or EUC-KR). Left out are forms of radicals
# (亻, 氵) and characters with a sense of their own: 妳 炁 卍. The first line has old forms that Unihan does not relate.
VARIANTS = (
    "靑青淸清顚颠愼慎槪概漑溉曁暨汚污盌碗椀碗凖准"
    "㐵儒㐷骂㓁网㕑厨㗖啖㗳嗒㝃娩㠶帆㣺心㨗捷㨫揽㰍栊㷉熨㽣域䃘硁䄃殃䌫缆䌷绸䕭荨䜩宴䜶豇䭾驮䲝鲳䲣渔両两乹干"
    "亁干亊事亗岁亝齐仼任仾低伃妤伱你伷胄佋绍侅赅侎敉侚殉俈喾俻备倂并倐倏倣仿値值偊踽偐赝偒荡偪逼偸偷傁叟傏搪"
    "傜徭僊仙儍傻儓台兎兔兦亡兪俞冂坰冄冉冋坰冩写冫冰凂浼凢凡凣凡処处凴凭凾函刄刃刅创刋刊刓园刦劫刧劫刱创刴剁"
    "刼劫剦阉剳札劒剑効效勄敏勅敕勗勖匃丐匊掬匋陶匘脑匧箧匳奁匵椟卄廿卭卬厎砥厐庞厓崖厪廑厰厂厷肱叅参収收叜叟"
    "叡睿吚咿吿告呉吴呌叫呑吞呠喷呡吻呪咒咲笑咷啕哶咩唊硖唚吣唫吟啍吨啎忤啗啖喐郁喒昝喭唁喿噪嗁啼嘷嗥噉啖噏吸"
    "噐器噑嚎嚬颦嚵馋囓啮囘回囬回囯国圅函圕图坆坟坵丘垔堙垜垛埜野埳坎埶艺堈缸堘塍堦阶堭隍堿碱塐塑塟葬塡填塩盐"
    "塲场墖塔墝硗墤𬯎墫樽壍堑壐玺壻婿夀寿変变夣梦奞奎奨奖妬妒姉姊姙妊娬妩娯娱娿婀婣姻婬淫媍妇媿愧嫛嫕嬭奶孼孽"
    "宂冗宐宜宻密宼寇寃冤寍宁寔实寗甯寘置寚宝寳宝尀叵尃敷尅克尒尔尗叔尰肿尲尴岀出峩峨崘仑崪崒嵠溪嶎蔚巤鬣帀匝"
    "帋纸帒袋帬裙帲帡幇帮幙幕幵开庅么庬厖廀廋廌豸廐厩廔楼廵巡廸迪廹迫廻回彊强徃往徤健徧遍徬彷忼慷怌怀怱匆怳恍"
    "恊勰恠怪恡吝悊哲悋吝悐惕悤匆悮误悳德惪德惽惛愬诉愽博慂恿慙惭慽戚憇憩憝怼憰谲懜懵懽欢戉钺戯戏戸户戹厄抌舀"
    "抍拯抝拗拏拿拕拖挐拿挢娇挭鲠挷搒挿插捓揶捦擒捬抚掽碰揅研揑捏揜掩揫揪揷插揺摇搃总搇揿搤扼搫搬搯掏摠总摡溉"
    "摣揸撆撇撘搭撦扯撽击擃攮擗劈擥揽擧举攅攒攩挡攷考敁掂敍叙敺驱斈学斉齐斚斝斞庾斾旆旈旒旉敷旘帜旛幡旪协旹时"
    "昬昏昻昂晩晚晳晰暎映暱昵曡叠朙明朢望朶朵朿莿杇圬杸殳枏楠枬楠枱台栁柳栛荔栢柏栰筏桼漆梹槟棃梨棅柄棥樊棳棁"
    "椶棕楥楦榎槚榢架槀稿槑梅槖橐槩概樐橹樚辘樷丛橆无橊榴橜橛檝楫檴获櫂棹櫈凳櫌耰櫺棂櫾柚欝郁欬咳欵款欼啜歕喷"
    "歗啸歠啜歱踵歳岁歴历殽淆毘毗氊毡氜阳氥氙氷冰氼溺沍冱沲沱洤泉涖莅涶唾渨隈渹訇湌餐湏须湻淳湼涅滺悠漰淜潝㴔"
    "潬滩澁涩澣浣澷漫濇涩濬浚濶阔瀁漾瀒涩灴烘炤照炰炮烕灭烖灾烱炯煑煮煖暖煠炸熈熙燄焰燺熇牄跄牋笺牕窗犂犁犲豺"
    "狥殉狵尨猋飑猨猿獧狷玅妙玆兹珎珍瑇玳瑠琉瑯琅璢琉瓈璃瓟匏甆瓷甎砖甞尝甤蕤甽畎甿氓畄留畆亩畊耕畧略畱留畺疆"
    "畽疃疋匹疎疏痖哑痺痹瘉愈瘨癫瘶嗽皃貌皡皞皥皞皷鼓盇盍盙簠眎视瞹暧矁瞅矙瞰砇珉砦寨砲炮硏研碁棋碔珷碪砧碯瑙"
    "磇砒磒陨磥磊磪崔磵涧礶罐禂祷秄耔秇艺秌秋秏耗秐耘秔粳稉粳稬糯稭秸稺稚稾稿穅糠穉稚穤糯穽阱窌窖窓窗窰窑窻窗"
    "竆穷竒奇竝并竢俟竻簕笓篦筭算筯箸筿筱箎篪箒帚箛箍箠捶箾箫篴笛簁筛簒篡簛筛簨栒簷檐籐藤籑馔粃秕粧妆糓谷糡糨"
    "糤馓紥扎絖纩綂统緖绪緜绵緥褓緫总縁缘縂总縚绦繖伞繦襁繲挫纎纤缻缶缾瓶罁缸罇樽罋瓮羃幂羗羌羙美羮羹羴膻翄翅"
    "翺翱耼聃聝馘聦聪肈肇肎肯肐胳肕韧肧胚肬疣肳吻胑肢脃脆脇胁腁胼腢髃膆嗉膓肠臈腊臕膘臙胭臝裸臞癯臯皋臿锸舃舄"
    "舓舐舡船艢樯艥楫艪橹艶艳艸草芔卉芲花苢苡苺莓苿茉茍苟茠薅荅答荍荞荳豆莀农莕荇菓果菫堇萲萱葁姜葢盖蓺艺蔴麻"
    "蔾藜蕋蕊蕚萼蕿萱蘂蕊蘐萱蘤花蘯荡蘽藟虣暴蚘蛔蚡鼢蚦蚺蛌蛄蛕蛔蜋螂蜑蛋蜝蜞蜨蝶蜯蚌蜶蟀蜹蚋蝃䗖蝡蠕蝯猿螆蚝"
    "螎融螘蚁螾蚓蟁蚊蟚蟛蟺蟮蠏蟹蠩蜍蠭蜂衂衄衇脉衞卫袠帙袵衽裌夹裠裙褃裉褧䌹褵缡褺亵襃褒襍杂襢袒襮幞覇霸覊羁"
    "覌观覐觉覔觅覩睹覰觑觍腼觔斤觕粗觝抵觧解觵觥訠矧訦谌訽诟詤谎詧察詾讻誐哦誩竞諁啜諊鞫諕唬諠喧諵喃謌歌譈怼"
    "譌讹譐噂讁谪讍谔讘嗫讛呓讠言豋登豓艳豘豚豝羓豴蹢豻犴貛獾貭质賍赃賔宾賛赞賮赆賷赍賸剩贒贤赸讪趂趁趒跳趦趑"
    "趮躁跙趄跥跺跴踹踁硁蹏蹄蹝屣蹧遭蹮跹蹵蹴蹹蹋躧屣躭眈躱躲躳躬躶裸躷矮軄职軆体軰辈軶轭輙辄輭软轝舆辠罪辢辣"
    "辤辞迊匝迯逃迻移逓递逷逖遉侦遟迟遯遁郞郎郰鄹郷乡鄕乡酔醉酖鸩酧酬醆盏醡榨醩糟醻酬醿醾釬焊鉄铁鉏锄銒钘銕铁"
    "鋑镌鍫锹鎋辖鎒耨鎻锁鏁锁鑚钻鑛矿铇刨閙闹関关閧哄闗关阧陡阬坑陁陀陗峭陜狭陻堙陼渚隂阴隄堤隖坞隝坞隠隐隣邻"
    "隲骘隷隶雝簌霥蒙霶雱靀蒙靔天靭韧鞀鼗鞉鼗鞌鞍鞙琄鞵鞋韈袜韒鞘韤袜韮韭頋顾頟额頣颐頼赖顋腮顕显顖囟顦憔颕颖"
    "颿帆飃飘飚飙飜翻飡餐飤饲餂舔餙饰餠饼餹糖餻糕餽馈饇饫饍膳馿驴駦腾駮驳騈骈騐验騗骗騘骢驘骡骻胯骽腿骾鲠髗颅"
    "髙高髠髡髣彷髤髹髩鬓鬀剃鬂鬓鬦斗鬪斗鬫阚鬬斗鬭斗鬴釜鬽魅鮧鳀鱑鳇鱓鳝鱻鲜鲶鲇鳮鸡鴈雁鴺鹈鵞鹅鵶鸦鵻隼鶵雏"
    "鶽隼鸎莺鹻碱麄粗麐麟麕麇麞獐麤粗麰牟黒黑黙默鼃蛙鼄蛛鼇鳌鼈鳖鼏幂鼔鼓齅嗅龒龙龝秋龤谐龥吁𠇹径𠋆衬𢙏逊𢽾敩"
    "𣱝氡𤞤猃𥅴睫𥩟伫𦰏莜𧹗赚𪧀婴𪧘窭𪪞墙𪸩辉𪽪胀𪿫炮𫄙纠𫄛衿𫄢鞴𫄬绁𫄶襁𫇴刍𫉄薯𫌇褶𫍴喽𫏋跷𫓪铅𫓲钧𫔂匙𫔈槊"
    "𫔊锈𫔔镌𫖇靴𫗞𫗴𫗥馄𫗵饷𫘞驼𫚉鳐𫚌鲨𫚥虾𫜁氅𫜪咬𫞗浼"
)

# OpenCC's second choices (TSCharacters, 1.4.2), which t2s takes in some words only: 瞭解 is 了解, 瞭望 stays; and 著,
# which Taiwan writes where the mainland writes 着 (隨著, 随着). 帳 is 帐 by that table; where it is a reckoning, the
# mainland writes 账. Characters with a sense of their own in simplified text
# are not among them: 沈 is not 沉, 像 is not 象, nor are parts of names (喆 堃 犇 甯).
AMBIGUOUS = "著着瞭了藉借覆复祇只衹只甚什陞升甦苏锺钟钜巨谘咨讬托馀余缐线迳径帐账"

# Words that another spelling of theirs, read across words, would be taken for: 看着|名单, 为|了望, 若|干坤. Asked for
# alone, they find themselves only; within a longer term every spelling of theirs does.
KEPT = ("乾坤", "瞭望", "著名", "著作", "著有", "著书", "著者", "著录", "合著", "土著", "覆没")
