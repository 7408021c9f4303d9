"""`slip` at the prompt, and `--slip` of the acts: where papers go, what is recorded of them, and what is refused."""

import json
import os
import re
import resource
import shlex
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from onestop_cli.cli import printing
from onestop_cli.cli.printing import PaperFile, print_papers
from onestop_cli.cli.session import Hand
from onestop_cli.core.dossier import Person
from onestop_cli.core.ledger import Actor
from onestop_cli.output.slips import KEYS
from onestop_cli.usecases import slips
from tests.command_line import as_json, refused, run, sit_down, typed
from tests.documents.page import Page
from tests.office import ACTOR, Ward, broken_links, strays

CODE, SECOND = "H26.15.30-260803-0001", "H26.15.30-260803-0002"
REFUSAL = "H26.15.30-260803-TC-0001"
DECLINE = ("decline", "khai-tu", "Nguyễn Văn An", "--reason", "không thuộc thẩm quyền")


@pytest.fixture(autouse=True)
def desk(ward: Ward, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ward:
    """The ward's counter with one dossier of ten days; one stands in an empty folder."""
    ward.receive("muoi-ngay")
    sit_down(monkeypatch, ward.path, ward.clock)
    (tmp_path / "ban-lam-viec").mkdir()
    monkeypatch.chdir(tmp_path / "ban-lam-viec")
    return ward


def here() -> list[str]:
    """The names in the present folder, hidden ones too."""
    return sorted(path.name for path in Path().iterdir())


def prints(ward: Ward) -> list[tuple[Any, ...]]:
    """What was recorded of printings: the form, the act, how, how many, by whom."""
    return ward.ask(
        "SELECT data ->> 'form', data ->> 'act', data ->> 'made', coalesce(data ->> 'copies', 1), actor FROM event "
        "WHERE kind IN ('print', 'decline_print') ORDER BY seq"
    )


def text_of(file: str) -> str:
    """The words of papers, with one blank between two."""
    if file.endswith(".html"):
        return " ".join(" ".join(Page(Path(file).read_text(encoding="utf-8")).words).split())
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def n_pages(file: str) -> int:
    return len(PdfReader(BytesIO(Path(file).read_bytes())).pages)


def is_sound(ward: Ward) -> bool:
    return (broken_links(ward), strays(ward)) == ([], [])


class TestAnswer:
    def test_one_code_is_an_object_with_the_keys_of_the_contract(self, desk: Ward) -> None:
        told = as_json("slip", "1", "-o", "giay.pdf")
        assert tuple(told) == KEYS
        assert told == {
            "code": CODE,
            "form": "01",
            "edition": "03/2025",
            "act": 4,
            "copies": 1,
            "again": 0,
            "promised_due_at": "2026-08-13T17:30:00+07:00",
            "file": "giay.pdf",
            "sha256": sha256(Path("giay.pdf").read_bytes()).hexdigest(),
            "anchor": desk.dossier(CODE).anchor,
        }
        assert desk.ask("SELECT data ->> 'digest' FROM event WHERE kind = 'print'") == [(told["sha256"],)]

    def test_several_are_an_array_of_the_same_and_one_file(self, desk: Ward) -> None:
        desk.receive("khai-tu")
        typed(*DECLINE)
        told = as_json("giayhen", "2", "TC-1", "1", "-o", "giay.pdf")
        assert [each["code"] for each in told] == [SECOND, REFUSAL, CODE]
        assert [each["form"] for each in told] == ["01", "03", "01"]
        assert {each["sha256"] for each in told} == {sha256(Path("giay.pdf").read_bytes()).hexdigest()}
        assert (n_pages("giay.pdf"), len(prints(desk))) == (3, 3)
        assert told[1]["promised_due_at"] is None

    def test_a_code_typed_twice_is_one_paper(self, desk: Ward) -> None:
        assert [each["code"] for each in as_json("slip", "1", CODE, "-o", "giay.pdf")] == [CODE]
        assert (n_pages("giay.pdf"), len(prints(desk))) == (1, 1)

    def test_a_person_reads_what_was_printed_of_whom_and_where_it_went(self) -> None:
        typed("slip", "1", "-o", "giay.pdf")
        told = typed("slip", "1", "--copies", "2", "-o", "giay.pdf")
        for words in (CODE, "appointment slip (01)", "Nguyễn Văn A", "13/08/2026", "2 copies", "printed before: 1"):
            assert words in told
        assert "giay.pdf" in told

    def test_history_tells_of_it(self) -> None:
        typed("slip", "1", "--copies", "2", "-o", "giay.html")
        assert "printed: appointment slip (01), edition 03/2025, HTML, 2 copies" in typed("history", "1")
        assert as_json("history", "1")[-1]["kind"] == "print"


class TestFile:
    def test_without_one_it_is_named_after_the_papers_in_the_present_folder(self, desk: Ward) -> None:
        desk.receive("khai-tu")
        assert as_json("slip", "1")["file"] == f"01-giay-hen-{CODE}.pdf"
        typed("slip", "2", "1", "--form", "6")
        assert here() == [f"01-giay-hen-{CODE}.pdf", f"06-kiem-soat-{SECOND}-va-1-ho-so.pdf"]

    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("a/b..\\c:d", "a_b.._c_d"),
            ("../../trộm", ".._.._trộm"),
            ("-rf *?", "-rf___"),
            ("Ả" * 90, "Ả" * 60),
        ],
    )  # fmt: skip
    def test_a_code_of_another_system_makes_no_other_folder(self, desk: Ward, code: str, name: str) -> None:
        desk.receive("khai-tu", code=code)
        typed("slip", "--", code)
        assert here() == [f"01-giay-hen-{name}.pdf"]
        assert code in text_of(here()[0]).replace("\n", "") or len(code) > 60

    def test_it_is_replaced_in_one_step_and_is_ones_own(self, desk: Ward) -> None:
        Path("giay.pdf").write_text("cũ")
        Path("giay.pdf").chmod(0o640)
        typed("slip", "1", "-o", "giay.pdf")
        typed("slip", "1", "-o", "moi.pdf")
        assert [Path(name).stat().st_mode & 0o777 for name in ("giay.pdf", "moi.pdf")] == [0o640, 0o600]
        assert here() == ["giay.pdf", "moi.pdf"]

    @pytest.mark.parametrize(
        ("target", "said"),
        [
            ("giay.txt", "known endings: .pdf, .html"),
            ("giay", "known endings: .pdf, .html"),
            ("giay.pdf.json", "known endings: .pdf, .html"),
            ("/dev/stdout", "known endings: .pdf, .html"),
            ("/dev/stdout.pdf", "cannot write to"),
            ("khong-co/giay.pdf", "No such file or directory"),
            ("", "Is a directory"),
            ("..", "Is a directory"),
            ("thu-muc.pdf", "Is a directory"),
            ("ong.pdf", "a paper goes into a file that stays"),
            ("man-hinh.html", "a paper goes into a file that stays"),
            ("so.pdf", "it is a database"),
            ("lien-ket.html", "cannot write to"),
        ],
    )
    def test_what_is_no_file_for_a_paper_is_refused_before_anything_is_recorded(
        self, desk: Ward, target: str, said: str
    ) -> None:
        Path("thu-muc.pdf").mkdir()
        os.mkfifo("ong.pdf")
        Path("man-hinh.html").symlink_to("/dev/null")
        Path("so.pdf").write_bytes(desk.path.read_bytes())
        Path("lien-ket.html").symlink_to("so.pdf")
        before = desk.content
        for command in (("slip", "1", "-o", target), ("receive", "khai-tu", "B", "--slip", target)):
            assert said in refused(*command)
        assert desk.content == before
        assert "-f json" not in refused("slip", "1", "-o", "giay.txt")

    @pytest.mark.parametrize("ending", [".PDF", ".Html"])
    def test_capitals_are_the_same_ending(self, ending: str) -> None:
        typed("slip", "1", "-o", f"giay{ending}")
        assert Path(f"giay{ending}").read_bytes()[:1] in (b"%", b"<")

    def test_a_disk_that_takes_no_more_records_nothing(self, desk: Ward) -> None:
        Path("giay.pdf").write_text("cũ")
        before = desk.content

        def limited() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

        done = subprocess.run(
            [sys.executable, "-m", "onestop_cli", "slip", "260803-0001", "-o", "giay.pdf"],
            capture_output=True, check=False, preexec_fn=limited, encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(Path(printing.__file__).parents[2])},
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (14, "")
        assert "nothing was recorded" in done.stderr
        assert (desk.content, here(), Path("giay.pdf").read_text()) == (before, ["giay.pdf"], "cũ")

    def test_a_place_that_is_gone_once_it_is_recorded_is_said(
        self, desk: Ward, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record = slips.record

        def slow(*given: Any) -> list[str]:
            anchors = record(*given)
            Path("giay.pdf").mkdir()
            return anchors

        monkeypatch.setattr(slips, "record", slow)
        answer = run("slip", "1", "-o", "giay.pdf")
        assert (answer.exit_code, answer.stdout) == (14, "")
        assert "the printing is recorded, but its paper was not put in its place" in answer.stderr
        assert len(prints(desk)) == 1


class TestCopies:
    def test_two_are_marked_and_one_is_not(self) -> None:
        typed("slip", "1", "-o", "mot.html")
        typed("slip", "1", "--copies", "2", "-o", "hai.html")
        typed("slip", "1", "--copies", "3", "-o", "ba.html")
        marks = [re.findall(r"Liên: (Lưu|Giao người nộp)", text_of(f"{name}.html")) for name in ("mot", "hai", "ba")]
        assert marks == [[], ["Lưu", "Giao người nộp"], ["Lưu", "Giao người nộp", "Giao người nộp"]]

    def test_each_of_a_stack_lies_with_its_own(self, desk: Ward) -> None:
        desk.receive("khai-tu")
        typed("slip", "2", "1", "--copies", "2", "-o", "giay.pdf")
        codes = [next(c for c in (CODE, SECOND) if c in page.extract_text()) for page in PdfReader("giay.pdf").pages]
        assert codes == [SECOND, SECOND, CODE, CODE]

    @pytest.mark.parametrize("n", ["0", "-1", "101", "hai", "1.5", ""])
    def test_what_is_no_number_of_copies(self, n: str) -> None:
        refused("slip", "1", "--copies", n)


class TestAgain:
    def test_the_same_paper_is_the_same_bytes_but_for_the_mark(self, desk: Ward, tmp_path: Path) -> None:
        copy = tmp_path / "ban-sao.db"
        copy.write_bytes(desk.path.read_bytes())
        for made in ("pdf", "html"):
            name = f"giay.{made}"
            typed("slip", "1", "-o", name)
            typed("--db", str(copy), "slip", "1", "-o", f"kia.{made}")
            assert Path(name).read_bytes() == Path(f"kia.{made}").read_bytes()
        first, again = text_of("giay.html"), text_of("giay.html")
        assert first == again

    def test_what_was_handed_out_before_is_said_with_the_hour(self, desk: Ward) -> None:
        typed("slip", "1", "-o", "mot.html")
        desk.is_now("4/8/2026 10:15")
        assert as_json("slip", "260803-0001", "-o", "hai.html")["again"] == 1
        mark = "In lại lần 2, 10 giờ 15 phút, ngày 04/08/2026"
        assert (mark in text_of("hai.html"), "In lại" in text_of("mot.html")) == (True, False)
        assert text_of("hai.html").replace(f"{mark} ", "") == text_of("mot.html")

    def test_the_day_on_it_stays_that_of_the_act(self, desk: Ward) -> None:
        desk.is_now("5/8/2026 10:15")
        typed("slip", "260803-0001", "-o", "giay.html")
        assert "Phúc Lợi, ngày 03 tháng 8 năm 2026" in text_of("giay.html")


class TestPreview:
    def test_nothing_is_recorded_and_the_paper_says_so(self, desk: Ward) -> None:
        before = desk.path.read_bytes()
        told = as_json("slip", "1", "--no-record", "-o", "giay.html")
        assert (told["anchor"], told["file"], desk.path.read_bytes()) == (None, "giay.html", before)
        assert "Bản xem, chưa ghi vào sổ" in text_of("giay.html")
        assert "only to be looked at" in typed("slip", "1", "--no-record", "-o", "giay.html")

    @pytest.mark.parametrize("made", ["pdf", "html"])
    def test_the_same_bytes_each_time(self, made: str) -> None:
        typed("slip", "1", "--no-record", "-o", f"mot.{made}")
        typed("slip", "1", "--no-record", "-o", f"hai.{made}")
        assert Path(f"mot.{made}").read_bytes() == Path(f"hai.{made}").read_bytes()

    def test_of_a_file_that_cannot_be_written(self, desk: Ward, tmp_path: Path) -> None:
        folder = tmp_path / "chi-doc"
        folder.mkdir()
        (folder / "so.db").write_bytes(desk.path.read_bytes())
        (folder / "so.db").chmod(0o400)
        folder.chmod(0o500)
        try:
            typed("--db", str(folder / "so.db"), "slip", "1", "--no-record", "-o", "giay.html")
        finally:
            folder.chmod(0o700)
        assert "Nguyễn Văn A" in text_of("giay.html")

    def test_it_goes_to_no_printer(self, desk: Ward, tmp_path: Path) -> None:
        printer(tmp_path)
        typed("slip", "1", "--no-record")
        assert (here(), (tmp_path / "may-in.pdf").exists()) == ([f"01-giay-hen-{CODE}.pdf"], False)


def printer(folder: Path, command: str = "cp {file} '{to}'") -> Path:
    """A printer is set; where what it prints comes out."""
    to = folder / "may-in.pdf"
    typed("config", "set", "print.command", command.replace("{to}", str(to)))
    return to


class TestPrinter:
    def test_takes_papers_without_a_file(self, desk: Ward, tmp_path: Path) -> None:
        out = printer(tmp_path)
        told = as_json("slip", "1")
        assert (told["file"], sha256(out.read_bytes()).hexdigest(), here()) == (None, told["sha256"], [])
        assert "the printer" in typed("slip", "1")

    def test_takes_those_of_a_file_too(self, desk: Ward, tmp_path: Path) -> None:
        out = printer(tmp_path)
        typed("slip", "1", "-o", "giay.pdf")
        assert Path("giay.pdf").read_bytes() == out.read_bytes()

    @pytest.mark.parametrize("name", ["giấy hẹn của tôi.pdf", "-giay.pdf", "$(echo x).pdf", "a'b\"c.pdf"])
    def test_whatever_its_name(self, name: str, tmp_path: Path) -> None:
        out = printer(tmp_path)
        typed("slip", "1", f"--output={name}")
        assert Path(name).read_bytes() == out.read_bytes()

    def test_a_command_has_words_with_blanks_in_quotes(self, tmp_path: Path) -> None:
        out = printer(tmp_path, "sh -c 'cp \"$1\" \"$2\"' in {file} '{to}'")
        typed("slip", "1")
        assert out.exists()

    def test_no_page_is_sent_and_that_is_said(self, tmp_path: Path) -> None:
        out = printer(tmp_path)
        answer = run("slip", "1", "-o", "giay.html")
        assert (answer.exit_code, out.exists()) == (0, False)
        assert "HTML is not sent to the printer" in answer.stderr
        assert "HTML" not in run("slip", "1", "-o", "giay.html", "--no-record").stderr

    @pytest.mark.parametrize(
        ("command", "why"),
        [
            ("sh -c 'echo hết giấy >&2; exit 3' {file}", "hết giấy"),
            ("sh -c 'exit 3' {file}", "3"),
            ("khong-co-may-in {file}", "failed: khong-co-may-in: No such file or directory\n"),
            ("/ {file}", "failed: /: Permission denied\n"),
        ],
    )
    def test_one_that_fails_undoes_nothing_and_the_paper_is_kept(self, desk: Ward, command: str, why: str) -> None:
        typed("config", "set", "print.command", command)
        answer = run("slip", "1")
        name = f"01-giay-hen-{CODE}.pdf"
        assert (answer.exit_code, answer.stdout, here(), len(prints(desk))) == (14, "", [name], 1)
        assert "the printing is recorded" in answer.stderr
        assert why in answer.stderr
        assert str(Path(name).absolute()) in answer.stderr
        digest = desk.ask("SELECT data ->> 'digest' FROM event WHERE kind = 'print'")[0][0]
        assert sha256(Path(name).read_bytes()).hexdigest() == digest

    def test_what_it_says_to_type_sends_the_same_paper_again(self, desk: Ward, tmp_path: Path) -> None:
        out = printer(tmp_path, "sh -c 'test -e ready && cp \"$1\" \"$2\"' in {file} '{to}'")
        hint = run("slip", "1", "-o", "giấy 1.pdf").stderr.splitlines()[-1]
        Path("ready").touch()
        command = hint.partition("hint: ")[2].partition("   (")[0]
        subprocess.run(["sh", "-c", command], check=True)
        assert (out.read_bytes(), len(prints(desk))) == (Path("giấy 1.pdf").read_bytes(), 1)

    def test_one_that_never_ends_is_given_up(self, desk: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(printing, "SECONDS", 0.2)
        typed("config", "set", "print.command", "sh -c 'sleep 60' {file}")
        assert "failed: it took longer than 0.2 seconds" in refused("slip", "1", code=14)
        assert len(prints(desk)) == 1

    def test_a_program_that_it_leaves_running_is_not_waited_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(printing, "SECONDS", 30)
        typed("config", "set", "print.command", "sh -c 'sleep 50 & exit 0' {file}")
        typed("slip", "1")

    def test_where_the_paper_cannot_be_kept_either_that_is_said(self, desk: Ward) -> None:
        typed("config", "set", "print.command", "false {file}")
        Path(f"01-giay-hen-{CODE}.pdf").mkdir()
        said = refused("slip", "1", code=14)
        assert "the printing is recorded" in said
        assert "the paper could not be kept" in said

    @pytest.mark.parametrize("command", ["lp", "{file}", "lp '{file}", 'lp "a {file}', "lp {tep}"])
    def test_what_is_no_command_is_not_set(self, command: str) -> None:
        assert "print.command" in refused("config", "set", "print.command", command)

    def test_a_printer_that_fails_leaves_the_act_and_its_paper(self, desk: Ward) -> None:
        typed("config", "set", "print.command", "false {file}")
        answer = run("receive", "khai-tu", "B", "--slip", "giay.pdf", "--json")
        assert (answer.exit_code, json.loads(answer.stdout)["code"]) == (14, SECOND)
        assert "onestop " not in answer.stderr.splitlines()[-1].partition("hint: ")[2]
        assert (here(), len(prints(desk))) == (["giay.pdf"], 1)


class TestAtOnce:
    @pytest.mark.parametrize(
        ("command", "form", "mark"),
        [
            (("receive", "khai-tu", "Trần Thị B"), "01", "Trần Thị B"),
            (("receive", "khai-tu", "Trần Thị B", "--done"), "01", "Trần Thị B"),
            (("suspend", "1", "--reason", "supplement", "--note", "thiếu bản chính"), "02", "thiếu bản chính"),
            (("yeucaubosung", "1", "thiếu bản chính"), "02", "thiếu bản chính"),
            (("tuchoinhan", "khai-tu", "Trần Thị B", "--reason", "sai nơi nộp"), "03", "sai nơi nộp"),
            (("extend", "1", "--to", "20/8/2026", "--letter", "12/UBND", "--note", "quá tải"), "04", "12/UBND"),
            (("stop", "1", "--note", "công dân đề nghị", "--override", "x", "--letter", "13/TB"), "05", "13/TB"),
        ],
    )
    def test_the_act_answers_as_ever_and_its_paper_is_printed(
        self, desk: Ward, command: tuple[str, ...], form: str, mark: str
    ) -> None:
        answer = run(*command, "--slip", "giay.html", "--json")
        assert answer.exit_code == 0, answer.output
        assert "giay.html" in answer.stderr
        json.loads(answer.stdout)
        assert [each[0] for each in prints(desk)] == [form]
        assert mark in text_of("giay.html")
        assert is_sound(desk)

    def test_several_codes_are_one_stack(self, desk: Ward) -> None:
        desk.receive("muoi-ngay")
        typed("suspend", "2", "1", "--reason", "supplement", "--slip", "giay.pdf")
        assert (n_pages("giay.pdf"), [each[0] for each in prints(desk)]) == (2, ["02", "02"])

    def test_a_queue_is_one_stack_in_its_order(self, desk: Ward) -> None:
        Path("hang.txt").write_text("Trần Thị Bình; 2\nLê Văn Cường\nĐỗ Thị Dung\n", encoding="utf-8")
        typed("receive", "cs", "--from", "hang.txt", "--slip", "giay.html")
        text = text_of("giay.html")
        places = [text.index(name) for name in ("Trần Thị Bình", "Lê Văn Cường", "Đỗ Thị Dung")]
        assert (places, len(prints(desk))) == (sorted(places), 3)

    def test_only_a_request_for_papers_has_a_form(self, desk: Ward) -> None:
        before = desk.content
        assert "--slip" in refused("suspend", "1", "--reason", "other_agency", "--slip", "giay.pdf")
        assert desk.content == before

    @pytest.mark.parametrize("made", ["pdf", "html"])
    def test_a_broken_template_leaves_the_act_and_says_how_to_print(self, desk: Ward, made: str) -> None:
        template = {"pdf": "01-giay-hen.typ", "html": "01-giay-hen.html.j2"}[made]
        broken_folder(template)
        answer = run("receive", "khai-tu", "B", "--slip", f"giay.{made}", "--json")
        assert (answer.exit_code, json.loads(answer.stdout)["code"]) == (14, SECOND)
        assert f"the act on {SECOND} is recorded" in answer.stderr
        assert template in answer.stderr
        assert (here(), prints(desk), desk.dossier(SECOND).status) == (["mau"], [], "received")
        typed("config", "set", "forms.dir", "")
        hint = answer.stderr.splitlines()[-1].partition("onestop ")[2].partition("   (")[0]
        typed(*hint.split())
        assert [each[0] for each in prints(desk)] == ["01"]

    def test_several_that_begin_with_a_hyphen_can_be_typed_as_said(self, desk: Ward) -> None:
        for code in ("-a b", "-c"):
            desk.receive("muoi-ngay", code=code)
        broken_folder("02-bo-sung.typ")
        answer = run("suspend", "--reason", "supplement", "--slip", "giay.pdf", "--", "-a b", "-c")
        hint = answer.stderr.splitlines()[-1].partition("onestop ")[2].partition("   (")[0]
        typed("config", "set", "forms.dir", "")
        typed(*shlex.split(hint))
        assert (answer.exit_code, [each[0] for each in prints(desk)]) == (14, ["02", "02"])

    def test_of_a_queue_all_are_named_as_they_are_typed(self, desk: Ward) -> None:
        broken_folder("01-giay-hen.typ")
        Path("hang.txt").write_text("Trần Thị Bình\nLê Văn Cường\n", encoding="utf-8")
        answer = run("receive", "cs", "--from", "hang.txt", "--slip", "giay.pdf")
        hint = answer.stderr.splitlines()[-1].partition("onestop ")[2].partition("   (")[0]
        typed("config", "set", "forms.dir", "")
        typed(*hint.split(), "-o", "giay.pdf")
        assert (answer.exit_code, n_pages("giay.pdf")) == (14, 2)

    @pytest.mark.parametrize(
        ("made", "package"),
        [("pdf", "typst"), ("pdf", "segno"), ("html", "jinja2"), ("html", "segno")],
    )
    def test_what_draws_it_is_looked_for_before_the_act(
        self, desk: Ward, monkeypatch: pytest.MonkeyPatch, made: str, package: str
    ) -> None:
        monkeypatch.setitem(sys.modules, package, None)
        before = desk.content
        for command in (
            ("receive", "khai-tu", "B", "--slip", f"giay.{made}"),
            ("yeucaubosung", "1", "thiếu giấy", "--slip", f"giay.{made}"),
            (*DECLINE, "--slip", f"giay.{made}"),
            ("slip", "1", "-o", f"giay.{made}"),
        ):
            said = refused(*command)
            assert "needs a package that is not installed" in said
            assert package in said
        assert (desk.content, here()) == (before, [])

    def test_a_folder_of_templates_that_is_gone_is_said(self, desk: Ward, tmp_path: Path) -> None:
        typed("config", "set", "forms.dir", str(tmp_path / "khong-con"))
        for words in (("slip", "1"), ("slip", "--check")):
            assert "khong-con: there is no such folder, and forms.dir names it\n" in refused(*words, code=12)
        answer = run("receive", "khai-tu", "B", "--slip", "giay.pdf")
        assert (answer.exit_code, prints(desk)) == (14, [])
        assert "khong-con" in answer.stderr


def broken_folder(template: str) -> None:
    """An office's own templates, one of which asks for a field that there is none of, on its first line."""
    run("slip", "--eject", "mau")
    file = Path("mau", template)
    wrong = "{{ ho_ten }}\n" if template.endswith(".j2") else ""
    text = file.read_text(encoding="utf-8")
    file.write_text(wrong + (text if wrong else text.replace("f.", "f.ho_ten.", 1)), encoding="utf-8")
    typed("config", "set", "forms.dir", str(Path("mau").absolute()))


class TestTemplates:
    def test_shipped_ones_are_in_order(self) -> None:
        assert as_json("slip", "--check") == []
        assert "every form can be printed" in typed("slip", "--check")

    def test_ejected_ones_are_too_and_are_never_written_over(self) -> None:
        answer = run("slip", "--eject", "mau")
        assert answer.exit_code == 0
        hint = answer.stderr.partition("onestop ")[2].strip()
        typed(*hint.split())
        assert as_json("slip", "--check") == []
        before = {path: path.read_bytes() for path in Path("mau").rglob("*") if path.is_file()}
        assert sorted(answer.stdout.split()) == sorted(map(str, before))
        assert "already exists" in refused("slip", "--eject", "mau", code=11)
        assert {path: path.read_bytes() for path in Path("mau").rglob("*") if path.is_file()} == before

    @pytest.mark.parametrize("template", ["01-giay-hen.typ", "04-xin-loi.html.j2"])
    def test_what_is_wrong_is_said_with_file_and_line(self, template: str) -> None:
        broken_folder(template)
        answer = run("slip", "--check", "--json")
        assert answer.exit_code == 12
        assert [Path(each["file"]).name for each in json.loads(answer.stdout)] == [template]
        assert all("ho_ten" in each["what"] and each["line"] >= 1 for each in json.loads(answer.stdout))
        assert f"{template}:{json.loads(answer.stdout)[0]['line']}: " in run("slip", "--check").stdout

    def test_the_offices_own_words_are_on_its_papers(self) -> None:
        run("slip", "--eject", "mau")
        file = Path("mau", "01-giay-hen.html.j2")
        file.write_text(file.read_text(encoding="utf-8").replace("Nội dung yêu cầu", "Việc cần làm"), encoding="utf-8")
        typed("config", "set", "forms.dir", str(Path("mau").absolute()))
        typed("slip", "1", "-o", "giay.html")
        assert "Việc cần làm" in text_of("giay.html")

    @pytest.mark.parametrize("folder", ["mau", "./mau", "..\\mau", "C:mau"])
    def test_their_folder_is_named_whole(self, folder: str) -> None:
        assert "forms.dir" in refused("config", "set", "forms.dir", folder)

    def test_a_logo_that_is_not_there_is_said_with_its_name(self, desk: Ward) -> None:
        typed("config", "set", "forms.logo", "logo.svg")
        for made in ("pdf", "html"):
            assert "logo.svg" in refused("slip", "1", "-o", f"giay.{made}", code=12)
        assert prints(desk) == []


class TestRefused:
    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            ((), 2, "no dossier was named"),
            (("9",), 10, "no dossier"),
            (("TC-9",), 10, "no refusal to accept"),
            (("1", "--form", "08"), 2, "accepted: 01, 02, 03, 04, 05, 06, refusal"),
            (("1", "--form", "7"), 2, "onestop register -o so.pdf"),
            (("1", "--form", "02"), 11, "form 02 does not apply"),
            (("1", "--form", "3"), 11, "--form refusal"),
            (("1", "--form", "refusal"), 11, "does not apply"),
            (("1", "--eject", "mau"), 2, "CODE and --eject"),
            (("1", "--check"), 2, "CODE and --check"),
            (("--eject", "mau", "--check"), 2, "--eject and --check"),
            (("--check", "-o", "giay.pdf"), 2, "--check and -o"),
            (("--check", "--form", "01"), 2, "--check and --form"),
            (("--eject", "mau", "--copies", "2"), 2, "--eject and --copies"),
            (("--eject", "mau", "--no-record"), 2, "--eject and --no-record"),
        ],
    )
    def test_what_cannot_be_printed_changes_nothing(
        self, desk: Ward, words: tuple[str, ...], code: int, said: str
    ) -> None:
        before = desk.path.read_bytes()
        assert said in refused("slip", *words, code=code)
        assert (desk.path.read_bytes(), here()) == (before, [])

    def test_void_and_erased_ones_say_why(self, desk: Ward) -> None:
        desk.void(CODE)
        assert "is void" in refused("slip", "1", code=11)
        desk.receive("khai-tu")
        desk.resolve("2", deliver=True)
        typed("erase", "2", "--basis", "Luật 33/2024/QH15", "--note", "hết hạn lưu", "--apply")
        assert "were erased" in refused("slip", "2", code=11)


