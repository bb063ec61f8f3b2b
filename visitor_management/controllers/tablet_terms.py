def terms(env):
    """The words of the visitors' steps, in one language.

    They stand in the page, so that another language is shown at once.

    :param env: in that language
    :return: dict of str; what stands between ``%(`` and ``)s`` the page puts in
    """
    _ = env._
    return {
        # frame
        "title": _("For visitors"),
        "language": _("Language"),
        "steps": _("Steps to do"),
        "progress": _("%(done)s of %(all)s done"),
        "done": _("Done"),
        "now": _("Now"),
        "still": _("Still to do"),
        "loading": _("One moment…"),
        "back": _("Previous page"),
        "next": _("Continue"),
        "unreachable": _("There is no connection at the moment. Please try again."),
        "failed": _("It did not work. Please try again, or ask reception."),
        "too_many": _("That was too fast. Please try again in a minute."),
        # beginning and end
        "welcome": _("Welcome, %(name)s."),
        "host": _("You visit"),
        "when": _("When"),
        "purpose": _("Purpose"),
        "group": _("You do this for all %(count)s people of your group."),
        "to_do": _("Before you come in, please do these steps on this tablet."),
        "start": _("Start the steps"),
        "go_on": _("Go on with the steps"),
        "all_done": _("All done. Thank you."),
        "at_reception": _("At reception"),
        "hand_back": _("Please give the tablet back to reception."),
        "give_back": _("Give the tablet back"),
        "give_back_hint": _("What you see here is then cleared from this tablet."),
        "leave_early": _("%(progress)s. Give the tablet back all the same?"),
        "given_back": _("Thank you. Please give this tablet back to reception."),
        "free": _(
            "This page shows nothing by itself. Reception opens it for each visitor, "
            "with a code."
        ),
        "gone": _(
            "The time is over, or reception has ended it. Please give this tablet back "
            "to reception."
        ),
        "idle": _("Are you still there?"),
        "idle_hint": _("In %(seconds)s seconds all is cleared from this tablet."),
        "still_here": _("I am still here"),
        "signed_in": _("Somebody is signed in to Odoo in this browser."),
        "signed_in_hint": _(
            "These steps are meant for another device: a visitor must not get at what "
            "is open here. Scan the code with a tablet, or sign out of Odoo in this "
            "browser first. Other windows of it are signed out as well."
        ),
        "sign_out": _("Sign out and go on here"),
        # own data
        "own_data_hint": _(
            "Please look whether this is right, and add what is missing."
        ),
        "name": _("Your name"),
        "organization": _("Your firm"),
        "phone": _("Your phone number"),
        "email": _("Your e-mail address"),
        "vehicle_plate": _("Number plate of your car"),
        "if_any": _("if you have one"),
        "covered": _("Covered, so that nobody reads it from here."),
        "change": _("Change it"),
        "keep": _("Keep as it was"),
        "that_is_right": _("That is right"),
        "missing_name": _("Please enter your name."),
        # photo
        "photo_hint": _(
            "Reception recognises you by it, and it is printed on your pass if the "
            "house does so."
        ),
        "photo_why": _("Look into the camera, without hat and sunglasses."),
        "take_photo": _("Take the photo"),
        "choose_photo": _("Take or choose a photo"),
        "photo_of_file": _("Choose a photo instead"),
        "photo_again": _("Take it again"),
        "use_photo": _("Use this photo"),
        "no_camera": _(
            "The camera can't be used here. Allow it in the browser, or choose a photo."
        ),
        "no_picture": _("This file is no picture. Choose another one."),
        "your_photo": _("Your photo"),
        "camera": _("Picture of the camera"),
        # signature
        "sign_entry": _("I sign for this entry in the visitor register of %(site)s."),
        "sign_entry_group": _(
            "I sign for %(count)s people in the visitor register of %(site)s."
        ),
        "sign_here": _("Sign here with your finger"),
        "sign_clear": _("Clear the signature"),
        "sign_help": _("If you can't sign here, please tell reception."),
        "signed": _("Signed"),
        "missing_signature": _("Please sign in the field first."),
        # rules
        "version": _("Version %(version)s"),
        "other_language": _(
            "This text is not there in your language. If you don't understand it, "
            "please ask reception."
        ),
        "agree": _("I have read this and agree"),
        "agree_as": _("%(name)s has read this and agrees."),
        "agree_for": _("%(name)s has read this and agrees for %(count)s people."),
        "missing_tick": _("Please tick the box above first."),
        # training
        "page_of": _("Page %(page)s of %(all)s"),
        "evacuation": _("If there is an alarm"),
        "route": _("Way out"),
        "assembly": _("Assembly point"),
        "plan_of": _("Plan of %(place)s"),
        "question_of": _("Question %(number)s of %(all)s"),
        "one_answer": _("One answer is right."),
        "several_answers": _("Several answers can be right."),
        "missing_answer": _("Please choose an answer first."),
        "understood": _("I have understood this"),
        "hand_in": _("Hand in the answers"),
        "passed": _("Passed with %(score)s percent."),
        "not_passed": _(
            "%(score)s percent are right, %(mark)s percent are needed. Please look at "
            "it once more."
        ),
        "explained": _("What was not right"),
        "read_again": _("Read it again"),
        "answer_again": _("Answer again"),
        "film_failed": _("The film can't be shown here. Please ask reception."),
        "file_failed": _("This can't be shown here. Please ask reception."),
        "sheet_of": _("Sheet %(page)s of %(all)s"),
    }
