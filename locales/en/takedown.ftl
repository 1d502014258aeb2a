# The panic button, requests to remove a post, receipts, reasons and the log.
pause-title = The wall is taking a break
pause-text = We are not showing any posts right now. They will be back by themselves.
panic-on = Panic: blank every wall
panic-off = Bring every wall back
panic-says = Every wall, widget and screen is blank. { $who } pressed the panic button { $when }.
form-no-panic = It does not say whether the walls should be blanked or brought back. Nothing has changed.

# The form for people who want a post gone or looked at again
request-title-takedown = Remove my post
request-title-review = Ask for a new assessment
request-intro-takedown = If you do not want the post shown on the wall, fill in the form. You need no account. A person reads your request, and you get a link where you can follow it.
request-intro-review = If your post is hidden or rejected and you think that is a mistake, ask us to look at it again. A person reads your request, and you get a link where you can follow it.
request-not-shown = The post is not shown on the wall right now. You can send the form all the same.
request-who = Who are you?
claim-author = I wrote the post
claim-pictured = I am mentioned in the post or can be seen in it
claim-other = Neither
request-why = Why should the post be removed?
cause-unwanted = I do not want it shown here
cause-private = It shows private information
cause-picture = It shows a picture of me or my child
cause-copyright = It uses something I have the rights to
cause-else = Something else
request-message = Do you want to write more? (optional)
request-message-help = Do not write a civil registration number or anything else we do not need.
request-contact = E-mail or telephone (optional)
request-contact-help = Only if we may contact you. The answer is also behind the link you get.
request-trap = Leave this field empty
request-send-takedown = Send the request
request-send-review = Send the request
request-privacy = We use what you write to deal with the request, and delete it a month after we have answered.
request-wrong-choice = Choose who you are and why you are writing. Nothing has been sent yet.
request-wrong-long = What you wrote is too long. Make it shorter and send it again.
request-wrong-trap = The field “Leave this field empty” is filled in, perhaps by your browser. Send the form again.
request-wrong-many = Many requests came from your internet connection within the last hour. Wait a little, or write to us; the address is under “About the wall”.
request-wrong-flood = Unusually many requests are coming in right now. Wait a little, or write to us; the address is under “About the wall”.
form-request = The form could not be read. Go back to the post and try again. Nothing has been sent.
gone-review = Is it your post that is hidden?

# The page where one can follow a request
request-number = Request { $number }
request-came = received { $moment }
request-open = We have received your request. A moderator will look at it by { $moment } at the latest.
request-open-hidden = The post is hidden until a moderator has looked at your request. That happens by { $moment } at the latest.
request-outcome-removed = The post was removed for good { $moment }. It will not be collected again.
request-outcome-hidden = The post is no longer shown on the wall. That was decided { $moment }.
request-outcome-shown = We have looked at the post, and it is shown on the wall. That was decided { $moment }.
request-outcome-unchanged = We have looked at the post again, and the decision stands. That was decided { $moment }.
request-outcome-absent = We do not have the post (any more). We saw that { $moment }.
request-because = Reason
request-answer = Answer from the moderator
request-keep = Keep the link
request-keep-text = Only you have the link here. Keep it if you want to follow the request or fetch the receipt later.
request-complain = If you disagree, you can write to us; the address is under “About the wall”. You can also complain to the Danish Data Protection Agency or go to court.

# The moderator's page
desk-requests = Requests
requests-intro = What people outside ask for. The one who has waited longest is first.
requests-tabs = Requests
requests-open = Open
requests-done = Answered
requests-none = There are no requests here
request-overdue = overdue
request-hid = The post is hidden meanwhile
request-who-says = Says
request-says = Writes
request-reach = Can be reached at
request-original = See the post on the network
request-history = See in the log
request-no-post = The post is not here: it was removed, deleted by its author, has expired, or never was here.
request-answered-by = Answered by { $who } { $when }
answer-reason = Reason
answer-words = Answer to the person who asks (optional)
answer-takedown-removed = Remove for good
answer-takedown-hidden = Do not show it
answer-takedown-shown = Show the post
answer-takedown-absent = Answer that it is not here
answer-review-shown = Show the post
answer-review-unchanged = Stand by the decision
answer-review-removed = Remove for good
answer-review-absent = Answer that it is not here
outcome-removed = Removed for good
outcome-hidden = Not shown
outcome-shown = Shown
outcome-unchanged = Unchanged
outcome-absent = Was not here
form-no-answer = It does not say what the answer is. Nothing has changed.
form-unknown-reason = There is no such reason (any more). Nothing has changed.
conflict-answered = Somebody else has answered the request already. Nothing has changed.
reason-takedown-requested = Hidden after a request, until it is answered
age-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
age-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
age-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

