"""The one list of personal data: what is stored of whom, how it goes, and with what.

Forgetting works from it, and a copy of somebody's data is made of it. Every stored
field of ours that can hold a text, a file, a date or a person stands here once, or in
:data:`NOT_PERSONAL` with the reason; ``test_personal_data.py`` names the one that does
not. What a record leaves in Odoo's own tables is in :data:`TRACES`.
"""

from typing import NamedTuple

# How something goes.
EMPTY = "empty"  # the field is emptied, a file with it
BLANK = "blank"  # it can't be empty: what stands there afterwards says nothing
ROW = "row"  # the whole record goes, nothing counts it
KEEP = "keep"  # stays as long as the record: who did something, or has to

HOW = (EMPTY, BLANK, ROW, KEEP)
WHOSE = ("visitor", "host", "client", "staff")


class Datum(NamedTuple):
    """What is stored of somebody in one field.

    ``whose``: visitor, host (a resident or tenant), client or staff. ``how`` it goes.
    ``kept`` names the kind of record whose period counts: of a visit it is set by its
    kind; a photo, a training or a complaint have periods of their own, an exit pass
    is kept for a year.
    """

    whose: str
    how: str
    kept: str


def _read(table):
    """A table of ``model: field field``, by what is said of them.

    :param dict table: text by whatever is said of the fields in it
    :return: dict from model to a dict from field to that
    :raise ValueError: a field stands in it twice
    """
    found = {}
    for said, text in table.items():
        for line in filter(None, map(str.strip, text.splitlines())):
            model, names = line.split(":")
            of_model = found.setdefault(model, {})
            for name in names.split():
                if name in of_model:
                    raise ValueError(f"{model}.{name} stands in the list twice")
                of_model[name] = said
    return found


