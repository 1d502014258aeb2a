# Skærmen i salen: læses på ti meters afstand, så der er få ord.

display-title = Storskærm
display-join = Læs og søg med på
display-code = QR-kode til { $address }
display-empty = Skriv et opslag med { $tag } – så kommer det her, når redaktionen har godkendt det.
display-pause = Hold pause
display-resume = Fortsæt
display-lost = Ingen forbindelse – viser de seneste opslag
