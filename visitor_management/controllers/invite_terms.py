from . import tablet_terms


def terms(env):
    """The words of the page behind a visitor's own link, in one language.

    Those of the tablet, and what is said at home.

    :param env: in that language
    :return: dict of str, see :func:`.tablet_terms.terms`
    """
    _ = env._
    return {
        **tablet_terms.terms(env),
        # frame
        "title": _("Your visit"),
        "home": _("Your visit"),
        "to_home": _("Back to your visit"),
        "free": _("Please open this page by the link in your invitation."),
        "free_hint": _("If the link does not work, ask your host to send a new one."),
        "gone": _("This link is not valid any more."),
        "gone_hint": _(
            "The visit is over or was cancelled, or a newer invitation was sent. Look "
            "for the latest mail, or ask your host."
        ),
        "forget": _("Clear this page from the device"),
        "forget_hint": _(
            "On a phone or computer of others: nothing of your visit stays here. The "
            "link in your invitation works on."
        ),
        # what is known
        "visit_no": _("Visit No."),
        "where": _("Where"),
        "who_comes": _("Who comes"),
        "you_and_others": _("%(name)s, and %(count)s whom you named"),
        "you_group": _("%(name)s, with a group of %(count)s"),
        "directions": _("How to get there"),
        "open_map": _("Open the map"),
        "calendar": _("Add to the calendar"),
        "to_do_home": _(
            "Before you come, please do these steps. Each is saved at once."
        ),
        "nothing_to_do": _("All steps are done. We look forward to your visit."),
        "inside": _("You are here. Have a good visit."),
        # pass
        "pass": _("Your pass"),
        "pass_hint": _("Show this code at reception or at the gate."),
        "pass_valid": _("Valid %(time)s"),
        "short_code": _("Code to type in"),
        "pass_later": _("Your code stands here as soon as the visit is confirmed."),
        "qr": _("Code to scan"),
        "save_picture": _("Save as a picture"),
        "save_pdf": _("Save as PDF"),
        "press_long": _("Press the picture for a moment to save or to forward it."),
        "no_picture_now": _("The picture can't be loaded now. The code below works."),
        # companions
        "companions": _("Somebody comes with me"),
        "companions_hint": _(
            "Each companion has a pass of their own. Who has an address gets an own "
            "link; you do not see each other's data."
        ),
        "places": _("%(count)s more are announced and can be named."),
        "no_places": _(
            "All who were announced are named. For one more your host is asked first."
        ),
        "companion_name": _("Name of your companion"),
        "companion_email": _("E-mail address of your companion"),
        "if_any_address": _("if there is one"),
        "add_companion": _("Add this companion"),
        "companions_added": _("Added: %(count)s"),
        "companions_asked": _("Waits for your host: %(count)s"),
        "companions_kept": _("Not accepted by your host: %(count)s"),
        "companion_missing": _("Please enter the name of your companion."),
        # another time
        "other_time": _("Propose another time"),
        "other_time_hint": _(
            "Your host is asked. Until the host accepts it, the planned time holds."
        ),
        "time_at_site": _("On the clock of %(site)s (%(tz)s)"),
        "day": _("Day of the visit"),
        "from_time": _("Visit from"),
        "until_time": _("Visit until"),
        "reason_if_any": _("Reason, if you like to give one"),
        "propose": _("Ask the host"),
        "missing_time": _("Please enter the day, the beginning and the end."),
        "wrong_order": _("The end lies before the beginning."),
        "time_open": _("You proposed %(time)s. Your host has not answered yet."),
        "time_accepted": _("Your host accepted %(time)s."),
        "time_kept": _("Your host can't make %(time)s: the planned time holds."),
        # not coming
        "decline": _("I can't come"),
        "decline_hint": _(
            "Your host is told, and your pass ends. Who comes along stays announced."
        ),
        "decline_now": _("Decline the visit"),
        "declined": _("You have declined. Your host is told."),
        "declined_hint": _(
            "If you can come after all, ask your host to invite you once more."
        ),
    }
