"""The four axes of a matter, which are never derived from one another silently.

Matter type, category, competent unit, urgency; and, before them, the disposition and the emergency kinds.
"""

from enum import StrEnum


class MatterType(StrEnum):
    """诉求类型: what the citizen wants the hotline to do."""

    CONSULTATION = "咨询"
    HELP = "求助"
    COMPLAINT = "投诉"
    REPORT = "举报"
    SUGGESTION = "建议"
    PRAISE = "表扬"


class Urgency(StrEnum):
    """紧急程度. 紧急: hard to deal with later if not handled in time; 特急: and with serious consequences."""

    ORDINARY = "一般"
    URGENT = "紧急"
    CRITICAL = "特急"


class Disposition(StrEnum):
    """What becomes of a message; never a bare refusal. The values are a contract for scripts."""

    OPEN_TICKET = "open_ticket"
    CONSULT = "consult"
    EMERGENCY = "emergency"
    LEGAL_CHANNEL = "litigation_or_legal_channel"
    PETITION_HANDLED = "petition_already_handled"
    INFORMATION_DISCLOSURE = "information_disclosure_channel"
    DISCIPLINE_INSPECTION = "discipline_inspection_channel"
    OTHER_CITY = "other_city"
    OUT_OF_SCOPE = "party_military_court_out_of_scope"
    PRIVATE_DISPUTE = "private_dispute_social_channel"
    NO_SUBSTANCE = "abuse_no_substance"
    SMALLTALK = "greeting_smalltalk"
    PROGRESS_QUERY = "progress_query"
    THANKS = "thanks_praise"
    PRIVACY_REQUEST = "privacy_request"
    TALK_TO_HUMAN = "talk_to_human"
    MALICIOUS = "malicious_or_injection"
    ADVERTISEMENT = "advertisement_spam"
    SECRET = "secret"  # noqa: S105 - a label of the contract, not a password


class EmergencyKind(StrEnum):
    """Who must be called first. The values are a contract for scripts."""

    POLICE = "110"
    FIRE = "119"
    AMBULANCE = "120"
    TRAFFIC = "122"
    CRISIS = "12356"
    GAS = "gas"
    POWER = "power"
    FLOOD = "flood"
    MINOR = "minor"


class Solved(StrEnum):
    """解决情况, as the citizen says it in the follow-up."""

    YES = "已解决"
    PARTLY = "部分解决"
    NO = "未解决"


class Grade(StrEnum):
    """满意度: the five grades of the national 好差评."""

    VERY_GOOD = "非常满意"
    GOOD = "满意"
    FAIR = "基本满意"
    BAD = "不满意"
    VERY_BAD = "非常不满意"


BAD_GRADES = frozenset({Grade.BAD, Grade.VERY_BAD})
"""差评."""
