"""The article behind the counting of a limit, beside what the limit itself rests on."""

import pytest

from onestop_cli.core.articles import ARTICLES, article
from onestop_cli.core.limits import Unit
from onestop_cli.sources.package_data import ward_procedures

DECREE_23 = "Nghị định 23/2015/NĐ-CP Điều 7"
LAW_60 = "Luật Hộ tịch 60/2014/QH13 Điều 5.3"


@pytest.mark.parametrize(
    ("basis", "field", "rule"),
    [
        pytest.param("Nghị định 23/2015/NĐ-CP Điều 7", "Chứng thực", DECREE_23, id="certification"),
        pytest.param("Luật Hộ tịch 60/2014/QH13 Điều 5.3 và 34", "Hộ tịch", LAW_60, id="registering a death"),
        pytest.param("luật hộ tịch 60/2014/qh13", "", LAW_60, id="by its basis, however it is written"),
        pytest.param("Nghị định 23/2015/NĐ-CP", "Hộ tịch", DECREE_23, id="by its basis before its field"),
        pytest.param("", "Hộ tịch", LAW_60, id="without a basis by its field"),
        pytest.param("", "chứng thực", DECREE_23, id="certification without a basis"),
        pytest.param("", "Khác", f"{DECREE_23}; {LAW_60}", id="neither: the general rule"),
        pytest.param("Nghị định 168/2025/NĐ-CP", "Hộ tịch", f"{DECREE_23}; {LAW_60}", id="another law"),
    ],
)
def test_the_rule_of_15_00_is_cited_from_the_procedures_own_law(basis: str, field: str, rule: str) -> None:
    assert article(Unit.same_day, basis, field) == rule


@pytest.mark.parametrize("unit", [unit for unit in Unit if unit is not Unit.same_day])
def test_every_other_unit_has_one_article(unit: Unit) -> None:
    assert article(unit, "Nghị định 23/2015/NĐ-CP Điều 37", "Chứng thực") == ARTICLES[unit]


def test_no_civil_status_procedure_of_the_ward_cites_the_decree_on_certification() -> None:
    cited = {
        p.code: article(p.committed.unit, p.legal_basis, p.field) for p in ward_procedures() if p.field == "Hộ tịch"
    }
    assert [code for code, rule in cited.items() if "23/2015" in rule] == []
