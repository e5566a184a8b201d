"""Numbers on papers: identity cards, bank cards, passports and passes, number plates.

Check digits decide where they exist. A number that is called 身份证 or 卡号 is marked even when its check digit is
wrong: people mistype, and a wrong digit does not make the others less personal. What identifies a ticket, an order or
a device is left alone. All functions read a normalised text.
"""

import re

from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from classifiers.verdict import Spans

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9](?:[\s\-]{0,2}[0-9]){16}[\s\-]{0,2}[0-9Xx](?![0-9A-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}(?![0-9A-Za-z])")
_IDENTITY_SHAPE = re.compile(
    r"[1-8][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
)
_IDENTITY_WORDS = re.compile(r"身份证|证件|身份号|证号|ID")
_TICKET_WORDS = re.compile(
    r"(?:工单|单号|编号|订单|运单|流水|诉求号|受理号|快递|户号|表号|合同号?|发票|保单|批号|条码|型号|设备|序列号|单据|凭证)[^0-9。!?;]{0,6}$"
)
_TICKET = re.compile(
    r"[2-4][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9][0-9]{6}"
)
_CARD = re.compile(r"(?<![0-9A-Za-z.])[1-9](?:[\s\-]{0,2}[0-9]){15,18}(?![0-9])")
_CARD_WORDS = re.compile(
    r"银行|[建农工中交招商合储]行的?卡|信用社|卡号|账号|帐号|账户|借记卡|信用卡|储蓄卡|打款|工资卡|社保卡|存折|尾号|户头|张卡"
)
_CARD_BEGINNING = re.compile(r"62|4|5[1-6]|3[4-7]|6[089]|9[56]")
_PLATE_SIGN = "A-HJ-NP-Za-hj-np-z0-9"
_PLATE_GAP = r"[\s·•.\-_/]{0,3}"
_PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_PLATE_NUMBER = (
    rf"(?:[A-HJKa-hjk][\s·•]?[{_PLATE_SIGN}](?:\s?[0-9]){{4}}|(?:[0-9]\s?){{5}}[A-HJKa-hjk]|"
    rf"(?=(?:[^0-9\n]{{0,3}}[0-9]){{2}})(?:[{_PLATE_SIGN}]\s?){{4}}[{_PLATE_SIGN}]|(?:[{_PLATE_SIGN}]\s?){{4}}[挂学警港澳领使超试])"
)
_PLATE = re.compile(
    rf"{_PROVINCE}[\s·•.\-]?[A-HJ-Za-hj-z]{_PLATE_GAP}{_PLATE_NUMBER}(?![A-Za-z0-9])|WJ{_PROVINCE}?\s?[0-9]{{4,5}}[A-Z]?"
)
_CALLED_PLATE = re.compile(
    rf"(?:车牌|牌照|牌号)(?:号码?|照)?(?:[是为叫:,\s])*(?P<plate>[A-HJ-NP-Za-hj-np-z]{_PLATE_GAP}{_PLATE_NUMBER}|使?[0-9]{{6,7}}|[一-鿿]{{2}}[0-9]{{7}})(?![A-Za-z0-9])"
)
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])[EeGg](?:[A-HJ-NP-Za-hj-np-z]\s?[0-9]{7}|\s?[0-9]{4}\s?[0-9]{4})(?![A-Za-z0-9])"
)
_CALLED_PASSPORT = re.compile(
    r"(?:护照|通行证|签证|回乡证|台胞证|港澳证|[pP]assport)[^0-9A-Za-z。!?;]{0,8}?(?P<number>[A-Za-z]{1,2}\s?[0-9](?:\s?[0-9]){5,9}|[0-9]{8,9})(?![A-Za-z0-9])"
)


def find_identities(text: str) -> Spans:
    """Identity numbers of 18 digits; of 15 only where they are called so."""
    for found in _IDENTITY.finditer(text):
        number, ahead = _bare(found[0]), text[max(0, found.start() - 14) : found.start()]
        if _IDENTITY_WORDS.search(ahead) or (_is_identity(number) and not names_ticket(ahead, number)):
            yield found.span()
    for found in _OLD_IDENTITY.finditer(text):
        if _IDENTITY_WORDS.search(text, max(0, found.start() - 14), found.start()):
            yield found.span()


def _is_identity(number: str) -> bool:
    """A birthday in its place is enough: only one number in thirty has it by chance, and a typing error is personal.

    The districts are not checked: lists give them dates, and people keep the number of a district that is no more.
    """
    right = mod_11_2.is_valid(number.upper()) and number[6:8] in {"18", "19", "20"}
    return right or bool(_IDENTITY_SHAPE.fullmatch(number))


def names_ticket(ahead: str, number: str = "") -> bool:
    """Whether the words in front, or the build of a number, say that it belongs to a ticket, an order or a thing."""
    return bool(_TICKET_WORDS.search(ahead)) or bool(_TICKET.fullmatch(number))


def find_cards(text: str) -> Spans:
    """Bank cards of 16 to 19 digits."""
    for found in _CARD.finditer(text):
        number, ahead = _bare(found[0]), text[max(0, found.start() - 16) : found.start()]
        if names_ticket(ahead, number):
            continue
        if _CARD_WORDS.search(ahead) or (luhn.is_valid(number) and _CARD_BEGINNING.match(number)):
            yield found.span()


def find_plates(text: str) -> Spans:
    """Number plates with province, or without one where they are called so."""
    for found in _PLATE.finditer(text):
        yield found.span()
    for found in _CALLED_PLATE.finditer(text):
        yield found.span("plate")


def find_passports(text: str) -> Spans:
    """Chinese passports by their build; others, and passes to Hong Kong, Macao and Taiwan, where they are called so."""
    for found in _CALLED_PASSPORT.finditer(text):
        yield found.span("number")
    for found in _PASSPORT.finditer(text):
        if not names_ticket(text[max(0, found.start() - 16) : found.start()]):
            yield found.span()


def _bare(number: str) -> str:
    return re.sub(r"[^0-9Xx]", "", number)
