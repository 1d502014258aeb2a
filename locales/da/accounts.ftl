# Konti: log ind med telefonens kode, egen konto, brugere, log ind med kommunens egen konto.
desk-account = Min konto
desk-people = Brugere

sign-in-sso-only = Her logger man kun ind med sin arbejdskonto.
sign-in-code-wrong = Koden passer ikke, eller den er allerede brugt. Vent på den næste kode, og prøv igen.
sso-button = Log ind med { $title }
sso-title = Arbejdskonto
sso-from = Du logger ind med din konto hos { $issuer }. Adgangskode og totrinslogin styres der.
sso-out = Du er logget ud her.
sso-out-link = Log også ud af din arbejdskonto
sso-stale = Det tog for lang tid, eller det blev begyndt i en anden browser. Prøv igen herfra.
sso-cancelled = Du blev ikke logget ind: din arbejdskonto sendte dig tilbage uden svar. Prøv igen.
sso-no-role = Din arbejdskonto er god nok, men ingen af dine grupper giver adgang til væggen. Kontakt den, der driver væggen.
sso-disabled = Din bruger er lukket. Kontakt den, der driver væggen.
sso-last-admin = Du er den sidste administrator, men dine grupper giver en anden rolle. Gør først en anden til administrator, eller ret dine grupper hos din arbejdsplads. Intet er ændret.
sso-unusable = Vi kan ikke få fat i det sted, hvor din arbejdskonto ligger. Prøv igen om lidt.
sso-refused = Din arbejdskonto ville ikke bekræfte, at det er dig. Prøv igen. Sker det igen, så kontakt den, der driver væggen.
sso-not-believed = Svaret fra din arbejdskonto kunne ikke kontrolleres, så du er ikke logget ind. Kontakt den, der driver væggen.

factor-title = Totrinslogin
factor-ask-title = Koden fra din telefon
factor-ask-code = Kode
factor-ask-help = Seks cifre fra appen på din telefon. Har du ikke telefonen, så skriv en af dine nødkoder.
factor-ask-other = Log ind som en anden
factor-code = Kode fra din telefon
factor-is-on = Totrinslogin er slået til.
factor-is-off = Med totrinslogin skal man også have din telefon for at logge ind. En stjålet adgangskode er så ikke nok.
factor-required = Din rolle kræver totrinslogin. Du kan ikke gøre andet, før det er slået til.
factor-codes-left = { $count ->
    [0] Du har ingen nødkoder tilbage.
    [one] Du har { $count } nødkode tilbage.
   *[other] Du har { $count } nødkoder tilbage.
}
factor-begin = Slå totrinslogin til
factor-new-codes = Nye nødkoder
factor-new-codes-button = Lav nye nødkoder
factor-off = Slå totrinslogin fra
factor-off-text = Skift til en ny telefon: slå fra her, og slå til igen med den nye. Du bliver logget ud alle steder.
factor-off-button = Slå fra
factor-wrong = Koden passer ikke. Se efter, at telefonens ur går rigtigt, og prøv med den næste kode.
factor-step-app = Åbn en godkendelsesapp på din telefon, fx den, din arbejdsplads bruger i forvejen.
factor-step-scan = Scan billedet med appen.
factor-picture = QR-kode til godkendelsesappen. Nøglen står også som tekst herunder.
factor-step-type = Kan du ikke scanne, så skriv denne nøgle i appen:
factor-step-open = Åbn i en app på denne enhed
factor-step-code = Skriv de seks cifre, appen viser
factor-confirm = Slå til
codes-title = Dine nødkoder
codes-intro = Hver kode virker én gang i stedet for telefonens. Skriv dem ned, eller gem dem i din adgangskodehusker. De vises kun nu.
codes-kept = Jeg har gemt dem

password-title = Adgangskode
password-old = Nuværende adgangskode
password-new = Ny adgangskode
password-again = Ny adgangskode igen
password-rules = Mindst 12 tegn. Gerne en hel sætning. Ingen krav om særlige tegn.
password-ends-sessions = Du bliver logget ud alle andre steder.
password-button = Skift adgangskode
password-differs = De to nye adgangskoder er ikke ens. Skriv den samme to gange.
password-short = Adgangskoden er for kort. Den skal have mindst 12 tegn.
password-long = Adgangskoden er for lang.
password-common = Den adgangskode er en af de første, der bliver gættet på. Vælg en anden.
password-name = Adgangskoden må ikke være dit brugernavn.

