"""People: names, surnames told by their pieces, and relations."""

from __future__ import annotations

from typing import Any

import pytest

from mandarin.people import find_people

ASKED: list[tuple[str, dict[str, Any]]] = [
    ("我自个儿开的", {"relation": "本人"}),
    ("我老公开的，他姓石，石磊", {"name": "石磊", "surname": "石", "relation": "配偶"}),
    ("我儿子王小明", {"name": "王小明", "surname": "王", "relation": "子女"}),
    ("司机老李", {"surname": "李", "relation": "雇员"}),
    ("找我就行", {"relation": "本人"}),
    ("我爱人", {"relation": "配偶"}),
    ("我弟", {"relation": "兄弟姐妹"}),
    ("古小岚 山字头的岚", {"name": "古小岚", "surname": "古"}),
    ("连晓云 白连云的连 晓云就是早上的云", {"name": "连晓云", "surname": "连"}),
    ("我男人钱勇", {"name": "钱勇", "surname": "钱", "relation": "配偶"}),
    ("她家保姆 姓钱", {"surname": "钱", "relation": "雇员"}),
    ("我阿姐 钱凤", {"name": "钱凤", "surname": "钱", "relation": "兄弟姐妹"}),
    ("俺东家钱大海", {"name": "钱大海", "surname": "钱", "relation": "同事"}),
    ("有个老汉 叫钱大海", {"name": "钱大海", "surname": "钱"}),
    ("那个阿姨叫钱凤英", {"name": "钱凤英", "surname": "钱"}),
    ("公司司机张伟", {"name": "张伟", "surname": "张", "relation": "雇员"}),
    ("朋友借去开的叫刘洋", {"name": "刘洋", "surname": "刘", "relation": "借用人"}),
    ("一个叫王芳的女的", {"name": "王芳", "surname": "王"}),
    ("石头的石，三个石的磊", {"name": "石磊", "surname": "石"}),
    ("弓长张", {"surname": "张"}),
    ("姓章 立早章", {"surname": "章"}),
    ("木子李 李明", {"name": "李明", "surname": "李"}),
    ("王先生", {"surname": "王"}),
    ("李女士", {"surname": "李"}),
    ("张师傅", {"surname": "张"}),
    ("欧阳明", {"name": "欧阳明", "surname": "欧阳"}),
    ("他姓诸葛叫诸葛亮", {"name": "诸葛亮", "surname": "诸葛"}),
    ("刘建民", {"name": "刘建民", "surname": "刘"}),
    ("石家庄某某运输有限公司", {"name": "石家庄某某运输有限公司"}),
    ("代驾开的", {"relation": "代驾"}),
    ("当时是我在开车", {"relation": "本人"}),
    ("我配偶在开", {"relation": "配偶"}),
    ("是我父母的车我父母开", {"relation": "父母"}),
    ("子女", {"relation": "子女"}),
    ("我老婆的弟弟开的", {"relation": "亲属"}),
    ("邻居借我车开的她叫袁梅", {"name": "袁梅", "surname": "袁", "relation": "借用人"}),
    ("我邻居借我车开的她叫袁梅", {"name": "袁梅", "surname": "袁", "relation": "朋友"}),
    ("借给人家开的 他叫邵勇", {"name": "邵勇", "surname": "邵", "relation": "借用人"}),
    ("宋涛，是我表哥", {"name": "宋涛", "surname": "宋", "relation": "亲属"}),
    ("我妹妹开的常雪梅", {"name": "常雪梅", "surname": "常", "relation": "兄弟姐妹"}),
    ("我爸的车，本子上是他名字，隋长贵", {"name": "隋长贵", "surname": "隋", "relation": "父母"}),
    ("登记证上写的池玉兰", {"name": "池玉兰", "surname": "池"}),
    ("找我闺女吧她叫浦小燕", {"name": "浦小燕", "surname": "浦", "relation": "子女"}),
    ("我呀，一个人开的", {"relation": "本人"}),
    ("我叫于文清，年年有于的于", {"name": "于文清", "surname": "于", "relation": "本人"}),
    ("我额姐夫开的他叫唐志强", {"name": "唐志强", "surname": "唐", "relation": "亲属"}),
]
NOBODY = [
    "不认识",
    "不知道",
    "方向打死了撞石头上了",
    "我是在高速马路上",
    "高速上一个白色的车",
    "",
    "👍",
    "撞黄线那边了",
    "他后杠和左后尾灯 他是后杠和右后尾灯",
    "我这边是左前门",
]


@pytest.mark.parametrize(("said", "person"), ASKED)
def test_the_person_asked_for(said: str, person: dict[str, Any]) -> None:
    assert [span.value for span in find_people(said, asked=True)] == [person]


@pytest.mark.parametrize("said", NOBODY)
def test_ordinary_words_are_no_names(said: str) -> None:
    assert find_people(said) == []


def test_a_name_in_a_story_needs_its_cue() -> None:
    assert [span.value for span in find_people("我叫刘建民 电话13900001101")] == [
        {"name": "刘建民", "surname": "刘", "relation": "本人"}
    ]
