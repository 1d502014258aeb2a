# Nødstop, anmodninger om at fjerne et opslag, kvitteringer, begrundelser og log.
pause-title = Væggen holder pause
pause-text = Vi viser ingen opslag lige nu. De kommer igen af sig selv.
panic-on = Nødstop: sluk alle vægge
panic-off = Tænd alle vægge igen
panic-says = Alle vægge, widgets og skærme er slukket. { $who } trykkede på nødstop { $when }.
form-no-panic = Det fremgår ikke, om væggene skal slukkes eller tændes. Intet er ændret.

# Formularen for dem, der vil have et opslag væk eller set på igen
request-title-takedown = Fjern mit opslag
request-title-review = Bed om en ny vurdering
request-intro-takedown = Vil du ikke have opslaget vist på væggen, så udfyld formularen. Du skal ikke logge ind. Et menneske ser på din anmodning, og du får et link, hvor du kan følge den.
request-intro-review = Er dit opslag skjult eller afvist, og mener du, at det er en fejl, så bed os om at se på det igen. Et menneske læser din anmodning, og du får et link, hvor du kan følge den.
request-not-shown = Opslaget vises ikke på væggen lige nu. Du kan alligevel sende formularen.
request-who = Hvem er du?
claim-author = Jeg har skrevet opslaget
claim-pictured = Jeg er nævnt eller kan ses i opslaget
claim-other = Ingen af delene
request-why = Hvorfor skal opslaget fjernes?
cause-unwanted = Jeg vil ikke have det vist her
cause-private = Det viser private oplysninger
cause-picture = Det viser et billede af mig eller mit barn
cause-copyright = Det bruger noget, jeg har rettighederne til
cause-else = Noget andet
request-message = Vil du skrive mere? (valgfrit)
request-message-help = Skriv ikke CPR-nummer eller andet, vi ikke har brug for.
request-contact = E-mail eller telefon (valgfrit)
request-contact-help = Kun hvis vi må kontakte dig. Svaret står også bag det link, du får.
request-trap = Lad dette felt være tomt
request-send-takedown = Send anmodningen
request-send-review = Send anmodningen
request-privacy = Vi bruger det, du skriver, til at behandle anmodningen, og sletter det en måned efter, at vi har svaret.
request-wrong-choice = Vælg, hvem du er, og hvorfor du skriver. Intet er sendt endnu.
request-wrong-long = Det, du skrev, er for langt. Gør det kortere, og send igen.
request-wrong-trap = Feltet “Lad dette felt være tomt” er udfyldt, måske af din browser. Send formularen igen.
request-wrong-many = Der er sendt mange anmodninger fra din internetforbindelse den seneste time. Vent lidt, eller skriv til os; adressen står under “Om væggen”.
request-wrong-flood = Der kommer usædvanligt mange anmodninger lige nu. Vent lidt, eller skriv til os; adressen står under “Om væggen”.
form-request = Formularen kunne ikke læses. Gå tilbage til opslaget, og prøv igen. Intet er sendt.
gone-review = Er det dit opslag, der er skjult?

# Siden, hvor man kan følge sin anmodning
request-number = Anmodning { $number }
request-came = modtaget { $moment }
request-open = Vi har modtaget din anmodning. En moderator ser på den senest { $moment }.
request-open-hidden = Opslaget er skjult, indtil en moderator har set på din anmodning. Det sker senest { $moment }.
request-outcome-removed = Opslaget blev fjernet for altid { $moment }. Det bliver ikke hentet igen.
request-outcome-hidden = Opslaget vises ikke mere på væggen. Det blev besluttet { $moment }.
request-outcome-shown = Vi har set på opslaget, og det vises på væggen. Det blev besluttet { $moment }.
request-outcome-unchanged = Vi har set på opslaget igen, og beslutningen står ved magt. Det blev besluttet { $moment }.
request-outcome-absent = Vi har ikke opslaget (mere). Det så vi { $moment }.
request-because = Begrundelse
request-answer = Svar fra moderatoren
request-keep = Gem linket
request-keep-text = Kun du har linket her. Gem det, hvis du vil følge anmodningen eller hente kvitteringen senere.
request-complain = Er du uenig, kan du skrive til os; adressen står under “Om væggen”. Du kan også klage til Datatilsynet eller gå til domstolene.

# Moderatorens side
desk-requests = Anmodninger
requests-intro = Det, mennesker udefra har bedt om. Den, der har ventet længst, står øverst.
requests-tabs = Anmodninger
requests-open = Åbne
requests-done = Besvarede
requests-none = Der er ingen anmodninger her
request-overdue = over tiden
request-hid = Opslaget er skjult så længe
request-who-says = Siger, at
request-says = Skriver
request-reach = Kan nås på
request-original = Se opslaget på netværket
request-history = Se i loggen
request-no-post = Opslaget er her ikke: det er fjernet, slettet af forfatteren, udløbet eller har aldrig været her.
request-answered-by = Besvaret af { $who } { $when }
answer-reason = Begrundelse
answer-words = Svar til den, der spørger (valgfrit)
answer-takedown-removed = Fjern for altid
answer-takedown-hidden = Vis det ikke
answer-takedown-shown = Vis opslaget
answer-takedown-absent = Svar, at det ikke er her
answer-review-shown = Vis opslaget
answer-review-unchanged = Hold fast i beslutningen
answer-review-removed = Fjern for altid
answer-review-absent = Svar, at det ikke er her
outcome-removed = Fjernet for altid
outcome-hidden = Vises ikke
outcome-shown = Vises
outcome-unchanged = Uændret
outcome-absent = Var her ikke
form-no-answer = Det fremgår ikke, hvad svaret er. Intet er ændret.
form-unknown-reason = Begrundelsen findes ikke (mere). Intet er ændret.
conflict-answered = En anden har allerede besvaret anmodningen. Intet er ændret.
reason-takedown-requested = Skjult efter en anmodning, indtil den er besvaret
age-minutes = { $count ->
    [one] { $count } minut
   *[other] { $count } minutter
}
age-hours = { $count ->
    [one] { $count } time
   *[other] { $count } timer
}
age-days = { $count ->
    [one] { $count } dag
   *[other] { $count } dage
}

