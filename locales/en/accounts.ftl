# Accounts: sign-in with a phone's code, one's own account, users, single sign-on.
desk-account = My account
desk-people = Users

sign-in-sso-only = Here you sign in with your work account only.
sign-in-code-wrong = The code does not fit, or it has been used. Wait for the next code and try again.
sso-button = Sign in with { $title }
sso-title = Work account
sso-from = You sign in with your account at { $issuer }. Password and two-step sign-in are managed there.
sso-out = You are signed out here.
sso-out-link = Sign out of your work account, too
sso-stale = It took too long, or it was begun in another browser. Try again from here.
sso-cancelled = You were not signed in: your work account sent you back without an answer. Try again.
sso-no-role = Your work account is fine, but none of your groups gives access to the wall. Contact whoever runs it.
sso-disabled = Your user is closed. Contact whoever runs the wall.
sso-last-admin = You are the last administrator, but your groups give another role. First make somebody else an administrator, or have your groups put right at your workplace. Nothing has changed.
sso-unusable = We cannot reach the place where your work account is. Try again in a moment.
sso-refused = Your work account would not confirm that it is you. Try again. If it happens again, contact whoever runs the wall.
sso-not-believed = The answer from your work account could not be verified, so you are not signed in. Contact whoever runs the wall.

factor-title = Two-step sign-in
factor-ask-title = The code on your phone
factor-ask-code = Code
factor-ask-help = Six digits from the app on your phone. Without the phone, write one of your recovery codes.
factor-ask-other = Sign in as somebody else
factor-code = Code from your phone
factor-is-on = Two-step sign-in is on.
factor-is-off = With two-step sign-in your phone is needed to sign in, too. A stolen password is not enough then.
factor-required = Your role requires two-step sign-in. You can do nothing else until it is on.
factor-codes-left = { $count ->
    [0] You have no recovery codes left.
    [one] You have { $count } recovery code left.
   *[other] You have { $count } recovery codes left.
}
factor-begin = Turn two-step sign-in on
factor-new-codes = New recovery codes
factor-new-codes-button = Make new recovery codes
factor-off = Turn two-step sign-in off
factor-off-text = Moving to a new phone: turn it off here and on again with the new one. You will be signed out everywhere.
factor-off-button = Turn off
factor-wrong = The code does not fit. Check that the phone's clock is right, and try the next code.
factor-step-app = Open an authenticator app on your phone, for instance the one your workplace uses already.
factor-step-scan = Scan the picture with the app.
factor-picture = QR code for the authenticator app. The key is written below as well.
factor-step-type = If you cannot scan, type this key into the app:
factor-step-open = Open in an app on this device
factor-step-code = Write the six digits the app shows
factor-confirm = Turn on
codes-title = Your recovery codes
codes-intro = Each works once instead of the phone's code. Write them down, or keep them in your password manager. They are shown only now.
codes-kept = I have kept them

password-title = Password
password-old = Current password
password-new = New password
password-again = New password again
password-rules = At least 12 characters. A whole sentence is fine. No special characters are required.
password-ends-sessions = You will be signed out everywhere else.
password-button = Change password
password-differs = The two new passwords are not the same. Write it twice.
password-short = The password is too short. It needs at least 12 characters.
password-long = The password is too long.
password-common = That password is one of the first that are tried. Choose another.
password-name = The password must not be your user name.

account-said-password = Your password is changed, and you are signed out everywhere else.
account-said-session = The session is ended.
account-said-everywhere = You are signed out everywhere else.
account-said-factor-off = Two-step sign-in is off.
account-wrong-password = The password does not fit. Nothing has changed.

sessions-title = Where you are signed in
sessions-intro = If there is one you do not know, end it and change your password.
sessions-unknown = Unknown browser
sessions-this = Here
sessions-place = From { $place }
sessions-began = Signed in { $moment }
sessions-seen = Last used { $moment }
sessions-end = End
sessions-end-all = Sign out everywhere else

link-title = Choose your password
link-intro = Your user name is { $name }.
link-button = Save the password
link-made-title = The link is made
link-made-intro = Send this link to { $name }. It works once, and it is shown only now.
link-made-until = It works until { $moment }.
link-made-label = Link
link-made-back = Back to the users

people-invite = Invite a colleague
people-invite-text = You get a link with which your colleague chooses a password.
people-invite-button = Make an invitation
people-role = Role
people-open = Open
people-invited = Invited
people-disabled = Closed
people-factor-on = Two-step sign-in on
people-factor-off = Without two-step sign-in
people-factor-missing = Lacks the two-step sign-in the role requires
people-factor-provider = Signs in with a work account
people-seen = Last here { $moment }
people-never-seen = Has not been here yet
people-change = Change
people-do-role = Give the role
people-do-link = Make a link for a new password
people-do-factor = Reset two-step sign-in
people-do-sign-out = Sign out everywhere
people-do-disable = Close the user
people-do-enable = Open the user again
people-said-role = { $name } has a new role and is signed out.
people-said-disable = { $name } is closed and signed out.
people-said-enable = { $name } is open again.
people-said-factor = Two-step sign-in is reset for { $name }.
people-said-sign-out = { $name } is signed out everywhere.

problem-factor-missing = You lack two-step sign-in
problem-text-factor-missing = Your role requires two-step sign-in. Turn it on under My account.
conflict-no-user = There is no such user, or it is closed. Nothing has changed.
conflict-user-exists = There is a user of that name already. Nothing has changed.
conflict-last-admin = This is the last administrator who can sign in. Give somebody else the role first. Nothing has changed.
conflict-link-spent = The link was used or replaced by another, or its time is over. Ask for a new one.
conflict-changed-since = It was changed in another window. Load the page again and try once more.
form-no-name = A user name of at most 100 characters is missing. Nothing has changed.
form-no-role = It is not clear which role is meant. Nothing has changed.
form-no-deed = It is not clear what should be done to the user. Nothing has changed.
form-no-session = It is not clear which session should end. Nothing has changed.

audit-user-added = User added
audit-user-invited = User invited
audit-user-role = Role changed
audit-user-disabled = User closed
audit-user-enabled = User opened
audit-user-link = Link for a new password made
audit-user-link-used = Password chosen by link
audit-user-password = Password changed
audit-user-factor-on = Two-step sign-in turned on
audit-user-factor-reset = Two-step sign-in reset
audit-user-codes = New recovery codes
audit-user-code-used = Recovery code used
audit-user-signed-in = Signed in
audit-user-signed-out-everywhere = Signed out everywhere
audit-user-session-ended = Sessions ended
audit-user-throttled = Too many wrong tries
audit-user-linked = Work account linked

sign-in-code-shut = 20 wrong codes were typed in a row, so the phone's codes are not taken any more. Use one of your recovery codes, or ask an administrator for help. If it was not you, somebody knows your password: change it.
account-said-guessed = 20 wrong codes were typed in a row with your password. If it was not you, somebody knows your password: change it now.
audit-user-factor-shut = Too many wrong codes: the phone's codes are not taken any more
audit-user-no-group = No group gives access any more: signed out everywhere