# The receipt
receipt-title = Receipt { $number }
receipt-by = Removed by { $who }.
receipt-in-log = See in the log
receipt-clear = We have looked everywhere, and the post is gone. Last looked { $moment }.
receipt-not-clear = The post is removed but not gone everywhere yet. We will look again.
receipt-unseen = The post is removed. We are looking whether it is gone everywhere.
receipt-removed = Removed
receipt-reason = Reason
receipt-network = Network
receipt-attachments = Pictures, videos and other things that came with it
receipt-post = The post's id with us
receipt-identity = Fingerprint of the network's id (SHA-256)
receipt-content = Fingerprint of the content (SHA-256)
receipt-entry = Number in the log
receipt-places = Where we have looked
receipt-places-by = { $count ->
    [0] No server has looked yet
    [one] Looked at by { $count } server
   *[other] Looked at by { $count } servers
}
receipt-place = Place
receipt-seen = What we saw
receipt-when = When
receipt-seen-clear = gone
receipt-seen-there = still there
receipt-bar-stands = in place
receipt-bar-missing = missing
receipt-seen-not = not looked yet
receipt-as-text = Download as text
receipt-as-json = Download as JSON
place-store = The database
place-tombstone = Bar against collecting it again
place-public-index = Wall, search, widget, feeds and API
place-desk-index = The moderators' search
place-media = Pictures
place-open-pages = Open pages

# Reasons
desk-reasons = Reasons
reasons-intro = The reasons a moderator can give. The text is shown to the person whose post it is about. When you change a reason, earlier decisions keep their text.
reason-key = Key
reason-key-help = Lower case letters, digits and hyphens. It stands in the log and cannot be changed.
reason-place = Place (1-9 is also the key after R in the queue)
reason-use = Used for
reason-use-reject = rejecting
reason-use-remove = removing for good
reason-use-both = both
reason-ground = Ground
reason-ground-law = Ground: the law
reason-ground-terms = Ground: the wall's rules
reason-label-da = Name in Danish
reason-label-en = Name in English
reason-statement-da = Text to the author in Danish
reason-statement-en = Text to the author in English
reason-active = Can be chosen
reason-retired = Can no longer be chosen
reason-version = version { $version }
reason-edit = Edit
reason-new = New reason
reason-save = Save
form-reason-key = The key must be 1-40 lower case letters (a-z), digits or hyphens. Nothing was saved.
form-reason-known = There is a reason with that key already. Edit it instead. Nothing was saved.
form-reason-place = The place must be a number from 1 to 99. Nothing was saved.
form-reason-taken = Another reason has that place. Nothing was saved.
form-reason-words = Name (80 characters at most) and text (1,000 at most) must be filled in in both languages. Nothing was saved.
form-reason-choice = Choose what the reason is used for and which ground it has. Nothing was saved.

# The log
log-decisions = Decisions
log-house = Changes to the house
log-house-intro = Who changed the wall itself: panic button, reasons, rules, users and exports. Newest first. Nothing here can be changed or deleted.
log-filter = Filter the log
log-show = Show
log-who = Who
log-when = When
log-subject = About what
log-to = New state
log-rule = Rule
log-from-day = From day
log-to-day = To day (inclusive)
log-post-filter = Post (link or id)
log-words = Words in the reason
log-by-people = People
log-by-rules = Rules
log-by-all = Everybody
log-action-decided = Decision
log-action-undone = Taken back
log-action-erased = Removed for good
log-export = Download as
log-none-found = No decisions match the filter
log-history = History
log-new = New here
log-put-back = Put back into the queue
log-csv-seq = Number
log-csv-at = Time
log-csv-action = Action
log-csv-actor = Who
log-csv-post = Post
log-csv-network = Network
log-csv-from = From
log-csv-to = To
log-csv-rule = Rule
log-csv-reason = Reason (key)
log-csv-words = Reason
log-csv-undoes = Takes back
audit-panic-on = Pressed the panic button: every wall went blank
audit-panic-off = Brought every wall back
audit-reason-added = Added a reason
audit-reason-changed = Changed a reason
audit-reason-retired = Took a reason off the list
audit-log-exported = Downloaded an export of the log

problem-half-dark = Only a part is dark
problem-text-half-dark = The walls are dark here, but that could not be stored. Where the wall runs on several servers, it may still be lit on the others. Press the emergency stop again.