account-said-password = Din adgangskode er skiftet, og du er logget ud alle andre steder.
account-said-session = Sessionen er afsluttet.
account-said-everywhere = Du er logget ud alle andre steder.
account-said-factor-off = Totrinslogin er slået fra.
account-wrong-password = Adgangskoden passer ikke. Intet er ændret.

sessions-title = Hvor du er logget ind
sessions-intro = Er der noget, du ikke kender, så afslut det, og skift din adgangskode.
sessions-unknown = Ukendt browser
sessions-this = Her
sessions-place = Fra { $place }
sessions-began = Logget ind { $moment }
sessions-seen = Sidst brugt { $moment }
sessions-end = Afslut
sessions-end-all = Log ud alle andre steder

link-title = Vælg din adgangskode
link-intro = Dit brugernavn er { $name }.
link-button = Gem adgangskoden
link-made-title = Linket er lavet
link-made-intro = Send dette link til { $name }. Det virker én gang, og det vises kun nu.
link-made-until = Det virker til { $moment }.
link-made-label = Link
link-made-back = Tilbage til brugerne

people-invite = Inviter en kollega
people-invite-text = Du får et link, som kollegaen vælger sin adgangskode med.
people-invite-button = Lav invitation
people-role = Rolle
people-open = Åben
people-invited = Inviteret
people-disabled = Lukket
people-factor-on = Totrinslogin slået til
people-factor-off = Uden totrinslogin
people-factor-missing = Mangler totrinslogin, som rollen kræver
people-factor-provider = Logger ind med arbejdskonto
people-seen = Sidst her { $moment }
people-never-seen = Har ikke været her endnu
people-change = Ret
people-do-role = Giv rollen
people-do-link = Lav link til ny adgangskode
people-do-factor = Nulstil totrinslogin
people-do-sign-out = Log ud alle steder
people-do-disable = Luk brugeren
people-do-enable = Åbn brugeren igen
people-said-role = { $name } har fået en ny rolle og er logget ud.
people-said-disable = { $name } er lukket og logget ud.
people-said-enable = { $name } er åben igen.
people-said-factor = Totrinslogin er nulstillet for { $name }.
people-said-sign-out = { $name } er logget ud alle steder.

problem-factor-missing = Du mangler totrinslogin
problem-text-factor-missing = Din rolle kræver totrinslogin. Slå det til under Min konto.
conflict-no-user = Brugeren findes ikke eller er lukket. Intet er ændret.
conflict-user-exists = Der er allerede en bruger med det navn. Intet er ændret.
conflict-last-admin = Det er den sidste administrator, der kan logge ind. Giv først en anden rollen. Intet er ændret.
conflict-link-spent = Linket er brugt, erstattet af et nyt, eller dets tid er gået. Bed om et nyt.
conflict-changed-since = Det er ændret i et andet vindue imens. Genindlæs siden, og prøv igen.
form-no-name = Der mangler et brugernavn på højst 100 tegn. Intet er ændret.
form-no-role = Det fremgår ikke, hvilken rolle der menes. Intet er ændret.
form-no-deed = Det fremgår ikke, hvad der skal ske med brugeren. Intet er ændret.
form-no-session = Det fremgår ikke, hvilken session der skal afsluttes. Intet er ændret.

audit-user-added = Bruger oprettet
audit-user-invited = Bruger inviteret
audit-user-role = Rolle ændret
audit-user-disabled = Bruger lukket
audit-user-enabled = Bruger åbnet
audit-user-link = Link til ny adgangskode lavet
audit-user-link-used = Adgangskode valgt med link
audit-user-password = Adgangskode skiftet
audit-user-factor-on = Totrinslogin slået til
audit-user-factor-reset = Totrinslogin nulstillet
audit-user-codes = Nye nødkoder
audit-user-code-used = Nødkode brugt
audit-user-signed-in = Logget ind
audit-user-signed-out-everywhere = Logget ud alle steder
audit-user-session-ended = Sessioner afsluttet
audit-user-throttled = For mange forkerte forsøg
audit-user-linked = Arbejdskonto knyttet

sign-in-code-shut = Der er indtastet 20 forkerte koder i træk, så telefonens koder tages ikke længere. Brug en af dine nødkoder, eller bed en administrator om hjælp. Har du ikke selv prøvet, så kender nogen din adgangskode: skift den.
account-said-guessed = Der blev indtastet 20 forkerte koder i træk med din adgangskode. Var det ikke dig selv, så kender nogen din adgangskode: skift den nu.
audit-user-factor-shut = For mange forkerte koder: telefonens koder tages ikke længere
audit-user-no-group = Ingen gruppe giver adgang længere: logget ud alle steder
