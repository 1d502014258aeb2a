# Tilliden til en forfatter, og mærker i loggen.

desk-trust = Giv forfatteren tillid igen
desk-trust-text = En moderator har taget tilliden fra forfatteren. Med tillid igen behandles nye opslag som andres; det, der er her, bliver stående.
said-trusted = Forfatteren har tillid igen.
step-trusted = Tillid givet igen
queue-distrusted = Uden tillid
log-trust = { $who } ændrede tilliden til forfatteren { $when }
log-action-marked = Mærke
reason-trust-restored = Forfatteren har fået tilliden igen
rules-distrusted = Forfattere uden tillid
rules-distrusted-text = Opslag fra dem holdes tilbage, til en person har læst dem. Tilliden tages og gives også fra hvert opslag i køen.
rules-distrusted-none = Ingen forfattere har mistet tilliden.
rules-distrusted-since = siden { $moment }
rules-distrusted-posts = { $count ->
    [one] { $count } opslag her
   *[other] { $count } opslag her
}