PERSONAL = _read(
    {
        Datum("visitor", EMPTY, "visit"): """
            visitor.registration: organization phone email vehicle_plate signature
            visitor.registration: email_normalized phone_key words partner_id
            visitor.registration: known_by_phone known_by_email watchlist_keys
            visitor.watchlist.hit: entry_value person_value reason
            visitor.visit: purpose partner_id emergency_reason
            visitor.visit.programme: place notes
            visitor.visit.request: reason name email
            visitor.stay: remarks
            visitor.waiting: reason
            visitor.waiting.call: reason
            visitor.policy.acceptance: organization partner_id signature
            visitor.belonging: owner serial look declared closing_note picture
            visitor.belonging: found_by claimed_by marks_checked told_how
            visitor.belonging: police_receipt
            visitor.escort: remarks reason
            visitor.identity: number expires_on ciphertext number_hash override_reason
            visitor.act: changes
            mail.message: visitor_said
            mail.activity: visitor_said""",
        Datum("visitor", BLANK, "visit"): """
            visitor.registration: name
            visitor.visit.programme: what
            visitor.policy.acceptance: name
            visitor.belonging: name
            visitor.waiver: reason""",
        Datum("visitor", EMPTY, "exit_pass"): """
            visitor.item.pass: applicant phone carrier plate plate_key partner_id
            visitor.item.pass: reason refusal fees mismatch settlement_note
            visitor.item.pass.line: specification measure picture""",
        Datum("visitor", BLANK, "exit_pass"): """
            visitor.item.pass.line: name""",
        Datum("visitor", EMPTY, "violation"): """
            visitor.violation: person_name organization known_by_phone known_by_email
            visitor.violation: firm_key place facts witnesses footage
            visitor.violation: statement signature decision ban_reason ban_until
            visitor.violation: objection answer closing_note""",
        Datum("visitor", ROW, "violation"): """
            visitor.violation.photo: picture caption""",
        Datum("visitor", EMPTY, "permit"): """
            visitor.permit: responsible_name responsible_phone watch_name
            visitor.permit: briefing_name briefed_name acceptance_name
            visitor.permit.line: confirmed_name remarks
            visitor.permit.detail: value
            visitor.permit.worker: trade certificate partner_id
            visitor.permit.signature: name note signature""",
        Datum("visitor", BLANK, "permit"): """
            visitor.permit.worker: name""",
        # a worker's, and those of a firm, which is nobody; as long as its contact
        Datum("visitor", EMPTY, "paper"): """
            visitor.contractor.paper: number file_name stored_file refused_reason""",
        Datum("visitor", KEEP, "paper"): """
            visitor.contractor.paper: partner_id firm_id""",
        Datum("visitor", EMPTY, "watchlist"): """
            visitor.watchlist: name aliases birth_date phone email organization plate
            visitor.watchlist: document_masked document_hash source photo until""",
        Datum("visitor", BLANK, "watchlist"): """
            visitor.watchlist: reason""",
        Datum("visitor", ROW, "watchlist"): """
            visitor.watchlist.key: key""",
        Datum("visitor", EMPTY, "training"): """
            visitor.induction.record: name answers""",
        Datum("visitor", EMPTY, "photo"): """
            visitor.registration: photo""",
        # drills: three years
        Datum("visitor", BLANK, "drill"): """
            visitor.muster.line: name""",
        Datum("visitor", EMPTY, "drill"): """
            visitor.muster.line: organization host_name
            visitor.muster.tick: name
            visitor.muster: teams course closing_note""",
        Datum("visitor", EMPTY, "delivery"): """
            visitor.delivery: plate""",
        Datum("host", EMPTY, "instruction"): """
            visitor.unit.instruction: note""",
        Datum("visitor", EMPTY, "shift"): """
            visitor.shift: notes events incidents orders remarks refusal review_note
            visitor.shift.line: name
            visitor.shift.count: condition reason""",
        Datum("staff", EMPTY, "shift"): """
            visitor.shift: giver_signature taker_signature""",
        Datum("visitor", KEEP, "audit"): """
            visitor.identity.reveal: reason
            visitor.footage.look: shown_to reason""",
        Datum("host", BLANK, "visit"): """
            visitor.waiting.call: called""",
        Datum("host", EMPTY, "visit"): """
            visitor.visit: host_signature asked_ids""",
        Datum("host", KEEP, "visit"): """
            visitor.visit: host_partner_id
            visitor.visit.series: approved_by_id
            visitor.waiting: answered_by_id
            visitor.waiting.call: partner_id
            visitor.area.opening: partner_id
            visitor.unit: partner_ids
            visitor.unit.instruction: partner_id""",
        Datum("host", KEEP, "exit_pass"): """
            visitor.item.pass: approved_by_id""",
        Datum("client", EMPTY, "complaint"): """
            client.complaint: contact_name phone email remedy cause action result
            client.complaint: corrective_action preventive_action analysis
            client.complaint: invalid_reason close_reason reopen_reason put_off_reason
            client.callback: origin contact_name phone email analysis answers_written
            client.callback: client_words client_signature dissatisfied_reason
            client.callback: explained_reason opinion waive_reason concluded_note
            client.callback: put_off_reason
            client.callback.attempt: note
            client.callback.draw.line: contact_name phone email
            client.callback.statistics.item: name requirement reason
            client.rectification: result client_signature signed_by put_off_reason
            mail.mail: calendar_file""",
        Datum("client", BLANK, "complaint"): """
            client.complaint: content
            client.callback.draw.line: origin
            client.rectification: requirement""",
        Datum("client", EMPTY, "client_visit"): """
            client.visit: ad_hoc_reason purpose talk told_client signature signed_by
            client.visit: contact_id cancel_reason confirmed_by place
            client.visit.item: answer solution""",
        Datum("client", BLANK, "client_visit"): """
            client.visit.item: content""",
        Datum("client", ROW, "mail"): """
            client.mail.stray: sender_name sender_email subject content original
            client.mail.stray: message_ref
            client.portal.form: client_id digest""",
        Datum("client", KEEP, "complaint"): """
            client.complaint: partner_id
            client.callback: partner_id
            client.callback.draw.line: partner_id
            client.callback.statistics.item: res_id""",
        Datum("client", KEEP, "client_visit"): """
            client.visit: partner_id
            client.visit.plan: client_ids client_domain left_out""",
        Datum("staff", BLANK, "drill"): """
            visitor.muster.warden: name""",
        Datum("staff", EMPTY, "drill"): """
            visitor.muster.warden: email""",
        Datum("staff", KEEP, "record"): """
            hr.employee: visitor_deputy_ids
            visitor.visit: host_id confirmed_by_id
            visitor.escort: employee_id
            visitor.answer.link: partner_id user_id
            visitor.escort.link: user_id
            visitor.muster: user_id ended_by_id commander_id measures_owner_id
            visitor.muster: reviewer_id
            visitor.muster.line: employee_id user_id
            visitor.muster.tick: user_id
            visitor.muster.warden: employee_id
            visitor.muster.warden.link: user_id
            visitor.area: responsible_id
            visitor.area.opening: user_id
            visitor.act: user_id
            visitor.identity: seen_by_id
            visitor.invitation: user_id
            visitor.visit.request: answered_by_id
            visitor.identity.reveal: user_id
            visitor.induction.record: employee_id user_id
            visitor.movement: user_id
            visitor.delivery: user_id
            visitor.waiting.call: user_id
            visitor.call.number: name phone
            visitor.notice.channel: user_ids addresses
            visitor.footage.look: user_id
            visitor.role.log: user_id by_id
            visitor.shift: giver_id taker_id refused_by_id reviewed_by_id
            visitor.card.move: user_id
            visitor.stay: seen_leaving_by_id
            visitor.policy: owner_id published_by_id
            visitor.policy.acceptance: user_id
            visitor.policy.duty: confirmed_by_id
            visitor.policy.review: reviewer_id
            visitor.waiver: user_id
            visitor.visit.programme: responsible_id
            visitor.watchlist: user_id review_on
            visitor.watchlist.hit: decided_by_id
            visitor.review: recipient_id submitted_by_id acknowledged_by_id
            visitor.belonging: user_id closed_by_id
            visitor.item.pass: released_by_id settled_by_id
            visitor.violation: decided_by_id ban_proposed_by_id ban_decided_by_id
            visitor.violation: answered_by_id closed_by_id
            visitor.permit: submitted_by_id approved_by_id start_checked_by_id
            visitor.permit: closed_by_id
            visitor.permit.kind: approver_ids
            visitor.permit.level: approver_ids
            visitor.permit.function: user_ids
            visitor.permit.line: confirmed_by_id
            visitor.permit.signature: user_id
            visitor.contractor.paper: entered_by_id decided_by_id
            client.complaint: received_by_id reopened_by_id put_off_by_id
            client.callback: caller_id reviewer_id concluded_by_id put_off_by_id
            client.callback.attempt: user_id
            client.callback.draw: drawn_by_id
            client.callback.rating: user_id
            client.callback.statistics: recipient_id submitted_by_id acknowledged_by_id
            client.callback.statistics.item: employee_id
            client.rectification: employee_id verified_by_id put_off_by_id
            client.visit: recorded_by_id archived_by_id appointed_by_id talk_writer
            client.visit.item: escalated_to_id climbed_to_id talk_writer
            client.visit.line: employee_id
            client.visit.plan.line: employee_id
            mail.mail: secret_user_id
            res.company: client_quality_owner_id""",
    }
)

