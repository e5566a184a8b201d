# ruff: noqa: RUF001 - Chinese punctuation is what is tested
"""Personal data in the ways citizens write it, each beside what looks like it and is none."""

import pytest

from classifiers.privacy import find_personal


def _found(text: str) -> list[tuple[str, str]]:
    return [(span.kind, span.text) for span in find_personal(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我女儿今年上一年级，叫程思语", [("minor", "程思语")]),
        ("我女儿程思语二十六岁，在超市上班", [("name", "程思语")]),
        ("八岁男孩祁乐桐在滑梯上摔了", [("minor", "祁乐桐")]),
        ("双胞胎令狐小雨和令狐小雪没户口", [("minor", "令狐小雨"), ("minor", "令狐小雪")]),
        ("学生游佳怡，家长游卫东，营养餐发霉", [("minor", "游佳怡"), ("name", "游卫东")]),
        ("师傅叫程思远，孩子上学要路费", [("name", "程思远")]),
        ("初二年级3班", []),
        ("育英中学初二年级3班乱收费", [("minor", "育英中学初二年级3班")]),
    ],
)
def test_a_child_is_told_from_the_grown_ups_beside_it(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我妈八十二。患有帕金森病，没人照顾", [("health", "帕金森病")]),
        ("有帕金森病的老人可以申请什么补贴", []),
        ("尿毒症患者陈桂芳家里困难", [("health", "尿毒症"), ("name", "陈桂芳")]),
        ("尿毒症患者透析报销比例是多少", []),
        ("我没有高血压，是你们登记错了", []),
        ("吵得我快抑郁了", []),
        ("父亲确诊亨特综合征，药进不了医保", [("health", "亨特综合征")]),
        ("我得了一场大病", []),
        ("本人听力残疾二级，想申请助听器", [("health", "听力残疾二级")]),
        ("听力二级残疾可以领什么补贴", []),
        ("伤残鉴定十级伤残，单位不赔", [("health", "十级伤残")]),
    ],
)
def test_what_ails_somebody_is_told_from_questions_and_sayings(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("住滨江花城 6 号楼 1 单元 903 室", [("address", "滨江花城 6 号楼 1 单元 903 室")]),
        ("我在学生公寓6号楼512", [("address", "学生公寓6号楼512")]),
        ("家在向阳小区3栋2单元501", [("address", "向阳小区3栋2单元501")]),
        ("现居裕华区槐北路368号汇景家园1-1-1902", [("address", "裕华区槐北路368号汇景家园1-1-1902")]),
        ("花溪大道199号附12号3楼2号漏水", [("address", "花溪大道199号附12号3楼2号")]),
        ("国贸大厦B座1203室的公司跑路了", []),
        ("人民医院3号楼5楼502病房空调坏了", []),
        ("我住恒华大厦B座1203室", [("address", "恒华大厦B座1203室")]),
        ("阳光花园3栋2单元15楼的灯坏了", []),
    ],
)
def test_a_home_is_told_from_a_place_of_work(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我叫李想，想问公积金", [("name", "李想")]),
        ("我有李想的车", []),
        ("姓名：秋瑾瑜", [("name", "秋瑾瑜")]),
        ("户主是房东，我收不到", []),
        ("联系人上官，晚上打", []),
        ("乌日娜和帕丽旦·艾力在市场卖水果", [("name", "乌日娜"), ("name", "帕丽旦·艾力")]),
        ("孩子谈笑笑才四岁", [("minor", "谈笑笑")]),
    ],
)
def test_a_name_that_is_a_word_needs_its_label(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("可加QQ好友：44556677", [("qq", "44556677")]),
        ("1938475620这是我QQ", [("qq", "1938475620")]),
        ("QQ音乐扣了1280000个金币", []),
        ("京·N8K521停在盲道上", [("plate", "京·N8K521")]),
        ("17012345678转6789打不通", [("mobile", "17012345678转6789")]),
        ("13812345678转告他", [("mobile", "13812345678")]),
        ("（二〇二四）浙0106民初123号", [("case_number", "（二〇二四）浙0106民初123号")]),
        ("浙0106民初5678号判了", [("case_number", "浙0106民初5678号")]),
        ("检察院杭检刑不诉〔2024〕3号", [("case_number", "杭检刑不诉〔2024〕3号")]),
        ("公交决字[2024]第330106-2900123456号", [("case_number", "公交决字[2024]第330106-2900123456号")]),
        ("市政府批复〔2024〕5号", []),
        ("粤府办〔2023〕18号规定的补贴", []),
    ],
)
def test_numbers_in_more_ways_of_writing(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found
