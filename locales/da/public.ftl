# Væggen, opslag, widget og de faste sider.
search-label = Søg i opslagene
search-placeholder = Fx tillid eller navn
search-button = Søg
filter-summary = Filtrér opslag
filter-netvaerk = Netværk
filter-sektor = Sektor
filter-type = Type
filter-sprog = Opslagets sprog
filter-all = Alle
filter-apply = Vis opslag
filter-active = Valgte filtre
filter-remove = Fjern filteret
filter-clear = Nulstil
sort-label = Rækkefølge
sort-newest = Nyeste først
sort-best = Bedste match først

wall-title-search = Søgning: { $query }
# Before a number of posts that is only counted so far.
count-more-than = Mere end
wall-found = { $count ->
    [one] { $count } opslag fundet
   *[other] { $count } opslag fundet
}
wall-older-heading = Ældre opslag
empty-title = Der er ingen opslag endnu
empty-text = Når nogen skriver med { $tag }, og opslaget er godkendt, dukker det op her af sig selv.
empty-search-title = Ingen opslag passer til din søgning
empty-search-text = Prøv med færre eller andre ord, eller fjern et filter.
empty-search-all = Se alle opslag
empty-older-title = Der er ikke flere opslag
paging-label = Flere opslag
paging-older = Ældre opslag
paging-newest = Til de nyeste

live-on = Opdateres løbende
live-paused = Sat på pause
live-lost = Ingen forbindelse – prøver igen
live-pause = Pause
live-resume = Fortsæt
live-now = lige nu
live-new-one = 1 nyt opslag
live-new-many = {"{n}"} nye opslag
live-new-elsewhere = Der er kommet nye opslag. Opdatér siden

author-unknown = Forfatter ikke oplyst
card-warning = Indholdsadvarsel: { $warning }
card-show-more = Vis hele opslaget
card-show-all = Vis hele opslaget
card-tags = Hashtags
card-original = Læs opslaget på { $place }
media-image = Billede
media-no-alt = Billedet har ingen alt-tekst
media-see-image = Se billedet på { $place }
media-video = Video
media-see-video = Se videoen på { $place }
media-audio = Lyd
media-see-audio = Hør lyden på { $place }
media-document = Dokument
media-see-document = Åbn dokumentet på { $place }
media-link = Link
media-see-link = Læs mere på { $place }
media-poll = Afstemning
media-see-poll = Se afstemningen på { $place }

post-title = Opslag af { $author }
post-gone = Opslaget er taget ned
post-to-wall = Se alle opslag

embed-see-all = Se alle opslag på væggen
kit-title = Vis væggen på din egen side
kit-intro = Vælg, hvilke opslag du vil vise, og kopiér én linje ind på din side. Væggen opdaterer sig selv, sætter ingen cookies og henter intet fra andre end os.
kit-choose = Vælg opslag
kit-search = Søgeord
kit-theme = Udseende
theme-auto = Automatisk
theme-light = Lyst
theme-dark = Mørkt
kit-count = Antal opslag
kit-language = Væggens sprog
kit-update = Opdatér
kit-line = Linjen, du skal bruge
kit-line-text = Sæt linjen ind, hvor væggen skal stå. Den tilpasser selv sin højde.
kit-frame = Uden script
kit-frame-text = Brug denne linje, hvis dit system kun tillader iframes. Højden er fast, men du kan ændre den.
kit-copy = Kopiér
kit-copied = Kopieret
kit-preview = Sådan ser det ud
kit-no-script = Se opslagene på væggen

about-title = Om væggen
about-what = Væggen samler offentlige opslag, artikler og videoer med { $tags } fra flere netværk ét sted, så alle kan følge med.
about-moderation = Et opslag vises først, når det er godkendt af en moderator eller kommer fra en kilde, vi har tillid til. Opslag, som forfatteren sletter eller retter, bliver slettet eller rettet her.
about-from-title = Hvor opslagene kommer fra
about-from = Vi henter opslag fra disse kilder:
about-no-sources = Der er ikke sat nogen kilder op endnu.
about-remove-title = Fjern et opslag
about-remove = Er det dit opslag, og vil du ikke have det vist her, så skriv til os. Vi fjerner det hurtigst muligt, og det kommer ikke tilbage. Skriv til
about-owner-title = Hvem står bag
about-contact = Skriv til
about-privacy-link = Læs, hvad vi gemmer og hvor længe

privacy-title = Privatliv
privacy-intro = { $owner } er ansvarlig for væggen. Spørgsmål om dine oplysninger kan sendes til
privacy-visitor-title = Når du besøger væggen
privacy-visitor = Vi sætter ingen cookies og gemmer intet i din browser. Din browser henter alt fra os selv og taler ikke med LinkedIn, Facebook eller andre, før du selv klikker på et link. Programmet skriver ikke dine søgninger i sin log. Kun medarbejdere, der logger ind, får en cookie, og den er nødvendig for at være logget ind.
privacy-posts-title = Opslag og deres forfattere
privacy-posts = Vi gemmer offentlige opslag med vores hashtags: teksten, links, tidspunkt og forfatterens viste navn, brugernavn og profillink, sådan som netværket giver os dem. Hvor netværket oplyser dem, gemmer vi også antal reaktioner, kommentarer, delinger og følgere for at kunne opgøre rækkevidden.
privacy-deletion = Sletter forfatteren opslaget hos netværket, sletter vi det også: fra databasen, fra søgningen og fra åbne sider. Beder forfatteren os om at fjerne et opslag, gemmer vi kun en kode (et hash), der forhindrer, at det hentes igen.
privacy-sources-title = Kilder, grundlag og opbevaring
privacy-source = Kilde
privacy-network = Netværk
privacy-right = Grundlag
privacy-kept = Hvor længe
right-own-page = Vores egen side
right-written-consent = Skriftligt samtykke fra partneren
right-public-api = Offentlig adgang, som netværket tilbyder
right-licence = Licens på indholdet
privacy-kept-linkedin = Organisationens egne opslag i højst { $days } dage. Medlemmers aktivitet i højst { $activity } timer og andre medlemmers profiloplysninger i højst { $profile } timer, som LinkedIn kræver.
privacy-kept-while-public = Så længe opslaget er offentligt hos netværket, eller til forfatteren beder os fjerne det.
privacy-kept-excerpt = Kun titel, et kort uddrag og et link, så længe siden er offentlig.
privacy-rights-title = Dine rettigheder
privacy-rights = Du kan bede om at se, få rettet eller få slettet det, vi har om dig, og du kan gøre indsigelse mod, at vi viser det. Skriv til
privacy-complaint = Du kan klage til Datatilsynet, hvis du er utilfreds med, hvordan vi behandler dine oplysninger.

accessibility-title = Tilgængelighed
accessibility-aim = Væggen er bygget, så alle kan bruge den, efter kravene i WCAG 2.1 niveau AA og EN 301 549.
accessibility-keyboard = Alt kan nås og bruges med tastatur, og fokus kan altid ses.
accessibility-live = Nye opslag flytter ikke siden, mens du læser. Du kan sætte opdateringen på pause.
accessibility-look = Siden følger din indstilling for mørkt udseende, stor kontrast, forstørret tekst og mindre bevægelse.
accessibility-images = Vi viser forfatterens alt-tekst til billeder. Mangler den, skriver vi det.
accessibility-statement = Læs tilgængelighedserklæringen
accessibility-contact = Oplever du noget, der ikke virker for dig, så skriv til
