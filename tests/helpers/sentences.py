"""Sentences and texts of our own, as many as a test wants: what repair and cleaning are proved on."""

import random

import opencc

_WHO = [
    "新区管委会",
    "县里的农技员",
    "村党支部",
    "省发展改革委",
    "市民政局",
    "应急管理部门",
    "几位老教师",
    "生态环境局",
    "这家企业",
    "渔民老陈",
    "国家图书馆",
    "新区党工委",
    "铁路建设单位",
    "乡镇卫生院",
    "社区志愿者",
    "高校研究团队",
    "水利专家",
    "当地居民",
    "年轻的设计师",
    "气象台",
]
_WHEN = [
    "昨天",
    "今年三月",
    "上周五",
    "去年冬天",
    "会议期间",
    "10月12日",
    "清晨",
    "近日",
    "春节前后",
    "五年来",
    "截至6月底",
    "当天下午",
]
_HOW = [
    "认真",
    "全面",
    "逐项",
    "连夜",
    "按照计划",
    "及时",
    "扎实",
    "分三批",
    "会同有关部门",
    "在网络上",
    "现场",
    "反复",
]
_DID = [
    "检查",
    "组织",
    "修建",
    "学习",
    "讨论",
    "推动",
    "落实",
    "发布",
    "总结",
    "报告",
    "维护",
    "统计",
    "保护",
    "记录",
    "宣传",
    "研究",
    "调整",
    "整理",
    "审查",
    "核对",
]
_WHAT = [
    "防洪堤和排水管网",
    "八千亩芦苇荡",
    "义务教育学校的食堂",
    "小区的电梯",
    "农产品价格",
    "历史档案",
    "儿童医院的门诊",
    "高铁站的导视系统",
    "白洋淀的水质监测数据",
    "职业技能培训",
    "干部的工作作风",
    "数字道路标准",
    "抗旱应急预案",
    "古树名木",
    "老旧厂房",
    "跨县公交线路",
    "养老服务机构",
    "科技创新项目",
    "传统手工艺",
    "人才引进政策",
    "领导责任",
    "疫情防控措施",
    "基层组织的经验",
    "试点单位的帮扶清单",
]
_SO = [
    "群众的满意度明显提高",
    "问题已经全部解决",
    "专家对此给予肯定",
    "还有几处需要继续观察",
    "运行情况良好",
    "负责人没有回应记者的提问",
    "下一步将总结经验并向全省推广",
    "这是当地十年来的第一次",
    "预计年底完成验收",
    "各方意见并不一致",
    "现场秩序井然",
    "责任落实到人",
    "当年的设想变成了现实",
    "任务仍然很重",
    "大家都说心里踏实了",
]
_SIGNS = (",", "，", ",", ",")
_ENDS = ("。", "。", "。", "!", "?", "；")
_ODD = (
    "来源:口述",
    "(VPN)",
    "委员会(筹)",
    "3.5%",
    "第2号",
    "A座",
    "“两个维护”",
    "《关于加强管理的通知》",
    "(记者陈明)",
    "X线",
    "f(x)",
    "12:30",
)


def sentence(dice: random.Random) -> str:
    """One sentence in simplified Chinese."""
    pick = dice.choice
    extra = pick(_ODD) if dice.random() < 0.2 else ""
    parts = [pick(_WHEN), pick(_WHO) + pick(_HOW) + pick(_DID) + pick(_WHAT) + extra, pick(_SO)]
    if dice.random() < 0.4:
        parts.insert(2, pick(_DID) + "了" + pick(_WHAT) + "和" + pick(_WHAT))
    if dice.random() < 0.3:
        parts.insert(0, pick(_WHO) + "介绍")
    return pick(_SIGNS).join(parts) + pick(_ENDS)


def text(dice: random.Random, sentences: int = 12) -> str:
    """A text of several paragraphs in simplified Chinese."""
    paragraphs = ["".join(sentence(dice) for _ in range(dice.randint(2, 5))) for _ in range(sentences // 3)]
    return "\n\n".join(paragraphs)


def traditional(text: str) -> str:
    """The text in traditional characters, those that GBK has."""
    return "".join(
        new if len(new.encode("gb18030")) <= 2 else old for old, new in zip(text, _S2T.convert(text), strict=True)
    )


_S2T = opencc.OpenCC("s2t")
