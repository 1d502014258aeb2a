# Feeds, API, keys and webhooks.
feed-original = Read the post where it was written
limits-too-many = Too many requests in a short time. Try again in { $seconds } seconds.
footer-api = Feeds and data
api-title = Feeds, calendar and data
api-about = The wall in other programs: follow it in a feed reader, have the happenings in your calendar, or build something of your own. It is free, and reading takes no key.
api-outputs-title = Feeds and files
api-outputs = Every search on the wall has its own: put the same parameters at the end of the address. What is taken down from the wall is gone from here, too.
api-api-title = API
api-api = For developers. The whole description as OpenAPI 3.1:
api-example = An example

desk-keys = API keys
keys-intro = A key lets a program write to the wall, and read more at once. Reading takes no key otherwise.
keys-api-link = How they are used
keys-none = There are no keys yet.
key-new = New key
key-name = Name
key-name-help = Who uses it, or what for. The log calls it by this name, so it cannot be given again.
key-scopes = May also
key-scope-read = read
key-scope-submit = submit posts
key-scope-moderate = approve and reject posts
key-make = Make the key
key-made = The key { $name } is made
key-once = Keep it now. It is shown this once, and we do not keep it.
key-itself = The key
key-try = Try it in a terminal
key-kept = I have kept it
key-made-at = Made
key-used-on = last used { $day }
key-never-used = never used
key-revoked-at = closed { $moment }
key-is-revoked = Closed
key-revoke = Close the key
form-key-name = Give the key a name of at most 60 characters, without a colon. No key was made.
form-key-scope = Choose what the key may from what is offered. No key was made.
conflict-key-exists = There is or was a key of that name. Choose another. No key was made.
conflict-key-gone = There is no such key. Nothing was changed.

desk-webhooks = Webhooks
webhooks-intro = Other systems can be told as soon as a post is approved or taken down. What is sent is signed as Standard Webhooks has it, so that the receiver can see that it comes from here.
webhooks-none = Nobody is told yet.
webhook-new = New receiver
webhook-title = Name
webhook-url = Address
webhook-url-help = A public address of the receiver, preferably with https.
webhook-kinds = Is told of
webhook-kind-post-approved = Post approved
webhook-kind-post-removed = Post taken down
webhook-add = Add the receiver
webhook-made = { $title } is told from now on
webhook-once = Give the receiver this secret, and keep it now. It is shown this once.
webhook-secret = Secret to check the signature with
webhook-is-off = Off
webhook-open = See deliveries
webhook-on = Switch on
webhook-off = Switch off
webhook-remove = Remove the receiver
webhook-log = Deliveries
webhook-log-text = The newest 100. What does not arrive is tried again for a day. If the post is taken down meanwhile, nothing of it is sent.
webhook-log-none = Nothing was sent yet.
webhook-standing-waiting = Waiting
webhook-standing-sent = Delivered
webhook-standing-failed = Given up
webhook-standing-overtaken = Not sent
webhook-tries = { $count ->
    [0] not tried yet
    [one] tried { $count } time
   *[other] tried { $count } times
}
webhook-next = tried again { $moment }
webhook-again = Send again
form-webhook-title = Give the receiver a name of at most 100 characters. Nobody was added.
form-webhook-url = The address must be a public web address that begins with https:// or http://. Nobody was added.
form-webhook-kinds = Choose at least one kind of message. Nobody was added.
conflict-webhook-gone = The receiver or the delivery is gone. Nothing was changed.
log-by-key = the key { $name }
