//! Danish articles, videos and podcasts as organisations publish them in the week: what the demo's feeds carry. All
//! names and organisations' words are made up.

use super::item::{Item, Media, Picture};
use super::world::Feeds;

struct Topic {
    title: &'static str,
    summary: &'static str,
    body: [&'static str; 3],
    tags: &'static [&'static str],
    alt: &'static str,
}

const TOPICS: [Topic; 12] = [
    Topic {
        title: "Fem råd til den svære samtale",
        summary: "Ledere fra tre afdelinger deler, hvad der virker, når det er svært at sige.",
        body: [
            "Den svære samtale bliver sjældent lettere af at vente. Det er erfaringen i vores ledergruppe efter et år med faste makkerpar.",
            "Vi øver os to og to, skriver den første sætning ned og aftaler, hvornår vi følger op. Det tager en halv time om ugen.",
            "I #Ledelsesugen inviterer vi andre ledere til at prøve øvelsen med os.",
        ],
        tags: &["Ledelsesugen", "samtaler"],
        alt: "To kolleger taler sammen ved et højt bord",
    },
    Topic {
        title: "Da vi flyttede ledermødet ud i driften",
        summary: "Fra mødelokale til vaskeri, vejplads og vuggestue: færre slides, flere svar.",
        body: [
            "Siden januar har vores ledermøde ligget et nyt sted hver gang: på vejpladsen, i vuggestuen og i det kommunale vaskeri.",
            "Medarbejderne stiller de spørgsmål, vi selv havde glemt, og beslutningerne bliver kortere.",
            "Hele ugen deler vi billeder og erfaringer under #Ledelsesugen.",
        ],
        tags: &["Ledelsesugen", "nærvær"],
        alt: "Ledere i gule veste lytter til en vejmand",
    },
    Topic {
        title: "Podcast: Ledelse tæt på borgeren",
        summary: "En plejehjemsleder og en centerchef om tillid, tavshed og tirsdage.",
        body: [
            "Hvordan leder man, når der kun er fem minutter mellem to vagter? I dette afsnit taler vi om ledelse tæt på borgeren.",
            "Vi hører om den tavle, der erstattede ugemødet, og om den dag det gik galt.",
            "Lyt med i #ledelsesugen, og skriv til os med din egen historie.",
        ],
        tags: &["Ledelsesugen", "podcast"],
        alt: "En mikrofon på et bord med to kaffekopper",
    },
    Topic {
        title: "Video: En dag med en skoleleder",
        summary: "Fra morgensang til budgetmøde: vi fulgte en skoleleder i tolv timer.",
        body: [
            "Klokken 7.10 står hun ved porten. Klokken 19 lukker hun den sidste mail. Imellem ligger otte samtaler og en regnvåd fodboldkamp.",
            "Filmen er seks minutter lang og er lavet sammen med eleverne i 9. klasse.",
            "Se den i Ledelsesugen, og fortæl os, hvad du genkender. #Ledelsesugen",
        ],
        tags: &["Ledelsesugen", "skole", "video"],
        alt: "En skoleleder hilser på elever ved skoleporten",
    },
    Topic {
        title: "Tillid kan måles – sådan gjorde vi",
        summary: "Tre spørgsmål hver fredag gav os et fælles sprog for tillid.",
        body: [
            "Vi ville vide, om tilliden voksede, uden at spørge folk ihjel. Derfor stiller vi kun tre spørgsmål, hver fredag klokken 12.",
            "Efter et halvt år kan vi se, at svarene falder, når vagtplanen ændres sent. Så nu ændrer vi den tidligere.",
            "Tallene og skemaet ligger frit fremme. #Ledelsesugen #tillid",
        ],
        tags: &["Ledelsesugen", "tillid"],
        alt: "En håndtegnet kurve på et whiteboard",
    },
    Topic {
        title: "Ny som leder: de første 100 dage",
        summary: "Otte nye ledere skrev dagbog. Her er det, de ville ønske, de havde vidst.",
        body: [
            "\"Jeg troede, jeg skulle have svarene,\" skriver en af dem på dag 12. På dag 90 skriver hun: \"Jeg skal have spørgsmålene.\"",
            "Dagbøgerne handler om ensomhed, kalendere og glæden ved at se andre lykkes.",
            "Vi læser op af dem torsdag kl. 15 som en del af #Ledelsesugen. Alle er velkomne.",
        ],
        tags: &["Ledelsesugen", "ny leder"],
        alt: "En notesbog med håndskrift og en kuglepen",
    },
    Topic {
        title: "Sygefraværet faldt, da vi holdt op med at tale om det",
        summary: "Vi talte om arbejdet i stedet, hver morgen i ti minutter.",
        body: [
            "I to år havde vi handleplaner for sygefravær. Så byttede vi dem ud med en tavle og ti minutter hver morgen.",
            "Spørgsmålet er altid det samme: Hvad gør dagen svær, og hvem kan hjælpe?",
            "Vi fortæller hele historien, også om det der ikke virkede, i #Ledelsesugen.",
        ],
        tags: &["Ledelsesugen", "arbejdsmiljø"],
        alt: "Medarbejdere står omkring en tavle med magneter",
    },
    Topic {
        title: "Når kunstig intelligens flytter ind på kontoret",
        summary: "Tre ledere om regler, nysgerrighed og det menneskelige skøn.",
        body: [
            "Hvem har ansvaret, når et udkast er skrevet af en maskine? Det har vi, svarer vores ledere, og det ændrer deres arbejde.",
            "Vi har skrevet fem husregler på én side. Den vigtigste: Skriv altid, hvem der har læst det.",
            "Læs dem, brug dem, og gør dem bedre. #Ledelsesugen #digitalisering",
        ],
        tags: &["Ledelsesugen", "digitalisering"],
        alt: "En skærm med tekst og to personer, der peger",
    },
    Topic {
        title: "Podcast: Lederen, der lyttede",
        summary: "Om at tie stille i et helt møde og opdage, hvad de andre mener.",
        body: [
            "Hun lovede sig selv ikke at sige noget i den første halve time. Det blev det bedste møde i årevis.",
            "I afsnittet taler vi om pauser, rækkefølge og om at spørge den, der sidder yderst.",
            "Afsnit fire i vores serie til #Ledelsesugen.",
        ],
        tags: &["Ledelsesugen", "podcast", "lytning"],
        alt: "En kvinde med hovedtelefoner i et lydstudie",
    },
    Topic {
        title: "Åbent hus: Kom og se, hvordan vi leder i beredskabet",
        summary: "Onsdag viser vi øvelse, evaluering og en kop kaffe.",
        body: [
            "Når alarmen går, er der ikke tid til at diskutere. Derfor bruger vi tiden før og efter.",
            "Onsdag kan du se en øvelse fra start til slut og være med, når vi evaluerer i øjenhøjde.",
            "Tilmelding er ikke nødvendig. Det er #Ledelsesugen, og døren er åben.",
        ],
        tags: &["Ledelsesugen", "arrangement"],
        alt: "Brandfolk samlet om en leder foran en brandbil",
    },
    Topic {
        title: "Video: Ledelse på tværs af sektorer",
        summary: "Kommune, region og stat om den patient, der er den samme.",
        body: [
            "Borgeren er den samme, men vi er tre systemer. Filmen følger et forløb fra indlæggelse til hverdagen derhjemme.",
            "Tre ledere fortæller, hvad de har ændret, efter at de begyndte at ringe til hinanden om mandagen.",
            "Vises hele #ledelsesugen i foyeren og her på siden.",
        ],
        tags: &["Ledelsesugen", "samarbejde", "video"],
        alt: "Tre personer går sammen ned ad en hospitalsgang",
    },
    Topic {
        title: "Vi gav teamet budgettet",
        summary: "Et lille teams store beslutning om biler, bøger og en ny printer.",
        body: [
            "Teamet i hjemmeplejen fik deres eget driftsbudget. Det første, de gjorde, var at sige en leasingaftale op.",
            "Lederens opgave blev at være sparringspartner og at holde fast, når naboteamet undrede sig.",
            "Vi deler regneark og ærlige fejl i Ledelsesugen. #Ledelsesugen",
        ],
        tags: &["Ledelsesugen", "selvledelse"],
        alt: "En cykelflok fra hjemmeplejen en morgen i regnvejr",
    },
];

