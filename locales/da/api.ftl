# Feeds, API, nøgler og webhooks.
feed-original = Læs opslaget, hvor det blev skrevet
limits-too-many = For mange opslag på siden på kort tid. Prøv igen om { $seconds } sekunder.
footer-api = Feeds og data
api-title = Feeds, kalender og data
api-about = Væggen i andres programmer: læs med i en feedlæser, hent arrangementerne i din kalender, eller byg noget selv. Det er gratis, og det kræver ingen nøgle at læse.
api-outputs-title = Feeds og filer
api-outputs = Enhver søgning på væggen har sine egne: sæt de samme parametre bag på adressen. Det, der tages ned fra væggen, er også væk her.
api-api-title = API
api-api = Til udviklere, på engelsk. Hele beskrivelsen som OpenAPI 3.1:
api-example = Et eksempel
