"""What a source says of itself: language, title, dates, speaker, meeting, publisher, place; and its boilerplate.

Only what stands in the source is found, and the editor confirms it. Lines that hold nothing but such facts (the date of
publication, the size of type, where on the site one is) are no part of the report, and are left out and shown.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from tifa.importing.pieces import Extract, Piece, letters
from tifa.importing.sentences import ends_sentence
from tifa.text import has_han, is_han, simplified

_HEAD, _TAIL = 15, 12
"""Pieces at the beginning and end of a source among which boilerplate is looked for."""
_LONGEST = 160

_LABEL = (
    r"发布(?:时间|日期|机构)|发文(?:日期|机关)|(?:信息|稿件|文章|新闻)?来源|作者|(?:责任)?编辑|审核|字体|字号|浏览(?:次数|量)?|"
    r"点击(?:数|量|次数)?|阅读(?:次数|量)?|索引号|日期|时间|更新时间|成文日期|"
    r"update[ds]?|updated on|source|time|date|published|release time|author|editor|fonts?|font size|views?|hits|from"
)
_FACT_LINE = re.compile(rf"[\s【\[(（]*(?:{_LABEL})\s*[:：].*", re.I)
_PLACE_LINE = re.compile(
    r"(当前位置|您?(现在)?(所在)?的?位置|current\s*pos\w*|you are here|location)\s*[:：是].*", re.I
)
_CONTROL = re.compile(
    r"[\s【\[(（|]*(打印(本页)?|关闭(窗口)?|返回(顶部|首页)?|分享(到.*)?|收藏|扫一扫.*|大\s*中\s*小|上一篇.*|下一篇.*|首页|"
    r"contact us|e-?mail us|print|share|close|back|home|top|download|(previous|next)( article)?\b.*)[\s】\])）|]*",
    re.I,
)
_ADDRESS = re.compile(r"[+\d][\d\s()-]{6,}|\S+@\S+\.\S+|(https?://|www\.)\S+")
_PUBLISHER = re.compile(
    rf"(?:来源|source)\s*[:：]\s*(.+?)(?=\s*(?:{_LABEL})\s*[:：]|[】\])）|\u3000]|$)",
    re.I,
)
_FOOTER = re.compile(r"(版权所有|主办单位|承办|网站标识码|.{0,3}ICP备|copyright\b|©|all rights reserved).*", re.I)

_MONTHS = {name: number for number, name in enumerate(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)}  # fmt: skip
_MONTH = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_NAME = r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}"
_OFFICE = r"(?:省|市|县|区|州|盟|旗|代|自治区)*(?:长|主席|市长|省长|县长|区长|州长|总理)"
_SPEAKER_ZH = re.compile(
    rf"(?:[\u4e00-\u9fff]{{0,12}}人民政府)?(?:代|代理)?{_OFFICE}"
    r"[\s\u3000:：]+(?P<name>[\u4e00-\u9fff·\s\u3000]{2,12})"
)
_SPEAKER_EN = (
    re.compile(rf"(?:made|delivered|presented|given|submitted) by (?:Mayor |Governor |Premier )?({_NAME})"),
    re.compile(
        rf"({_NAME}),\s*(?:the )?(?:Acting |Executive |Vice )?"
        r"(?:Mayor|Governor|Premier|Chairman|Chairwoman|County Head)\b"
    ),
)
_MEETING_ZH = re.compile(r"在(?P<name>[^，。]{4,40}?(?:会议|代表大会))上")
_MEETING_EN = re.compile(
    r"(?:at|on|to|during) the ((?:\d+(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth) "
    r"(?:Plenary )?(?:Session|Meeting|Conference) of .{5,80}?Congress(?: of [A-Z]\w+(?: [A-Z]\w+){0,2})?)"
)
_PLACE_ZH = re.compile(
    r"(?:^|[\d年度\s])((?!年)[\u4e00-\u9fff]{2,9}?(?:自治区|自治州|省|市|县|区|州|盟|旗))"
    r"(?:人民)?(?:政府工作报告|政府)"
)
_PLACE_EN = re.compile(
    r"(?:Government|Report) of (?:the )?(?!People)([A-Z][a-z]+(?: (?!City|Province|County|District)[A-Z][a-z]+)?)"
    r"(?: (City|Province|County|District))?\b"
)
_WORK_REPORT = re.compile(
    r"政府工作报告|government(?:al)? work report|report on the work of the (?:\w+ )?government|"
    r"work report of the .{0,30}government",
    re.I,
)
_EXCERPT = re.compile(r"excerpt|highlights|abridged|summary|摘要|节选|摘登|摘编|要点", re.I)
_LEVELS = {
    **dict.fromkeys(("自治区", "省", "Province"), "province"),
    **dict.fromkeys(("市", "州", "盟", "City"), "city"),
    **dict.fromkeys(("县", "区", "旗", "County", "District"), "county"),
}
"""By the end of a place's name, the longer ends first."""