# Kvitteringen
receipt-title = Kvittering { $number }
receipt-by = Fjernet af { $who }.
receipt-in-log = Se i loggen
receipt-clear = Vi har set efter alle steder, og opslaget er væk. Sidst set efter { $moment }.
receipt-not-clear = Opslaget er fjernet, men er ikke væk alle steder endnu. Vi ser efter igen.
receipt-unseen = Opslaget er fjernet. Vi er ved at se efter, om det er væk alle steder.
receipt-removed = Fjernet
receipt-reason = Begrundelse
receipt-network = Netværk
receipt-attachments = Billeder, videoer og andet, der fulgte med
receipt-post = Opslagets id hos os
receipt-identity = Aftryk af netværkets id (SHA-256)
receipt-content = Aftryk af indholdet (SHA-256)
receipt-entry = Nummer i loggen
receipt-places = Hvor vi har set efter
receipt-places-by = { $count ->
    [0] Ingen server har set efter endnu
    [one] Set efter af { $count } server
   *[other] Set efter af { $count } servere
}
receipt-place = Sted
receipt-seen = Hvad vi så
receipt-when = Hvornår
receipt-seen-clear = væk
receipt-seen-there = stadig der
receipt-bar-stands = på plads
receipt-bar-missing = mangler
receipt-seen-not = ikke set efter endnu
receipt-as-text = Hent som tekst
receipt-as-json = Hent som JSON
place-store = Databasen
place-tombstone = Spærring mod at hente det igen
place-public-index = Væg, søgning, widget, feeds og API
place-desk-index = Moderatorernes søgning
place-media = Billeder
place-open-pages = Åbne sider

# Begrundelser
desk-reasons = Begrundelser
reasons-intro = De begrundelser, en moderator kan give. Teksten vises for den, hvis opslag det gælder. Når du ændrer en begrundelse, beholder tidligere beslutninger deres tekst.
reason-key = Nøgle
reason-key-help = Små bogstaver, tal og bindestreg. Står i loggen og kan ikke ændres.
reason-place = Plads (1-9 er også tasten efter R i køen)
reason-use = Bruges til
reason-use-reject = at afvise
reason-use-remove = at fjerne for altid
reason-use-both = begge dele
reason-ground = Grundlag
reason-ground-law = Grundlag: lovgivningen
reason-ground-terms = Grundlag: væggens regler
reason-label-da = Navn på dansk
reason-label-en = Navn på engelsk
reason-statement-da = Tekst til forfatteren på dansk
reason-statement-en = Tekst til forfatteren på engelsk
reason-active = Kan vælges
reason-retired = Kan ikke vælges mere
reason-version = version { $version }
reason-edit = Ret
reason-new = Ny begrundelse
reason-save = Gem
form-reason-key = Nøglen skal være 1-40 små bogstaver (a-z), tal eller bindestreger. Intet er gemt.
form-reason-known = Der er allerede en begrundelse med den nøgle. Ret den i stedet. Intet er gemt.
form-reason-place = Pladsen skal være et tal fra 1 til 99. Intet er gemt.
form-reason-taken = En anden begrundelse har den plads. Intet er gemt.
form-reason-words = Navn (højst 80 tegn) og tekst (højst 1.000 tegn) skal udfyldes på begge sprog. Intet er gemt.
form-reason-choice = Vælg, hvad begrundelsen bruges til, og hvilket grundlag den har. Intet er gemt.

# Loggen
log-decisions = Beslutninger
log-house = Ændringer i huset
log-house-intro = Hvem der har ændret væggen selv: nødstop, begrundelser, regler, brugere og udtræk. Nyeste først. Intet her kan ændres eller slettes.
log-filter = Filtrér loggen
log-show = Vis
log-who = Hvem
log-when = Hvornår
log-subject = Om hvad
log-to = Ny tilstand
log-rule = Regel
log-from-day = Fra og med dag
log-to-day = Til og med dag
log-post-filter = Opslag (link eller id)
log-words = Ord i begrundelsen
log-by-people = Mennesker
log-by-rules = Regler
log-by-all = Alle
log-action-decided = Beslutning
log-action-undone = Fortrudt
log-action-erased = Fjernet for altid
log-export = Hent som
log-none-found = Ingen beslutninger passer til filteret
log-history = Historik
log-new = Nyt her
log-put-back = Læg tilbage i køen
log-csv-seq = Nummer
log-csv-at = Tidspunkt
log-csv-action = Handling
log-csv-actor = Hvem
log-csv-post = Opslag
log-csv-network = Netværk
log-csv-from = Fra
log-csv-to = Til
log-csv-rule = Regel
log-csv-reason = Begrundelse (nøgle)
log-csv-words = Begrundelse
log-csv-undoes = Fortryder
audit-panic-on = Trykkede på nødstop: alle vægge blev slukket
audit-panic-off = Tændte alle vægge igen
audit-reason-added = Tilføjede en begrundelse
audit-reason-changed = Ændrede en begrundelse
audit-reason-retired = Tog en begrundelse af listen
audit-log-exported = Hentede et udtræk af loggen

problem-half-dark = Kun en del er slukket
problem-text-half-dark = Væggene er slukket her, men det kunne ikke gemmes. Kører væggen på flere servere, kan den stadig være tændt på de andre. Tryk på nødstop igen.
