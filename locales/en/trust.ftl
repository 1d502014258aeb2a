# Trust in an author, and marks in the log.

desk-trust = Trust the author again
desk-trust-text = A moderator has withdrawn the trust in the author. Trusted again, new posts are treated as anybody's; what is here stays where it is.
said-trusted = The author is trusted again.
step-trusted = Trust given back
queue-distrusted = Not trusted
log-trust = { $who } changed the trust in the author { $when }
log-action-marked = Mark
reason-trust-restored = The author is trusted again
rules-distrusted = Authors who are not trusted
rules-distrusted-text = Their posts are held until a person has read them. Trust is withdrawn and given back on each post in the queue, too.
rules-distrusted-none = No author has lost the trust.
rules-distrusted-since = since { $moment }
rules-distrusted-posts = { $count ->
    [one] { $count } post here
   *[other] { $count } posts here
}
