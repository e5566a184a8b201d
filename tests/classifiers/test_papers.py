# ruff: noqa: RUF001 - full-width digits are what is tested
"""Numbers on papers and of accounts: how they may be written, and what has the same length but is none."""

import pytest

from classifiers.privacy import find_personal


def _found(text: str) -> list[tuple[str, str]]:
    return [(span.kind, span.text) for span in find_personal(text)]


@pytest.mark.parametrize(
    ("text", "kind", "piece"),
    [
        ("身份证330106 19850312 4423", "id_card", "330106 19850312 4423"),
        ("身份证号11010519491231002x", "id_card", "11010519491231002x"),
        ("身份证11010519491231002１", "id_card", "11010519491231002１"),
        ("我的身份证三三零幺零六幺九八五零三幺二幺二三四", "id_card", "三三零幺零六幺九八五零三幺二幺二三四"),
        ("卡号6222 0212 3456 7890 128", "bank_card", "6222 0212 3456 7890 128"),
        ("车牌苏E 一二三四五", "plate", "苏E 一二三四五"),
        ("沪AD·12345占了车位", "plate", "沪AD·12345"),
        ("车牌是A8K321", "plate", "A8K321"),
        ("港澳通行证C12345678过期", "passport", "C12345678"),
        ("电话+86 138 1234 5678", "mobile", "+86 138 1234 5678"),
        ("打幺三八，洞洞五七，幺两三四", "mobile", "幺三八，洞洞五七，幺两三四"),
        ("单位（0512）68125377转8016", "landline", "（0512）68125377转8016"),
        ("发到wanglei艾特outlook点com", "email", "wanglei艾特outlook点com"),
        ("lq.sun＠vip.sina.com收", "email", "lq.sun＠vip.sina.com"),
        ("加V：zhx520888", "wechat", "zhx520888"),
        ("我的微信13812345678", "mobile", "13812345678"),
        ("QQ 384 756 2019", "qq", "384 756 2019"),
        ("仲裁裁决清河劳人仲案字〔2024〕第321号", "case_number", "清河劳人仲案字〔2024〕第321号"),
        ("交通事故认定书第320583420240011872号", "case_number", "第320583420240011872号"),
    ],
)
def test_a_span_holds_the_whole_number_and_no_label(text: str, kind: str, piece: str) -> None:
    assert _found(text) == [(kind, piece)]


@pytest.mark.parametrize(
    "text",
    [
        "订单号4400123456789012345一直不发货",
        "合同编号HT20240315001",
        "编号1380013800012的单车坏了",
        "国办发〔2023〕12号文件",
        "清民发〔2022〕8号",
        "400-820-8820没人接",
        "型号E12345678的热水器",
        "车牌后三位是666",
        "微信同号，QQ群里有人发广告",
        "一二三四五号楼都没有热水",
    ],
)
def test_orders_documents_and_service_numbers_are_none(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我儿子范浩宇上五年级", [("minor", "范浩宇")]),
        ("我儿子范志强在工地上干活,今年三十一", [("name", "范志强")]),
        ("新星幼儿园小二班的陶小乐老师", [("minor", "新星幼儿园小二班"), ("name", "陶小乐")]),
        ("孩子今年6岁能不能上小学", []),
        ("实验小学门口堵车", []),
        ("我妈得了尿毒症", [("health", "尿毒症")]),
        ("本人肢体二级残疾", [("health", "肢体二级残疾")]),
        ("姚秀珍,三级肢体残疾", [("name", "姚秀珍"), ("health", "三级肢体残疾")]),
        ("二级残疾一个月补贴多少", []),
        ("糖尿病算慢病吗", []),
        ("家住城南镇柳林村5组28号", [("address", "城南镇柳林村5组28号")]),
        ("和平路203号院2号楼4单元501漏水", [("address", "和平路203号院2号楼4单元501")]),
        ("青石路38号楼下烧烤店半夜还吵", []),
        ("我们桂苑小区2号楼一单元电梯坏了", []),
    ],
)
def test_children_illness_and_dwellings_are_told_from_what_concerns_nobody(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert _found(text) == found
