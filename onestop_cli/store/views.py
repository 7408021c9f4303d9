"""Views for other programs (Datasette, DB Browser, a spreadsheet's driver), without any personal data.

`v_register` is the register of dossiers, `v_event` the ledger, `v_dossier_outcome` how each dossier does, judged when
the last event was recorded. Void dossiers are in the ledger only. See `docs/ledger.md`.
"""

from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.store.cells import judged_sql

_REGISTER = (
    "code, procedure_code, procedure_name, field, channel, copies, fee, officer, note, status, result, received_at, "
    "promised_due_at, due_at, statutory_due_at, extended_due_at, resolved_at, delivered_at, delivery_method, "
    "closed_at, suspensions, extensions, rule_version, calendar_edition, anchor"
)
_OUTCOME = (
    "code, procedure_code, procedure_name, field, channel, officer, status, received_at, due_at, statutory_due_at, "
    "finished_at, working_days, saved_days"
)


def view_statements() -> list[str]:
    """The statements that make the three views."""
    judged = judged_sql(Basis.due, Granularity.unit, "finish")
    return [
        f"CREATE VIEW v_register AS SELECT {_REGISTER} FROM dossier WHERE status <> 'void'",
        "CREATE VIEW v_event AS SELECT seq, dossier, kind, occurred_at, recorded_at, actor, data, hash FROM event",
        f"""CREATE VIEW v_dossier_outcome AS
            SELECT {_OUTCOME}, CASE
                WHEN status IN ('withdrawn', 'stopped') THEN 'closed'
                WHEN status = 'suspended' AND json_extract(suspensions, '$[#-1].counts') THEN 'suspended'
                WHEN resolved_at IS NOT NULL THEN {judged}
                ELSE CASE {judged} WHEN 'no_limit' THEN 'no_limit' WHEN 'late' THEN 'overdue' ELSE 'within' END
            END AS outcome, judged_at
            FROM (
                SELECT dossier.*, head.recorded_at AS judged_at, coalesce(resolved_at, head.recorded_at) AS finish
                FROM dossier, (SELECT recorded_at FROM event ORDER BY seq DESC LIMIT 1) AS head
            ) WHERE status <> 'void'""",
    ]