class TestMeanwhile:
    """Others work on a dossier while its paper is drawn."""

    def test_two_clerks_print_the_same_at_once_and_both_are_recorded(self, desk: Ward, tmp_path: Path) -> None:
        hand = Hand(desk.path, desk.clock, Actor(ACTOR))

        def one(n: int) -> int:
            file = PaperFile(tmp_path / f"{n}.html", "html")
            return print_papers(hand, [CODE], None, file)[0].paper.n_before

        with ThreadPoolExecutor(2) as counters:
            before = list(counters.map(one, range(4)))
        assert sorted(before) == list(range(4))
        assert is_sound(desk)

    def between(self, monkeypatch: pytest.MonkeyPatch, acts: list[Callable[[], object]]) -> None:
        """Between the look at the file and the record of a printing each of these happens once, in turn."""
        record = slips.record

        def slow(*given: Any) -> list[str]:
            if acts:
                acts.pop(0)()
            return record(*given)

        monkeypatch.setattr(slips, "record", slow)

    def test_a_correction_in_between_is_on_the_paper(self, desk: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
        self.between(monkeypatch, [lambda: desk.correct(CODE, applicant="Lò Thị Xuân")])
        typed("slip", "1", "-o", "giay.html")
        assert "Lò Thị Xuân" in text_of("giay.html")
        assert len(prints(desk)) == 1

    def test_after_five_tries_it_is_given_up_and_nothing_is_left(
        self, desk: Ward, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.between(monkeypatch, [lambda: desk.assign(CODE, "Đức"), lambda: desk.assign(CODE, "Minh")] * 3)
        answer = refused("slip", "1", "-o", "giay.html", code=11)
        assert "changed while it was being printed" in answer
        assert (here(), prints(desk)) == ([], [])

    def test_one_that_became_void_is_not_printed(self, desk: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
        self.between(monkeypatch, [lambda: desk.void(CODE)])
        assert "is void" in refused("slip", "1", "-o", "giay.html", code=11)
        assert (here(), prints(desk)) == ([], [])


def test_a_stack_of_many_parts_needs_what_joins_it(desk: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(26):
        desk.receive("khai-tu", person=Person(f"Người {n}"))
    monkeypatch.setitem(sys.modules, "pypdf", None)
    said = refused("slip", *(str(n) for n in range(1, 28)), "-o", "giay.pdf")
    assert "pypdf" in said
    assert (here(), prints(desk)) == ([], [])
    typed("slip", "1", "2", "-o", "giay.pdf")
