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