class Facts(Struct, frozen=True, dict=True):
    """What one source says; empty if it says nothing."""

    lang: str
    """BCP 47 tag: `zh-Hans`, `zh-Hant` or `en`."""
    title: str = ""
    extent: str = "full"
    kind: str = ""
    """`government-work-report`, or empty."""
    published: str = ""
    publisher: str = ""
    delivered: str = ""
    year: str = ""
    speaker: str = ""
    meeting: str = ""
    place: str = ""
    level: str = ""
    title_at: int = -1
    """Index of the title among the pieces that are left."""
    left_out: tuple[str, ...] = field(default=())


def read_facts(extract: Extract, lang: str = "") -> tuple[Facts, tuple[Piece, ...]]:
    """What a source says of itself, and its pieces without boilerplate.

    Args:
        extract: What was found in the source.
        lang: Its language, if the editor said it.
    """
    lang = lang or language(" ".join(piece.text for piece in extract.pieces))
    kept: list[Piece] = []
    left_out: list[str] = []
    total = len(extract.pieces)
    for index, piece in enumerate(extract.pieces):
        edge = index < _HEAD or index >= total - _TAIL
        if not letters(piece.text) or (edge and piece.kind != "note" and is_boilerplate(piece.text)):
            left_out.append(piece.text)
        else:
            kept.append(piece)
    at = _title_at(kept, extract.title)
    title = kept[at].text if at >= 0 else ""
    again = [i for i in range(at + 1, min(at + 6, len(kept))) if title and letters(kept[i].text) == letters(title)]
    left_out += [kept[i].text for i in again]
    pieces = tuple(piece for i, piece in enumerate(kept) if i not in again)
    lines = " ".join(left_out[:10])
    head = [piece.text for piece in pieces[: 8 + max(at, 0)]]
    facts = Facts(
        lang=lang,
        title=title,
        title_at=at,
        extent="excerpt" if any(_EXCERPT.search(simplified(text[:160])) for text in head[:3]) else "full",
        kind="government-work-report" if any(_WORK_REPORT.search(simplified(text)) for text in head) else "",
        published=extract.published or find_date(lines),
        publisher=_publisher(left_out) or extract.publisher,
        left_out=tuple(left_out),
    )
    return _with_occasion(facts, head), pieces


def is_boilerplate(text: str) -> bool:
    """Whether a paragraph belongs to the web site and not to the report."""
    if len(text) > _LONGEST:
        return False
    text = simplified(text)
    if _CONTROL.fullmatch(text) or _ADDRESS.fullmatch(text) or _PLACE_LINE.fullmatch(text) or _FOOTER.fullmatch(text):
        return True
    return _FACT_LINE.fullmatch(text) is not None and not ends_sentence(text)


