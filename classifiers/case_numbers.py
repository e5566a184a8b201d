"""Numbers of cases at courts, arbitration, review bodies and the police; documents and tickets have other ones.

Three builds: the year first ((2024)某01民初123号), the body first (某劳人仲案字(2024)第12号), and a bare number behind
the name of a decision (交通事故认定书 第…号).
"""

import re

from classifiers.verdict import Spans

_YEAR = r"[(\u3014\[【](?:(?:19|20)[0-9]{2}年?|二[零○\u30070][一二三四五六七八九零○\u30070]{2})[)\u3015\]】]"
_NUMBER = r"(?:第\s?)?[0-9]{1,24}(?:-[0-9]{1,14})?\s?号(?:之[一二三四五六七八九十0-9]{1,2})?"
_COURT = re.compile(
    rf"{_YEAR}\s?[一-鿿]{{0,3}}[0-9]{{0,5}}\s?[一-鿿]{{0,6}}?[民刑行执商知破赔财特督诉仲调强清认监复受拘罚][一-鿿]{{0,5}}?字?\s?{_NUMBER}"
)
_COURT_UNBRACKETED = re.compile(
    r"(?<![0-9)])(?:(?:19|20)[0-9]{2}年?)?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][0-9]{2,4}\s?"
    rf"[民刑行执知破赔财][一-鿿]{{0,4}}\s?{_NUMBER}"
)
_NUMBER_OF_BODY = re.compile(rf"(?:{_YEAR}\s?(?:[一-鿿]{{1,3}}字)?|(?<=字))\s?{_NUMBER}")
_BODY = re.compile(r"[一-鿿]{1,28}(?:\([一-鿿]{1,4}\)[一-鿿]{1,8})?\s?$")
_LONGEST_BODY = 40
_CASE_BODY = re.compile(
    r"劳人?仲|仲案|仲[裁]?字|受案|立字|立案|刑立|行立|拘字|决字|罚决|行罚|公交认|交认|交通?[事]?故?认|工认|工伤认|认字|政复|行复|府复|复议?字|复决|复查|复核|"
    r"检[刑民行公]|不诉|不捕|刑申|控申|民初|民终|刑初|执字|信访|(?<![批答回恢])复(?:议)?$"
)
_LEAD = re.compile(
    r".*(?:案号|文号|编号|号码|号|是|为|书|决定|裁决|裁定|认定|回执|通知|结论|给我的?|给了|收到|叫|按照|按|依据|根据|见|不服|对于?|凭|附|的|在|了|警方|派出所|公安局|分局|交警队|大队|信访复查|信访|"
    r"事故|检察院|检察局|人社局|劳动局|仲裁委?|委员会|仲裁院|复议|法院|案件|受案号|立案号|[一那这]份|[一那这]张|告知[书单]|证明书?|登记[表簿]?|作出|签发|送达|受理|写着|上面|撤销|维持|关于|查询|有个|有份|出具|下达|开了|拿到)(?=[一-鿿])"
)
_CALLED = re.compile(
    r"(?:事故|认定书|受案|立案|裁决书|判决书|处罚决定书?|复议决定书?|报警|接警|接处警|警情|仲裁(?=编号|案号))[^0-9第,。!?;]{0,8}?"
    r"(?P<number>第\s?[0-9]{6,24}\s?号|(?<=[号:是为 记单])[A-Z]{0,2}[0-9]{8,24}(?![0-9]))"
)
_NUMBER_FIRST = re.compile(r"第\s?[0-9]{12,24}\s?号(?=[^,。!?;]{0,6}(?:认定书|证明书|判决书|裁决书|决定书))")
_CASE_WORD = re.compile(
    r"(?:案号|案件编号|案件号)[:是为\s]*(?P<number>[A-Za-z0-9(\u3014\[][一-鿿A-Za-z0-9()\u3014\u3015\[\]\-]{3,30}?(?:号(?:之[一二三])?|[0-9](?![0-9A-Za-z一-鿿\-])))"
)


def find_case_numbers(text: str) -> Spans:
    """Numbers of cases in a normalised text."""
    for pattern in (_COURT, _COURT_UNBRACKETED, _NUMBER_FIRST):
        for found in pattern.finditer(text):
            yield found.span()
    for found in _NUMBER_OF_BODY.finditer(text):
        start = _body_start(text, found.start())
        if start is not None:
            yield start, found.end()
    for pattern in (_CALLED, _CASE_WORD):
        for found in pattern.finditer(text):
            yield found.span("number")


def _body_start(text: str, end: int) -> int | None:
    """Where the short name of the body begins, behind the words that lead to it; None where it keeps no cases."""
    body = _BODY.search(text, max(0, end - _LONGEST_BODY), end)
    if body is None:
        return None
    lead = _LEAD.match(text, body.start(), end)
    start = lead.end() if lead and _CASE_BODY.search(text, lead.end(), end) else body.start()
    return start if _CASE_BODY.search(text, start, end) else None
