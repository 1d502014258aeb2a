# Ord, der står på alle sider.
skip-to-content = Spring til indhold
nav-main = Hovedmenu
nav-footer = Om siden
nav-about = Om væggen
nav-embed = Vis på din egen side
footer-owner = Væggen drives af { $owner }.
footer-about = Om væggen
footer-privacy = Privatliv
footer-accessibility = Tilgængelighed

post-count = { $count ->
    [one] { $count } opslag
   *[other] { $count } opslag
}

# Datoer: "26. oktober kl. 9.00"
moment = { $day }. { month } kl. { $hour }.{ $minute }
moment-with-year = { $day }. { month } { $year } kl. { $hour }.{ $minute }
month = { $month ->
    [1] januar
    [2] februar
    [3] marts
    [4] april
    [5] maj
    [6] juni
    [7] juli
    [8] august
    [9] september
    [10] oktober
    [11] november
   *[12] december
}

network-linkedin = LinkedIn
network-facebook = Facebook
network-mastodon = Mastodon
network-feed = Nyheder og blogs
network-calendar = Kalendere
sector-stat = Stat
sector-region = Region
sector-kommune = Kommune
sector-other = Andre
kind-post = Opslag
kind-article = Artikel
kind-video = Video
kind-audio = Podcast
kind-case = Case
kind-happening = Arrangement
language-da = Dansk
language-en = Engelsk
language-de = Tysk
language-sv = Svensk

error-not-found = Siden findes ikke
error-text-not-found = Der er ikke noget på denne adresse. Måske er opslaget taget ned, eller adressen er skrevet forkert.
error-forbidden = Du har ikke adgang
error-text-forbidden = Din bruger har ikke lov til at se siden eller gøre det, du bad om. Kontakt den, der driver væggen, hvis du mener, det er en fejl.
error-method-not-allowed = Det kan man ikke her
error-text-method-not-allowed = Adressen findes, men den kan ikke bruges på den måde.
error-too-large = Det var for stort
error-text-too-large = Det, du sendte, er større, end vi tager imod.
error-bad-request = Det forstod vi ikke
error-text-bad-request = Forespørgslen kunne ikke læses. Gå tilbage, og prøv igen.
error-broken = Noget gik galt hos os
error-text-broken = Siden kunne ikke vises lige nu. Prøv igen om lidt. Fejlen er skrevet i vores log.
error-busy = Der er travlt lige nu
error-text-busy = Mange søger på samme tid. Vent et øjeblik, og prøv igen.
error-to-wall = Til væggen

day-of-week = { $weekday ->
    [1] mandag
    [2] tirsdag
    [3] onsdag
    [4] torsdag
    [5] fredag
    [6] lørdag
   *[7] søndag
} { $day }. { month }
