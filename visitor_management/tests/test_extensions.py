"""A model of ours in several files: which of them comes first where both do something.

An extension runs before the file of its model, what is loaded last before the others.
"""

from odoo.tests import TransactionCase, tagged

OURS = "odoo.addons.visitor_management.models."
# Model and method: the files that do something in it, in the order in which they begin.
# The reason, where it matters.
ORDER = {
    # what somebody else wrote in between is said before anything else is checked
    ("client.callback", "write"): ["client_callback_answers", "client_callback"],
    # a client who is to rate by mail is written to even if nobody is there to call
    ("client.callback", "_ask_to_write"): [
        "client_callback_self_rating",
        "client_callback_life",
    ],
    # pictures are taken once the order has its number and its department was told
    ("client.rectification", "create"): [
        "client_rectification_proof",
        "client_rectification",
    ],
    ("client.rectification", "write"): [
        "client_rectification_proof",
        "client_rectification",
    ],
    # a visit is numbered once all that was written is in it; a programme moves along
    # with that, and the escorts; in the end its people are looked up in the watchlist
    # (whether its work permit goes on is asked once it is written)
    ("visitor.visit", "write"): [
        "visitor_visit_permit",
        "visitor_visit_watchlist",
        "visitor_visit_waiting",
        "visitor_visit_invitation",
        "visitor_visit_escort",
        "visitor_visit_prepared",
        "visitor_visit_number",
        "visitor_visit",
    ],
    # an emergency is approved once all of it is there, its number too
    ("visitor.visit", "create"): ["visitor_visit_emergency", "visitor_visit_number"],
    # what one visit of a series meant for all of them follows it
    ("visitor.visit", "_approve"): [
        "visitor_visit_series_approval",
        "visitor_visit_invitation",
        "visitor_visit_approval",
    ],
    # the answer is kept with the wait before anything follows from it
    ("visitor.visit", "_answer"): ["visitor_visit_waiting", "visitor_visit_asked"],
    # those who approve are asked, then it begins to wait for them
    ("visitor.visit", "_ask_host"): [
        "visitor_visit_series_approval",
        "visitor_visit_waiting",
        "visitor_visit_approval",
    ],
    ("visitor.visit", "action_refuse"): [
        "visitor_visit_series_approval",
        "visitor_visit_approval",
    ],
    ("visitor.visit", "action_cancel"): [
        "visitor_visit_series_approval",
        "visitor_visit_approval",
    ],
    ("visitor.visit", "_rows_told"): [
        "visitor_visit_series_approval",
        "visitor_visit_told",
    ],
    ("visitor.visit", "action_announce"): [
        "visitor_visit_emergency",
        "visitor_visit_approval",
    ],
    ("visitor.visit", "_answers_for_plan"): [
        "visitor_visit_emergency",
        "visitor_visit_approval",
    ],
    ("visitor.visit", "_ask_openers"): [
        "visitor_visit_emergency",
        "visitor_visit_area",
    ],
    ("visitor.visit", "_compute_host_id"): ["visitor_visit_emergency", "visitor_visit"],
    # what an emergency owes is completed after it, too
    ("visitor.registration", "_check_not_over"): [
        "visitor_registration_emergency",
        "visitor_registration",
    ],
    # who is not expected any more does not wait
    ("visitor.registration", "_set_state"): [
        "visitor_registration_waiting",
        "visitor_registration_invited",
        "visitor_registration",
    ],
    # what all works need is asked before what hot work needs besides
    ("visitor.permit", "_check_approval"): [
        "visitor_permit_hot_work",
        "visitor_permit_life",
    ],
    ("visitor.permit", "_check_closing"): [
        "visitor_permit_hot_work",
        "visitor_permit_life",
    ],
    ("visitor.permit", "_check_cancelling"): [
        "visitor_permit_hot_work",
        "visitor_permit_life",
    ],
    # what is planned is looked at before the papers that it asks for
    ("visitor.permit", "_check_plan"): [
        "visitor_permit_papers",
        "visitor_permit_life",
    ],
    ("visitor.permit", "_give_end"): [
        "visitor_permit_hot_work",
        "visitor_permit",
    ],
    # who is looked up in the watchlist is written down as meant, with a pass; the
    # permits that name the contact know of the visit in the end
    ("visitor.registration", "create"): [
        "visitor_registration_emergency",
        "visitor_registration_permit",
        "visitor_registration_watchlist",
        "visitor_registration_invited",
        "visitor_registration",
    ],
    # whom a violation names is asked before anything is written
    ("visitor.registration", "write"): [
        "visitor_registration_permit",
        "visitor_registration_violation",
        "visitor_registration_watchlist",
        "visitor_registration_invited",
        "visitor_registration",
    ],
    # who is expected again is looked up once all is as it was
    ("visitor.act.restore", "_restore_people"): [
        "visitor_act_restore_watchlist",
        "visitor_act_restore",
    ],
    # whether this user has agreed already is asked first
    ("visitor.registration", "waive"): [
        "visitor_registration_watchlist",
        "visitor_registration_desk",
    ],
    ("visitor.identity", "_record"): [
        "visitor_identity_watchlist",
        "visitor_identity",
    ],
    # escorts follow who came and went, whatever else follows
    ("visitor.admission", "_after_entry"): [
        "visitor_admission_watchlist",
        "visitor_admission_escort",
        "visitor_admission",
    ],
    ("visitor.reception", "_rows"): [
        "visitor_reception_instruction",
        "visitor_reception_watchlist",
        "visitor_reception_waiting",
        "visitor_reception_row",
    ],
    ("visitor.reception", "_row_visit"): [
        "visitor_reception_emergency",
        "visitor_reception_regular",
        "visitor_reception_row",
    ],
    ("visitor.reception", "_approved_sentence"): [
        "visitor_reception_emergency",
        "visitor_reception",
    ],
    ("visitor.reception", "_details"): [
        "visitor_reception_emergency",
        "visitor_reception_light",
        "visitor_reception_watchlist",
        "visitor_reception",
    ],
    ("visitor.review.count", "_lines"): [
        "visitor_review_count_paper",
        "visitor_review_count_shift",
        "visitor_review_count_permit",
        "visitor_review_count_waiting",
        "visitor_review_count_emergency",
        "visitor_review_count_delivery",
        "visitor_review_count_belonging",
        "visitor_review_count_muster",
        "visitor_review_count",
    ],
    ("visitor.reception", "_day"): [
        "visitor_reception_regular",
        "visitor_reception_delivery",
        "visitor_reception",
    ],
    ("visitor.reception", "_visit_details"): [
        "visitor_reception_emergency",
        "visitor_reception_instruction",
        "visitor_reception_permit",
        "visitor_reception_waiting",
        "visitor_reception",
    ],
    ("visitor.reception", "find_hosts"): [
        "visitor_reception_instruction",
        "visitor_reception_search",
    ],
    ("visitor.reception", "open_person"): [
        "visitor_reception_belonging",
        "visitor_reception_watchlist",
        "visitor_reception",
    ],
    ("visitor.reception", "open_visit"): [
        "visitor_reception_belonging",
        "visitor_reception",
    ],
    # what is still here is listed after the cards
    # regulars are out for now, with whatever else is written down of leaving
    ("visitor.registration", "_auto_out"): [
        "visitor_registration_regular",
        "visitor_registration_desk",
    ],
    ("visitor.registration", "_stay_away"): [
        "visitor_registration_regular",
        "visitor_registration",
    ],
    ("visitor.waiver", "_standing"): ["visitor_waiver_regular", "visitor_waiver"],
    ("visitor.visit", "_close"): ["visitor_visit_regular_life", "visitor_visit_life"],
    ("visitor.visit", "_units"): ["visitor_visit_regular", "visitor_visit_area"],
    ("visitor.visit", "_unmet_ahead"): [
        "visitor_visit_regular_ahead",
        "visitor_visit_ahead",
    ],
    ("visitor.registration", "_leave"): [
        "visitor_registration_regular",
        "visitor_registration_belonging",
        "visitor_registration_desk",
    ],
    # what was found by a departure that was none is settled in the end
    ("visitor.act.restore", "_restore"): [
        "visitor_act_restore_belonging",
        "visitor_act_restore_waiting",
        "visitor_act_restore",
    ],
    ("visitor.scan", "_items"): ["visitor_scan_items", "visitor_scan"],
    ("visitor.scan", "_more_of_pass"): ["visitor_scan_items", "visitor_scan"],
    ("visitor.belonging", "_end_reminder"): [
        "visitor_belonging_found",
        "visitor_belonging_life",
    ],
    # what permits ask for, in the room of permits
    ("visitor.contractor.paper", "_asked"): [
        "visitor_contractor_paper_asked",
        "visitor_contractor_paper_told",
    ],
    # visits need escorts by what the area has become
    ("visitor.area", "write"): ["visitor_area_escort", "visitor_area"],
    ("visitor.admission", "_after_exit"): [
        "visitor_admission_belonging",
        "visitor_admission_escort",
        "visitor_admission",
    ],
    # a link that was mailed is used and shown otherwise than a tablet
    # who declined is expected again before somebody is written to
    ("visitor.registration", "action_send_invitation"): [
        "visitor_registration_decline",
        "visitor_registration_invitation",
    ],
    ("visitor.invitation", "_use"): ["visitor_invitation_mail", "visitor_invitation"],
    ("visitor.invitation", "_document"): [
        "visitor_invitation_page",
        "visitor_invitation_mail",
        "visitor_invitation",
    ],
    # whoever may not let anybody in is told before anybody is looked at
    ("visitor.registration", "check_in"): [
        "visitor_registration_trained",
        "visitor_registration_desk",
    ],
    ("visitor.registration", "check_in_group"): [
        "visitor_registration_trained",
        "visitor_registration_desk",
    ],
    # they are counted of the site that the figures turned out to be of
    ("visitor.dashboard", "read_figures"): [
        "visitor_dashboard_training",
        "visitor_dashboard",
    ],
    # when the switch was turned on is written with it
    ("visitor.site", "create"): ["visitor_site_staff", "visitor_site"],
    ("visitor.visit", "_facts_ahead"): [
        "visitor_visit_regular_ahead",
        "visitor_visit_permit_ahead",
        "visitor_visit_induction",
        "visitor_visit_policy",
        "visitor_visit_escort",
        "visitor_visit_ahead",
    ],
    # who is inside is known before the areas follow, and it has a number by then
    # and who prepares it hears of what came of it; escorts are called off after that
    ("visitor.visit", "_after_told"): ["visitor_visit_answer", "visitor_visit_told"],
    ("visitor.visit", "_layout_told"): ["visitor_visit_answer", "visitor_visit_told"],
    ("visitor.visit", "_is_somebody_here"): [
        "visitor_visit_waiting",
        "visitor_visit_asked",
    ],
    # a series hears that one of it is asked again
    ("visitor.visit", "_reopen"): [
        "visitor_visit_series_approval",
        "visitor_visit_approval",
    ],
    ("visitor.visit", "_settle_asked"): [
        "visitor_visit_answer",
        "visitor_visit_asked",
    ],
    ("visitor.visit", "_set_state"): [
        "visitor_visit_waiting",
        "visitor_visit_answer",
        "visitor_visit_escort",
        "visitor_visit_prepared",
        "visitor_visit_area",
        "visitor_visit_unnamed",
        "visitor_visit_number",
    ],
}


@tagged("post_install", "-at_install")
class TestOrderOfExtensions(TransactionCase):
    maxDiff = None

    def test_where_two_files_of_a_model_do_something_it_is_known_which_is_first(self):
        found = {}
        for name, model in self.registry.items():
            if name.split(".")[0] not in ("client", "visitor") or "mixin" in name:
                continue
            for base in model.mro():
                module = base.__module__
                own = name.replace(".", "_")
                file = module.rpartition(".")[2]
                if not module.startswith(OURS) or not file.startswith(own):
                    continue
                for method, value in vars(base).items():
                    if callable(value) and not method.startswith("__"):
                        found.setdefault((name, method), []).append(file)
        several = {key: files for key, files in found.items() if len(files) > 1}
        self.assertEqual(several, ORDER)
