"""What the monthly review of the visitor rules counts, in the order of its form."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

CAME, REFUSED, WAIVED, VIOLATION = "came", "refused", "waived", "violation"
MUSTER = "muster"
ITEMS, PERMIT = "items", "permit"
PAPER = "paper"
SHIFT = "shift"
EMERGENCY = "emergency"
TRAINING, DUTY, OVERSTAY, POLICY = "training", "duty", "overstay", "policy"
DELIVERY, ENTRY = "delivery", "entry"
WAIT = "wait"
KINDS = [
    (CAME, "Visitors of the Month"),
    (REFUSED, "Refusals"),
    (WAIVED, "Set Aside"),
    (EMERGENCY, "Emergency Entries"),
    (VIOLATION, "Violations"),
    (OVERSTAY, "Stayed Too Long"),
    (ITEMS, "Things"),
    (SHIFT, "Handovers of the Month"),
    (MUSTER, "Drills and Roll Calls of the Month"),
    (WAIT, "Waits of the Month"),
    (DELIVERY, "Deliveries of the Month"),
    (ENTRY, "Ways In"),
    (PERMIT, "Works Permitted"),
    (PAPER, "Papers of Contractors"),
    (TRAINING, "Training Due"),
    (DUTY, "Duties Not Confirmed"),
    (POLICY, "Rules Due for Review"),
]
# What lines without a record of their own are called, by kind and code. The codes of
# refusals and waivers are those of admission.
NAMES = {
    (CAME, "came"): _lt("People who came"),
    (CAME, "walk_in"): _lt("Came without an appointment"),
    (CAME, "no_show"): _lt("Were expected and did not come"),
    (CAME, "important"): _lt("Important visitors"),
    (REFUSED, "by_hand"): _lt("Refused by reception"),
    (EMERGENCY, "visits"): _lt("Let in because of an emergency"),
    (EMERGENCY, "late"): _lt("Emergencies that were not completed in time"),
    (EMERGENCY, "owing"): _lt("Emergencies that still owe something"),
    (WAIT, "waited"): _lt("Visitors who waited for a word of the host"),
    (WAIT, "too_long"): _lt("Waited longer than the site allows"),
    (WAIT, "desk_decided"): _lt("Nobody answered: the desk decided"),
    (DELIVERY, "delivered"): _lt("Deliveries"),
    (DELIVERY, "stayed_too_long"): _lt("Deliveries that stayed too long"),
    (DELIVERY, "emergency"): _lt("Emergency vehicles"),
    (ENTRY, "by_lane"): _lt("People let in by visitors' lanes"),
    (ENTRY, "by_other_ways"): _lt("People let in by desk, kiosk and gates"),
    (OVERSTAY, "overstay"): _lt("Stayed after the end of the visit"),
    (SHIFT, "handed"): _lt("Shifts handed over"),
    (SHIFT, "not_accepted"): _lt("Shifts that were not accepted at first"),
    (SHIFT, "objections"): _lt("Shifts taken over with objections"),
    (SHIFT, "differences"): _lt("Counts that differed"),
    (SHIFT, "unseen"): _lt("Not seen leaving, and not confirmed since"),
    (MUSTER, "drills"): _lt("Drills held"),
    (MUSTER, "real"): _lt("Roll calls in an emergency"),
    (MUSTER, "not_announced"): _lt("Drills that were not announced"),
    (MUSTER, "not_judged"): _lt("Drills without an evaluation"),
    (MUSTER, "missing"): _lt("People who were never accounted for"),
    (MUSTER, "had_left"): _lt("People who stood as inside and had left"),
    (MUSTER, "seconds_95"): _lt("Longest time to 95 %, in seconds"),
    (MUSTER, "seconds_100"): _lt("Longest time to 100 %, in seconds"),
    (PERMIT, "suspended"): _lt("Works that were suspended"),
    (PERMIT, "not_closed"): _lt("Permits that are over and not closed"),
    (ITEMS, "deposits"): _lt("Deposits taken"),
    (ITEMS, "deposits_here"): _lt("Deposits of those who have left, still here"),
    (ITEMS, "found"): _lt("Things found"),
    (ITEMS, "found_open"): _lt("Things found that nobody has claimed"),
    (ITEMS, "passes"): _lt("Exit passes used"),
    (ITEMS, "passes_unused"): _lt("Exit passes approved and never used"),
    (ITEMS, "mismatch"): _lt("Things that did not match their exit pass"),
    (PAPER, "expiring"): _lt("Papers that end by the end of the next month"),
    (PAPER, "expired"): _lt("Papers that expired"),
    (PAPER, "refused"): _lt("Papers that were refused"),
    (PAPER, "overdue"): _lt("Papers that wait too long to be checked"),
    (PAPER, "missing"): _lt("Papers that are missing"),
}
