"""Values as people read them, typed back: whatever a screen prints as a value means the same where it is typed.

With or without accents and capitals; a blank, a hyphen and an underscore are the same. The English words of the
contract are read before any of this is loaded.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from onestop_cli.core.limits import COUNTED, TimeLimit, Unit
from onestop_cli.core.text import search_key
from onestop_cli.output import language
from onestop_cli.output.procedures import STARTS
from onestop_cli.output.words import ACTS, BRIEFLY, LABELS, OF_FILE, _, limit_words

SHORT = {
    "resolved": "đã có kết quả",
    "delivered": "đã trả kết quả",
    "withdrawn": "đã rút",
    "stopped": "đã dừng",
    "void": "đã hủy",
    "supplement": "bổ sung",
    "financial_obligation": "nghĩa vụ tài chính",
    "other_agency": "cơ quan khác",
    "force_majeure": "bất khả kháng",
    "continue": "tính tiếp",
    "restart": "tính lại",
    "citizen": "công dân",
    "supplement_expired": "quá hạn bổ sung",
    "postal": "bưu chính",
    "approved": "chấp thuận",
    "refused": "từ chối",
    "due": "hạn giải quyết",
    "promised": "ngày hẹn",
    "extended": "hẹn lại",
    "statutory": "quy định",
    "unit": "từng thủ tục",
    "calendar": "dương lịch",
    "administrative": "hành chính",
    "channel": "kênh",
    "month": "tháng",
    "week": "tuần",
    "day": "ngày",
    "receipt": "tiếp nhận",
    "cut_off": "giờ chốt",
    "submitted": "ngày nộp",
    "off": "nghỉ",
    "hours_only": "có giờ",
    "next_opening": "giờ mở cửa",
    "own_day": "ngày nộp",
    "sealed": "đã chốt",
}
"""What is offered of a value in Vietnamese where its label is long, or it is on no screen."""
_BETWEEN = re.compile(r"[\s_-]+")
_SIGNS = re.compile(r"[,()'’]")


def folded(text: str) -> str:
    """The form that the spellings of a value share.

    >>> folded("Đang-giải_quyết")
    'dang giai quyet'
    """
    return _BETWEEN.sub(" ", _SIGNS.sub("", search_key(text))).strip()


def spellings(word: str) -> set[str]:
    """All that can be typed for a word of the contract, folded."""
    said = {folded(word), folded(SHORT.get(word, word))}
    for spoken in language.LANGUAGES:
        with language.speaking(spoken):
            said |= {folded(called) for called in _labels(word)}
    return said


def meant(text: str, accepted: Collection[str]) -> tuple[str, ...]:
    """The words of the contract that a text means: “quá hạn” is `late` and `overdue`; none for an unknown one."""
    typed = folded(text)
    exact = tuple(word for word in accepted if folded(word) == typed)
    return exact or tuple(word for word in accepted if typed and typed in spellings(word))


def typed_words(accepted: Sequence[str]) -> list[str]:
    """The words as they are offered in the language spoken: unaccented, so that they can be typed at any prompt."""
    if language.language() != "vi":
        return list(accepted)
    return list(dict.fromkeys(_offered(word) for word in accepted))


def offered(accepted: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words offered, each with what it is called."""
    for word in accepted:
        called = next(iter(_labels(word)), "")
        yield (_offered(word) if language.language() == "vi" else word), called


def _offered(word: str) -> str:
    label = SHORT.get(word) or next(iter(_labels(word)), word)
    return folded(label).replace(" ", "-")


def _labels(word: str) -> Iterator[str]:
    """What screens call a value, in the language spoken."""
    for names in (LABELS, BRIEFLY, STARTS, ACTS, OF_FILE):
        label = dict[str, str](names).get(word)  # type: ignore[arg-type]
        if label is not None:
            yield _(label)


def limit_meant(text: str) -> TimeLimit | None:
    """The limit that is printed so: “3 ngày làm việc”, “trong ngày”; None for anything else."""
    typed = folded(text)
    number = re.match(r"\d{1,9}", typed, re.ASCII)
    limits = [TimeLimit(None, Unit.same_day), TimeLimit(None, Unit.none)]
    if number and int(number[0]):
        limits += [TimeLimit(int(number[0]), unit) for unit in COUNTED]
    for spoken in language.LANGUAGES if not text.startswith("-") else ():
        with language.speaking(spoken):
            for limit in limits:
                if folded(limit_words(limit)) == typed:
                    return limit
    return None


def setting_meant(words: Sequence[str], text: str) -> str:
    """The word that a text means of the few that a setting may be; any other text as it is."""
    found = () if text in words else meant(text, words)
    return found[0] if len(found) == 1 else text
