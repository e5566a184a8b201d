"""Who is named in a text, and what only looks like a name."""

import pytest

from classifiers.person_names import find_names, find_own_name, surname


def _names(text: str) -> list[str]:
    return [text[start:end] for start, end in find_names(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我叫刘桂兰,今年六十八了", ["刘桂兰"]),
        ("物业经理曹志勇态度特别恶劣", ["曹志勇"]),
        ("张建国、李秀英、王磊三人联名", ["张建国", "李秀英", "王磊"]),
        ("法人代表欧阳雪松跑路了", ["欧阳雪松"]),
        ("房子登记在我爱人隗晓燕名下", ["隗晓燕"]),
        ("那个叫马小军的又来了", ["马小军"]),
        ("此致敬礼 赵德柱 2024年3月12日", ["赵德柱"]),
        ("石磊打的人,石磊现在还没被抓", ["石磊", "石磊"]),
        ("姓名:阿依古丽·买买提,想咨询", ["阿依古丽·买买提"]),
        ("我叫买买提江,做烤馕生意", ["买买提江"]),
        ("我叫高峰,高山的高", ["高峰"]),
        ("我老公于洋的医保卡", ["于洋"]),
    ],
)
def test_full_names_are_found_with_nothing_around_them(text: str, names: list[str]) -> None:
    assert _names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "早晚高峰没有水压",
        "高新区金色家园门口的路灯坏了",
        "和平路上的石材店占了人行道",
        "王女士、老李、张某和刘师傅都在场",
        "王总、李工、张所都说不归他管",
        "李宁专卖店退换货纠纷",
        "中山路和鲁迅公园之间没有公交",
        "关于安全出口被堵的问题",
        "何时能通天然气",
        "万科·金域蓝湾的物业",
        "写这封信是想谢谢你们",
        "隔壁老郭刚才来过",
        "我是高新园区的员工",
        "领导常说要为人民服务",
        "叫文明执法吗",
    ],
)
def test_words_titles_brands_and_roads_are_no_names(text: str) -> None:
    assert _names(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("村主任韩立群不管,我叫刘桂兰", "刘桂兰"),
        ("投诉曹志勇。反映人:何玉梅", "何玉梅"),
        ("村主任韩立群不管我们", ""),
        ("路灯坏了", ""),
    ],
)
def test_the_writer_is_told_from_those_they_write_about(text: str, name: str) -> None:
    assert find_own_name(text) == name


@pytest.mark.parametrize(("name", "family"), [("欧阳雪松", "欧阳"), ("王磊", "王"), ("欧阳", "欧"), ("阿依古丽", "阿")])
def test_a_surname_may_have_two_characters(name: str, family: str) -> None:
    assert surname(name) == family
