"""Names of people, by what stands in front of them or behind them; a surname alone is not personal."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from hotline.datafile import read_rows

_SURNAMES = Path(__file__).parent / "data" / "surnames.csv"
_NOT_GIVEN = "的是在住家有要想电手联反投举咨现今昨已因说了和与跟及也都就不没能会这那我你他她您租身岁男户号什么啥来去到给被把让请问姓名性人面某"  # noqa: E501 - one list
_BEFORE = (
    r"我(?:的(?:名字|真名|姓名))?(?:叫做?|名叫)|名字?(?:叫做?|是)|(?:真实)?姓名[是为:：\s]{0,2}|联系人(?:姓名)?[是为:：\s]{0,2}|"
    r"本人(?:叫|是|姓名)?[,，:：\s]?|(?:投诉人|举报人|被举报人|反映人|当事人|申请人|患者|户主|法人代表|法定代表人|收件人|收货人)[是为叫:：\s]{0,2}|"
    r"(?:儿子|女儿|孩子|孙子|孙女|老公|丈夫|妻子|老婆|父亲|母亲|爷爷|奶奶|哥哥|姐姐|弟弟|妹妹|老板|经理|司机|房东|包工头|负责人|队长|村长|书记|主任|医生|老师|校长|邻居|业主)名?叫做?|(?:儿子|女儿|孙子|孙女|老公|丈夫|妻子|老婆|父亲|母亲|爱人)(?=[一-鿿]{2,3}(?:[,，。\s0-9]|确诊|患|今年|在|住|是))|我是(?=[一-鿿]{2,3}(?:[,，。:：;；\s]|$))|"
    r"(?:名叫|叫做|落款[:：]?|此致敬礼[!！,，。]?\s?)"
)
_TITLES = (
    "先生|女士|小姐|同志|同学|老师|医生|大夫|主任|局长|科长|处长|书记|经理|律师|法官|警官|校长|院长|村长|镇长|所长|队长"
)


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of full names in a normalised text."""
    introduced, titled = _patterns()
    for found in introduced.finditer(text):
        yield found.span("name")
    for found in titled.finditer(text):
        yield found.span("name")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    surnames = [row.required("surname") for row in read_rows(_SURNAMES, ("surname",))]
    double = "|".join(name for name in surnames if len(name) > 1)
    single = "".join(name for name in surnames if len(name) == 1)
    family = f"(?:{double}|[{single}])"
    given = f"(?![{_NOT_GIVEN}]|{_TITLES}|确诊|患有|师傅|大爷|大妈|阿姨|叔|奶奶)[一-鿿]"
    name = f"(?P<name>(?!孙女|孙子|高中|高考|方便|方面|万一|安全|常常|黄金|马上){family}{given}(?:{given})?)"
    introduced = re.compile(f"(?:{_BEFORE}){name}(?:某(?!某))?")
    common = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴钟汪田姜范石姚谭廖邹熊陆郝孔崔康毛邱秦史顾侯邵孟段雷汤尹黎贺赖龚庞樊殷施陶洪翟颜倪严"  # noqa: E501 - one list
    titled = re.compile(f"(?P<name>[{common}]{given}{given}|(?<![一-鿿])[{common}](?![{common}]){given})(?={_TITLES})")
    return introduced, titled
