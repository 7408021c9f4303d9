"""What the demonstration tells, on one screen of 80 columns and 24 lines."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from onestop_cli.core.codes import short
from onestop_cli.output.console_text import fact_lines
from onestop_cli.output.explanations import due_in_force
from onestop_cli.output.figures import day, number, percent, weekday
from onestop_cli.output.pages import Page, Part, Screen, unbroken
from onestop_cli.output.shell import path_word
from onestop_cli.output.words import _, limit_words, ngettext

if TYPE_CHECKING:
    from onestop_cli.core.tally import Row
    from onestop_cli.usecases.demo_story import Overdue, Saved, Skipped, Story

_BAR = 50
"""The columns of a whole bar."""


def story_text(story: "Story", names: tuple[str, str], files: tuple[Path, Path], kept: Sequence[str]) -> Page:
    """The story of a living office and a register, whose files are called by `names` after `--db`; first what is to be
    known of files that were kept."""
    about = (
        _("A one-stop shop at work, made up: no name and no dossier in it is real."),
        _("It has received {n} dossiers since {since}.", n=number(story.n_dossiers), since=story.since),
        *kept,
    )

    def table(screen: Screen) -> Sequence[Part]:
        facts = [pair for pair in (_today(story), _why(story), _if(story), _late(story)) if pair is not None]
        facts.append((_("In 2023"), _of_2023(story.of_2023, is_ascii=screen.is_ascii)))
        typed = _("Now type"), _commands(story, names)
        width = max(len(name) for name, _ in (*facts, typed))
        blocks = [fact_lines([(f"{name:<{width}}", value)], screen.width) for name, value in facts]
        blocks.append([f"{'' if place else typed[0]:<{width}}  {each}" for place, each in enumerate(typed[1])])
        return [unbroken(line) for block in blocks for line in ("", *block)]

    return (*about, table, unbroken(_("Files: {living}, {register}", living=files[0], register=files[1].name)))


def _today(story: "Story") -> tuple[str, str]:
    lines = [
        _("Due today, {today}: {n}; on the next working day, {day}: {m}", today=story.at.date(), day=story.next_day,
          n=number(story.n_today), m=number(story.n_next))
    ]  # fmt: skip
    if story.overdue is not None:
        lines.append(_overdue(story.n_overdue, story.overdue))
    return _("Today"), "\n".join(lines)


def _overdue(n: int, overdue: "Overdue") -> str:
    entry, days = overdue.view.entry, overdue.working_days
    who = {"code": short(entry.dossier.code), "name": entry.person.applicant or "—"}
    by = ngettext("{n} working day", "{n} working days", days)
    if n == 1:
        return _("Overdue by {by}: {code}, {name}", by=by, **who)
    return _("{n} overdue, the longest by {by}: {code}, {name}", n=number(n), by=by, **who)


def _why(story: "Story") -> tuple[str, str] | None:
    explained = story.explained
    if explained is None or explained.dossier is None:
        return None
    received, due_at = explained.dossier.received_at, due_in_force(explained)
    limit = limit_words(explained.explanation.limit)
    first = _("{code}: received {received}, {limit}, due {due}", code=short(explained.dossier.code),
              received=day(received), limit=limit, due=day(due_at))  # fmt: skip
    return _("A date"), f"{first}\n" + _("not counted: {days}", days=", ".join(map(_skip, story.skipped)))


def _skip(skipped: "Skipped") -> str:
    span = _short_day(skipped.first)
    if skipped.first != skipped.last:
        span += f"–{_short_day(skipped.last)}"
    names = sorted(skipped.names, key=len)
    return f"{span} ({names[0]}{' …' if len(names) > 1 else ''})" if names else span


def _short_day(on: date) -> str:
    return f"{on:%d/%m}"


def _if(story: "Story") -> tuple[str, str] | None:
    swap = story.swap
    if swap is None:
        return None
    days = {
        "off": f"{weekday(swap.off)} {_short_day(swap.off)}",
        "work": f"{weekday(swap.work)} {_short_day(swap.work)}",
    }
    told = _("{off} off, {work} worked: announced today it moves", **days)
    moved = _("{later} dossiers later, {earlier} earlier (only asked; nothing is recorded)",
              later=number(swap.later), earlier=number(swap.earlier))  # fmt: skip
    return _("What if"), f"{told}\n{moved}"


def _late(story: "Story") -> tuple[str, str] | None:
    return None if story.saved is None else (_("On paper"), _saved(story.saved))


def _saved(saved: "Saved") -> str:
    code, due_at = short(saved.plain.code), saved.strict.due_at
    first = _("{code}, due {due}: on time only by a paper recorded later;", code=code, due=day(due_at))
    return f"{first}\n" + _("as if that were not there (--strict) it is late")


def _of_2023(row: "Row", *, is_ascii: bool) -> str:
    return "\n".join(
        (
            _("{n} received, {resolved} resolved in 8 months (as the ward published)",
              n=number(row.received), resolved=number(row.resolved)),
            _bar(row, is_ascii=is_ascii),
            _("{early} early ({rate}), {on_time} on time, {late} late, {open} open",
              early=number(row.early), rate=percent(row.early_rate), on_time=number(row.on_time),
              late=number(row.late), open=number(row.pending)),
        )
    )  # fmt: skip


def _bar(row: "Row", *, is_ascii: bool) -> str:
    """The early ones, those on time and the rest, each at least one column where there are any."""
    letters = "#=." if is_ascii else "█▓░"
    rest = row.received - row.early - row.on_time
    widths = [max(round(_BAR * n / row.received), min(n, 1)) if row.received else 0 for n in (row.on_time, rest)]
    return "".join(letter * n for letter, n in zip(letters, (_BAR - sum(widths), *widths), strict=True))


def _commands(story: "Story", names: tuple[str, str]) -> list[str]:
    living, register = (path_word(name) for name in names)
    typed = [f"onestop --db {living} due", f"onestop --db {register} report --month 8 --year 2023"]
    if story.explained is not None and story.explained.dossier is not None:
        typed.insert(1, f"onestop --db {living} explain {short(story.explained.dossier.code)}")
    return typed