NOT_PERSONAL = _read(
    {
        "a number or a secret of ours, which tells nothing of who it was": """
            visitor.visit: name
            visitor.pass: short_code seed
            visitor.pass.code: code_hash short_code
            visitor.movement: nonce code_digest
            visitor.card: number
            visitor.violation: name
            visitor.permit: name
            visitor.belonging: slip seal
            visitor.item.pass: name
            visitor.shift.line: number
            visitor.gate: token_hash
            visitor.notice: res_model res_id people
            visitor.notice.channel: sealed_address sealed_secret stamps
            visitor.answer.link: token_hash
            visitor.escort.link: token_hash
            visitor.muster.line: key
            visitor.muster.tick: key device nonce
            visitor.muster.warden.link: token_hash device_hash
            visitor.invitation: token_hash message_ref
            visitor.registration: ical_uid invitation_told
            visitor.secret: fingerprint
            visitor.throttle: digest
            client.complaint: name
            client.callback: name
            client.callback.draw: name seed
            client.callback.rating: token_hash
            client.portal.form: token
            client.rectification: name
            client.visit: name archive_number ical_uid
            client.visit.item: uuid
            mail.mail: secret_model invitation_kind
            client.callback.statistics.item: res_model""",
        "a sentence of ours, without who it is said of": """
            visitor.movement: reason message
            visitor.visit: escort_told overstay_told
            visitor.escort: told
            visitor.notice.channel: failure
            client.callback.statistics.item: status""",
        "a rule of the house, and what was found when it was looked at": """
            visitor.policy: name body series review_on
            visitor.policy.acceptance: lang
            visitor.policy.duty: name evidence
            visitor.policy.review: findings changes next_review_on""",
        "a place, a kind or a plan": """
            visitor.site: name partner_id announce_phone quiet_hours
            visitor.visit: series_day
            visitor.visit.series: date_from date_to approved_channel
            visitor.shift: post
            visitor.shift.count: name
            visitor.shift.thing: name
            visitor.area: name complete_name parent_path
            visitor.unit: name building
            visitor.belonging: place found_place
            visitor.item.pass: lift
            visitor.muster.point: name directions
            visitor.muster: name plan announced_how place content
            visitor.gate: name camera_url
            visitor.notice.channel: name shown_address
            visitor.visit.type: name
            visitor.violation.type: name
            visitor.visit.hours: windows
            visitor.permit: windows works limits hazards place partner_id
            visitor.permit.kind: name source
            visitor.permit.level: name source
            visitor.permit.function: name code
            visitor.permit.check: name
            visitor.permit.line: name
            visitor.permit.signature: function_name
            visitor.contractor.paper.kind: name
            visitor.delivery.kind: name
            visitor.delivery.firm: name
            visitor.induction: name content_marks
            visitor.induction.step: title body picture file filename
            visitor.induction.question: text explanation
            visitor.induction.answer: text
            visitor.site: evacuation_route assembly_point evacuation_plan
            visitor.site: directions map_url
            visitor.gate: directions map_url
            visitor.area: evacuation_route assembly_point evacuation_plan
            client.complaint.category: name parent_path
            client.service.day: name
            client.visit.plan: name purpose
            res.company: client_mail_servers""",
        "counts, and what was made of them": """
            client.callback.draw: coverage
            client.callback.statistics: analysis measures instruction
            visitor.review: findings changes instruction
            visitor.muster: problems measures
            visitor.review.line: code title res_model record_ids
            client.callback.statistics.source: record_ids
            res.company: client_spikes""",
        "when something was done or is due": """
            client.callback: next_date
            visitor.muster: announced_on measures_due
            visitor.unit.instruction: since until
            visitor.visit.hours: date_from date_to
            visitor.induction.record: valid_until
            visitor.belonging: notice_on keep_until
            visitor.item.pass: valid_on return_on
            visitor.contractor.paper: valid_from valid_to next_review good_until
            visitor.contractor.paper: expiring_from due_on reminded_on
            client.callback.statistics: month
            visitor.review: month next_on
            client.callback.statistics.item: since deadline
            client.rectification: deadline first_deadline done_on reminded_on climbed_on
            client.service.day: date
            client.visit: turn planned_on day archived_on
            client.visit.item: solved_on fed_back_on deadline reminded_on climbed_on
            client.visit.plan: date_from date_to""",
    }
)

# What records leave in Odoo's own tables: how it is found from a record of ours.
TRACES = {
    "mail.message": "model, res_id",  # with its tracking values and notifications
    "mail.mail": "mail_message_id",
    "mail.activity": "res_model, res_id",
    "mail.followers": "res_model, res_id",
    "ir.attachment": "res_model, res_id",  # also of fields, and what was printed
}
