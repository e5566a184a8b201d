"""E-mail addresses, WeChat and QQ ids, also with the sign spelt that machines look for (艾特, 点com, 加V)."""

import re

from classifiers.verdict import Spans

_AT = r"(?:\s?(?:[@#]|艾特|爱特|\(at\)|\[at\]|\(艾特\))\s?|\s{1,2}(?:at|AT)\s{1,2})"
_DOT = r"(?:\s?(?:\.|点|。)\s?|\s(?:dot|DOT)\s)"
_EMAIL = re.compile(
    rf"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9_](?:[A-Za-z0-9._%+\-]{{0,62}}[A-Za-z0-9_])?{_AT}"
    rf"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{{0,61}}[A-Za-z0-9])?{_DOT}){{1,4}}[A-Za-z]{{2,8}}(?![A-Za-z])"
)
_WECHAT_WORD = (
    r"(?:微\s?信|薇信|威信|徽信|(?<![A-Za-z])(?:[wWvV][xX]|[wW]e[iI]?[xX]in|[Ww]e[Cc]hat)|[加+][我个]?(?:[微薇]|[vV](?!ip|IP))|[vV]信|"
    r"(?<![一-鿿A-Za-z])[薇微](?=[\s:])|(?<![A-Za-z])[vV](?=\s?:))"
)
_WECHAT_ID = r"(?:[A-Za-z][A-Za-z0-9_\-]{4,19}|(?!1[3-9][0-9]{9}(?![0-9]))[1-9][0-9]{5,10})"
_WECHAT = re.compile(
    rf"{_WECHAT_WORD}(?:账号|号码?|同号|ID|id)?(?:我的|都|就|也|[是为叫加搜:(,\s\"“])*(?P<id>{_WECHAT_ID})(?![A-Za-z0-9])"
)
_ID_FIRST = re.compile(
    r"(?<![A-Za-z0-9_\-])(?P<id>[A-Za-z][A-Za-z0-9_\-]{5,19})(?=\s?(?:\(|,?(?:就?是|这是)?我?的?)(?:微信|[vVwW][xX](?![A-Za-z])))"
)
_ADDED = re.compile(
    r"加(?:我|一下|他|她)?\s?(?P<id>[A-Za-z][A-Za-z0-9_\-]{5,19})(?=[,\s]{0,2}(?:备注|发你|发图|私聊|拉你|进群|好友|聊))"
)
_QQ = re.compile(
    r"(?:(?<![A-Za-z])[qQ]\s?[qQ](?![A-Za-z])|扣\s?扣|企鹅|球球|(?<![A-Za-z])[qQ](?=[:\s]{0,2}[1-9]|号|[是为]|我[1-9]))"
    r"(?:群|号码?|账号|联系(?:方式)?|[:]?一样|同号|[和、/或与]?微信(?:同号|一样)?|上?(?:加?我|找我)|我的|可以|都|也|就|[是为叫加:(,\s])*"
    r"(?P<id>(?!1[3-9][0-9]{9}(?![0-9]))[1-9][0-9]{4,10}(?![0-9])|[1-9](?:[\s\-][0-9]|[0-9]){4,10}(?![\s\-]?[0-9]))"
)


_QQ_FAR = re.compile(
    r"(?:(?<![A-Za-z])[qQ]{2}(?![A-Za-z])|(?<=我的)[qQ](?![A-Za-z])|扣扣)[^0-9A-Za-z。!?;电座机打拨付扣充花买卖价@]{1,9}(?P<id>(?!1[3-9][0-9]{9}(?![0-9]))[1-9][0-9]{6,10})"
    r"(?![0-9@.])(?!\s?[元块万个金年月日号楼人币点次度])"
)
"""A long number a few words behind QQ, which is neither a telephone nor an amount."""
_QQ_LAST = re.compile(
    r"(?<![0-9.\-])(?P<id>(?!1[3-9][0-9]{9}(?![0-9]))[1-9][0-9]{5,10})[,(\s]{0,2}(?:这?个?[就也]?是)?(?:我的?)?(?:[qQ]{2}(?![A-Za-z群])|扣扣)"
)


def find_emails(text: str) -> Spans:
    for found in _EMAIL.finditer(text):
        yield found.span()


def find_wechat_ids(text: str) -> Spans:
    """Ids behind a word for WeChat, or in front of one. A mobile number there is a mobile number, and found as one."""
    for pattern in (_WECHAT, _ID_FIRST, _ADDED):
        for found in pattern.finditer(text):
            yield found.span("id")


def find_qq_ids(text: str) -> Spans:
    """Ids behind a word for QQ, or in front of one."""
    for pattern in (_QQ, _QQ_FAR, _QQ_LAST):
        for found in pattern.finditer(text):
            yield found.span("id")