def language(text: str) -> str:
    """`zh-Hans`, `zh-Hant` or `en`: by the share of Chinese characters, and which of them only one script has."""
    han = [character for character in text if is_han(character)]
    if len(han) < 0.15 * max(1, len(letters(text))):
        return "en"
    simplified = sum(_in(character, "gb2312") and not _in(character, "big5") for character in han)
    traditional = sum(_in(character, "big5") and not _in(character, "gb2312") for character in han)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def find_date(text: str) -> str:
    """The first date of a text, as `2020-03-29`; empty if there is none that is in the calendar."""
    patterns = (
        (r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})", (1, 2, 3)),
        (rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)(\d{{4}}|\d{{2}})\b", (3, 1, 2)),
        (rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}\s*,?\s*(\d{{4}})", (3, 2, 1)),
        (r"\b(\d{1,2})\s+(\d{1,2})\s*,\s*(\d{4})", (3, 2, 1)),
    )
    for pattern, (year, month, day) in patterns:
        if match := re.search(pattern, text, re.I):
            number = _MONTHS.get(match[month][:3].lower()) or int(match[month])
            full = int(match[year]) + (2000 if len(match[year]) == 2 else 0)
            try:
                return datetime.date(full, number, int(match[day])).isoformat()
            except ValueError:
                continue
    return ""


def _title_at(pieces: Sequence[Piece], named: str) -> int:
    """Where the title stands: a heading of the first level, what the page is named, or the first short line."""
    head = list(enumerate(pieces[:_HEAD]))
    for index, piece in head:
        if piece.kind == "heading" and piece.level == 1:
            return index
    for index, piece in head:
        if named and letters(piece.text) == letters(named):
            return index
    for index, piece in head[:3]:
        if piece.kind in ("text", "heading") and len(piece.text) <= _LONGEST and not ends_sentence(piece.text):
            return index
    return -1


def _publisher(lines: Sequence[str]) -> str:
    for line in lines:
        if match := _PUBLISHER.search(simplified(line)):
            return re.sub(r"\s*[\[【(（].*$", "", _said(line, match, 1)).strip()
    return ""


def _with_occasion(facts: Facts, head: Sequence[str]) -> Facts:
    """The facts with who gave the report, when, where and for which place."""
    chinese = facts.lang.startswith("zh")
    speaker = meeting = delivered = ""
    for text in head[1:] if facts.title else head:
        if chinese:
            plain = simplified(text)
            if (match := _SPEAKER_ZH.fullmatch(plain)) and not speaker:
                speaker = re.sub(r"[\s\u3000]", "", _said(text, match, "name"))
            if len(text) <= 80 and (match := _MEETING_ZH.search(plain)) and not meeting:
                meeting, delivered = _said(text, match, "name"), find_date(text)
            elif re.fullmatch(r"[（(]?\d{4}年\d{1,2}月\d{1,2}日[)）]?", text):
                delivered = delivered or find_date(text)
        else:
            for pattern in _SPEAKER_EN:
                speaker = speaker or (match[1] if (match := pattern.search(text[:400])) else "")
            if (match := _MEETING_EN.search(text[:600])) and not meeting:
                meeting = match[1]
                rest = text[match.end() : match.end() + 30]
                delivered = find_date(rest) if re.match(r"\s*on\b", rest) else ""
    place, level = _place(facts.title, head, chinese=chinese)
    year = delivered[:4] or (match[1] if (match := re.search(r"(20\d\d|19\d\d)", facts.title)) else "")
    return replace(facts, speaker=speaker, meeting=meeting, delivered=delivered, place=place, level=level, year=year)


def _said(text: str, match: re.Match[str], group: int | str) -> str:
    """What stands in a text where its simplified form matched."""
    return text[slice(*match.span(group))]


def _place(title: str, head: Sequence[str], *, chinese: bool) -> tuple[str, str]:
    for text in (title, *head):
        if match := (_PLACE_ZH if chinese else _PLACE_EN).search(simplified(text[:300])):
            name = match[1]
            if chinese:
                suffix = next((suffix for suffix in _LEVELS if name.endswith(suffix)), "")
                return _said(text, match, 1), _LEVELS.get(suffix, "")
            if not has_han(name):
                return name, _LEVELS.get(match[2] or "", "")
    return "", ""
