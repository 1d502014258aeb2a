# Kalenderen, arrangementer og udgaver.
nav-calendar = Kalender
weekday = { $weekday ->
    [1] mandag
    [2] tirsdag
    [3] onsdag
    [4] torsdag
    [5] fredag
    [6] lørdag
   *[7] søndag
}
happening-day = { weekday } { $day }. { month }
happening-day-with-year = { weekday } { $day }. { month } { $year }
happening-all-day = { $day }, hele dagen
happening-days = { $from } – { $to }
happening-from = { $day } kl. { $start }
happening-span = { $day } kl. { $start }–{ $end }
happening-long-span = { $from } kl. { $start } – { $to } kl. { $end }
happening-hours-all-day = Hele dagen
happening-hours-from = Fra { $start }
happening-hours-until = Til { $end }

happening-cancelled = Aflyst
happening-postponed = Udsat – ny dato følger
happening-moved = Flyttet fra { $from }
happening-now = Nu
happening-next = Næste
happening-online = Online
happening-place-and-online = { $place } og online
happening-when = Tid
happening-where = Sted
happening-who = Arrangør
happening-online-link = Deltag online
happening-online-untold = Linket får du af arrangøren
happening-add = Føj til din kalender
happening-register = Tilmelding
happening-original = Arrangørens side
happening-as-post = Se arrangementet som opslag
happening-see = Se arrangementet i kalenderen
happening-that-day = Samme dag
happening-wall = Opslag om arrangementet
happening-wall-of = Opslag fra dagene omkring arrangementet med { $about }. Nye kommer til af sig selv.
happening-wall-empty = Der er ingen opslag om arrangementet endnu.

now-and-next = Nu og næste
calendar-title = Kalender
calendar-past = Tidligere arrangementer
calendar-week = Uge { $week }
calendar-intro = Arrangementer i ugen med { $tag }: hvad der sker, hvor og hvornår.
calendar-views = Visning
calendar-view-list = Liste
calendar-view-day = Dag
calendar-view-week = Uge
calendar-search = Søg i arrangementer
calendar-apply = Vis arrangementer
calendar-pick-day = Gå til dag
calendar-go = Vis dagen
calendar-beside = Før og efter
calendar-today = I dag
calendar-nothing-that-day = Ingen arrangementer
calendar-count = { $count ->
    [0] Ingen arrangementer
    [one] { $count } arrangement
   *[other] { $count } arrangementer
}
calendar-more = Flere arrangementer
calendar-see-all = Se hele kalenderen
calendar-empty = Der er ingen arrangementer
calendar-empty-text = Når et arrangement er godkendt, står det her.
calendar-empty-filtered = Prøv med færre filtre eller andre ord.
calendar-subscribe = Få kalenderen på din telefon
calendar-subscribe-text = Abonnér, og arrangementerne står i din egen kalender. Bliver noget flyttet eller aflyst, retter din kalender sig.
calendar-subscribe-button = Abonnér
calendar-file = Hent som fil (.ics)
calendar-file-name = { $title }: arrangementer
calendar-filter-summary = Filtrér arrangementer
filter-organiser = Arrangør
filter-form = Deltagelse
form-online = Online
form-fysisk = Fremmøde

edition-name = Uge { $week }, { $year }
edition-before = { $count ->
    [one] begynder i morgen
   *[other] begynder om { $count } dage
}
edition-on = er i gang: dag { $count } af 7
edition-after = er slut
editions-title = Udgaver
editions-intro = { $title } er en uge hvert år. Her er årets og de tidligere.
editions-all = Alle udgaver
edition-empty = Der er ingen opslag fra denne udgave
