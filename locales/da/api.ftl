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

desk-keys = API-nøgler
keys-intro = En nøgle giver et program lov til at skrive til væggen, og til at læse mere på én gang. At læse kræver ellers ingen nøgle.
keys-api-link = Sådan bruges de
keys-none = Der er ingen nøgler endnu.
key-new = Ny nøgle
key-name = Navn
key-name-help = Hvem der bruger den, eller til hvad. Loggen kalder den ved navnet, så det kan ikke bruges igen.
key-scopes = Må også
key-scope-read = læse
key-scope-submit = indsende opslag
key-scope-moderate = godkende og afvise opslag
key-make = Lav nøglen
key-made = Nøglen { $name } er lavet
key-once = Gem den nu. Den vises kun denne ene gang, og vi gemmer den ikke.
key-itself = Nøglen
key-try = Prøv den af i en terminal
key-kept = Jeg har gemt den
key-made-at = Lavet
key-used-on = sidst brugt { $day }
key-never-used = aldrig brugt
key-revoked-at = lukket { $moment }
key-is-revoked = Lukket
key-revoke = Luk nøglen
form-key-name = Giv nøglen et navn på højst 60 tegn, uden kolon. Der er ikke lavet nogen nøgle.
form-key-scope = Vælg, hvad nøglen må, blandt det, der står. Der er ikke lavet nogen nøgle.
conflict-key-exists = Der er eller har været en nøgle med det navn. Vælg et andet. Der er ikke lavet nogen nøgle.
conflict-key-gone = Nøglen findes ikke. Intet er ændret.

desk-webhooks = Webhooks
webhooks-intro = Andre systemer kan få besked, så snart et opslag er godkendt eller taget ned. Beskederne er underskrevet efter Standard Webhooks, så modtageren kan se, at de kommer herfra.
webhooks-none = Ingen får besked endnu.
webhook-new = Ny modtager
webhook-title = Navn
webhook-url = Adresse
webhook-url-help = En offentlig adresse hos modtageren, helst med https.
webhook-kinds = Besked om
webhook-kind-post-approved = Opslag godkendt
webhook-kind-post-removed = Opslag taget ned
webhook-add = Tilføj modtageren
webhook-made = { $title } får besked fra nu af
webhook-once = Giv modtageren denne hemmelighed, og gem den nu. Den vises kun denne ene gang.
webhook-secret = Hemmelighed til at kontrollere underskriften
webhook-is-off = Slået fra
webhook-open = Se leveringer
webhook-on = Slå til
webhook-off = Slå fra
webhook-remove = Fjern modtageren
webhook-log = Leveringer
webhook-log-text = De nyeste 100. En besked, der ikke kommer frem, prøves igen i et døgn. Er opslaget taget ned imens, sendes intet af det.
webhook-log-none = Der er ikke sendt noget endnu.
webhook-standing-waiting = Venter
webhook-standing-sent = Leveret
webhook-standing-failed = Opgivet
webhook-standing-overtaken = Ikke sendt
webhook-tries = { $count ->
    [0] ikke prøvet endnu
    [one] prøvet { $count } gang
   *[other] prøvet { $count } gange
}
webhook-next = prøves igen { $moment }
webhook-again = Send igen
form-webhook-title = Giv modtageren et navn på højst 100 tegn. Ingen er tilføjet.
form-webhook-url = Adressen skal være en offentlig webadresse, der begynder med https:// eller http://. Ingen er tilføjet.
form-webhook-kinds = Vælg mindst én slags besked. Ingen er tilføjet.
conflict-webhook-gone = Modtageren eller leveringen findes ikke mere. Intet er ændret.
log-by-key = nøglen { $name }