const PUBLISHERS: [(&str, &str); 8] = [
    ("Vestby Kommune", "Mette Holm"),
    ("Region Nordhavet", "Søren Ågaard"),
    ("Styrelsen for Hverdagsledelse", "Aisha Rahimi"),
    ("Bakkeby Kommune", "Jørgen Bæk"),
    ("Offentlige Lederes Forum", "Lone Kjær"),
    ("Lillesund Kommune", "Anders Friis"),
    ("Ledelsesbloggen", "Karen Østergaard"),
    ("Sundhedshuset Fjordlyst", "Peter Dam"),
];

impl Feeds {
    /// Story number `number` as an item of `feed`: about every fourth is a video, every sixth a podcast, and one in five
    /// has no alternative text, as in life. The same number gives the same story; its date is that of publishing.
    pub fn story(&self, feed: &str, number: u32) -> Item {
        let at = number as usize;
        let topic = &TOPICS[at % TOPICS.len()];
        let round = at / TOPICS.len();
        let (organisation, author) = PUBLISHERS[(at + round) % PUBLISHERS.len()];
        let slug = format!("historie-{number}");
        let title =
            if round == 0 { topic.title.to_owned() } else { format!("{} – {organisation}", topic.title) };
        let alt = if number % 5 == 4 { "" } else { topic.alt };
        let picture = Picture { url: self.picture(number), alt: alt.to_owned() };
        let media = if topic.tags.contains(&"video") {
            Some(("video/mp4", "mp4", 372))
        } else if topic.tags.contains(&"podcast") {
            Some(("audio/mpeg", "mp3", 1_740))
        } else {
            None
        };
        let media = media.map(|(kind, end, seconds)| Media {
            url: format!("{}/{feed}/filer/{slug}.{end}", self.base),
            media_type: kind.to_owned(),
            seconds,
        });
        let [first, second, third] = topic.body;
        Item {
            id: format!("{feed}-{number}"),
            link: self.article(feed, &slug),
            title,
            summary: topic.summary.to_owned(),
            html: format!(
                "<p><strong>{organisation}:</strong> {first}</p>\n<p>{second}</p>\n<p>{third}</p>\n<p><a href=\"{}\">Læs mere</a></p>",
                self.article(feed, &slug)
            ),
            author: author.to_owned(),
            tags: topic.tags.iter().map(|tag| (*tag).to_owned()).collect(),
            published: 0,
            updated: None,
            picture: Some(picture),
            media,
        }
    }
}
