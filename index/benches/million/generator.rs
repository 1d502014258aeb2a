//! Posts as #Ledelsesugen brings them, made up: the same for the same number, on every machine. Words come as often as in a
//! language (Zipf), some inflected, some put together; times run over five years with a crowd in each week 44.

/// µs in a second.
const SECOND: i64 = 1_000_000;
/// 1 January 2022, s.
const FIRST: i64 = 1_640_995_200;
const YEAR: i64 = 31_557_600;

const FUNCTION_WORDS: &str = "og i at det er en til på som de for med af den der ikke et har vi om så jeg men fra kan skal \
    når også hvor hvordan fordi efter ved eller være blev hvad mere vores alle man os dem hun han";
const STEMS: &str = "ledelse medarbejder kommune region trivsel udvikling opgave borger arbejde samarbejde møde tillid \
    faglighed kvalitet leder dialog læring forandring velfærd skole hospital retning resultat fællesskab innovation \
    strategi kultur kompetence ansvar evaluering projekt uddannelse sundhed digitalisering styring økonomi budget mål \
    feedback motivation rekruttering fastholdelse sygefravær arbejdsmiljø stress balance frivillighed forskning viden \
    data teknologi klima energi miljø byggeri trafik ældre barn ung familie pleje omsorg behandling forebyggelse \
    beredskab politik demokrati debat medie kommunikation netværk partnerskab konference festival workshop kursus \
    foredrag bog artikel podcast billede historie erfaring øvelse refleksion proces metode værktøj model ramme værdi \
    vision mission organisation afdeling institution forvaltning direktør chef personale team gruppe råd udvalg \
    bestyrelse nævn sekretariat kontor sag lov regel krav aftale løn tid dag uge år fremtid verden land by havn vej \
    hus rum plads natur vand luft skov park kunst musik idræt sport spil leg mad måltid sprog tekst ord tale lytning \
    øl æble ø å ærlighed ønske åbenhed";
const ENDINGS: [&str; 6] = ["", "", "en", "er", "erne", "s"];
const NETWORKS: [&str; 4] = ["linkedin", "facebook", "mastodon", "feed"];
const SECTORS: [&str; 4] = ["kommune", "stat", "region", "other"];
const KINDS: [&str; 5] = ["post", "post", "post", "article", "video"];
const MEDIA: [&str; 4] = ["image", "video", "link", "document"];
const LANGUAGES: [&str; 8] = ["da", "da", "da", "da", "da", "da", "en", "sv"];
const FIRST_NAMES: &str = "Anne Mette Kirsten Hanne Lene Susanne Maria Sofie Ida Emma Peter Jens Michael Lars Thomas Henrik \
    Søren Christian Martin Jan Åse Øjvind Ærø Kaj Bo Eva";
const LAST_NAMES: &str = "Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen \
    Madsen Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Aas Østergaard Holm Lund Friis";
const PLACES: &str = "Odense Aarhus Aalborg Esbjerg Randers Kolding Horsens Vejle Roskilde Herning Silkeborg Hørsholm \
    Helsingør Næstved Fredericia Viborg Køge Holstebro Taastrup Slagelse Hillerød Sønderborg Svendborg Hjørring";

/// One made-up post.
pub struct Sample {
    pub id: String,
    /// µs since the epoch.
    pub time: i64,
    pub title: String,
    pub text: String,
    pub author: String,
    pub handle: String,
    pub organisation: String,
    /// Folded.
    pub tags: Vec<String>,
    pub network: &'static str,
    pub sector: &'static str,
    pub kind: &'static str,
    pub language: &'static str,
    pub media: Option<&'static str>,
}

/// The words, and how often each is to come.
pub struct Generator {
    words: Vec<String>,
    /// Up to and including each word: the sum of weights.
    weights: Vec<f64>,
}

/// xorshift64*: no randomness is needed, only spread.
struct Spread(u64);

impl Spread {
    fn of(number: u64) -> Self {
        let mut spread = Self(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        spread.next();
        spread
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 11).unwrap_or(0) % end
    }

    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn of_list<'a>(&mut self, list: &'a [&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

fn list(text: &'static str) -> Vec<&'static str> {
    text.split_whitespace().collect()
}

impl Generator {
    /// Some 40 000 words: function words, stems, inflections, and compounds of two stems.
    pub fn new() -> Self {
        let stems = list(STEMS);
        let mut words: Vec<String> = FUNCTION_WORDS.split_whitespace().map(str::to_owned).collect();
        words.extend(stems.iter().map(|stem| (*stem).to_owned()));
        for ending in ["en", "er", "erne", "s"] {
            words.extend(stems.iter().map(|stem| inflected(stem, ending)));
        }
        let mut spread = Spread::of(7);
        for first in &stems {
            for second in &stems {
                if first != second && first.chars().count() > 3 {
                    let link = if first.ends_with('e') && spread.below(2) == 0 { "s" } else { "" };
                    words.push(inflected(&format!("{first}{link}{second}"), spread.of_list(&ENDINGS)));
                }
            }
        }
        // The compounds in no order of stems, or all that begin alike would be equally frequent.
        for at in (400..words.len()).rev() {
            words.swap(at, 400 + spread.below(at - 399));
        }
        let mut sum = 0.0;
        let weights = (0..words.len())
            .map(|rank| {
                sum += 1.0 / (rank as f64 + 2.7);
                sum
            })
            .collect();
        Self { words, weights }
    }

    /// The word of a rank: 0 is the most frequent.
    pub fn word(&self, rank: usize) -> &str {
        &self.words[rank.min(self.words.len() - 1)]
    }

    fn any_word(&self, spread: &mut Spread) -> &str {
        let place = spread.part() * self.weights[self.weights.len() - 1];
        self.word(self.weights.partition_point(|sum| *sum < place))
    }

    /// The post of a number, of so many: higher numbers are newer but for some that arrived late.
    pub fn sample(&self, number: u64, of: u64) -> Sample {
        let mut spread = Spread::of(number);
        let length = 12 + spread.below(40);
        let mut text = String::with_capacity(length * 9);
        for at in 0..length {
            let word = self.any_word(&mut spread);
            match at {
                0 => {
                    text.extend(word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)))
                }
                _ => {
                    text.push_str(if spread.below(14) == 0 { ". " } else { " " });
                    text.push_str(word);
                }
            }
        }
        let mut tags = vec!["ledelsesugen".to_owned()];
        text.push_str(". #Ledelsesugen");
        for _ in 0..spread.below(4) {
            let tag =
                self.words[40 + (spread.part() * spread.part() * spread.part() * 3_000.0) as usize].clone();
            text.push_str(" #");
            text.push_str(&tag);
            tags.push(tag);
        }
        let title = if spread.below(7) == 0 {
            (0..5).map(|_| self.any_word(&mut spread)).collect::<Vec<_>>().join(" ")
        } else {
            String::new()
        };
        let author = spread.below(20_000);
        let (first, last) = (list(FIRST_NAMES), list(LAST_NAMES));
        let author_name = format!(
            "{} {} {}",
            first[author % first.len()],
            last[author / first.len() % last.len()],
            last[author / 700 % last.len()]
        );
        let organisation = format!(
            "{} {}",
            spread.of_list(&list(PLACES)),
            spread.of_list(&["Kommune", "Hospital", "Gymnasium", "Bibliotek", "Museum", "Politi"])
        );
        Sample {
            id: format!("{number:010x}"),
            time: time(number, of, &mut spread),
            title,
            text,
            handle: format!("{}{author}", first[author % first.len()].to_lowercase()),
            author: author_name,
            organisation,
            tags,
            network: NETWORKS[spread.below(10).min(3)],
            sector: SECTORS[spread.below(8).min(3)],
            kind: KINDS[spread.below(KINDS.len())],
            language: LANGUAGES[spread.below(LANGUAGES.len())],
            media: (spread.below(2) == 0).then(|| MEDIA[spread.below(MEDIA.len())]),
        }
    }
}

fn inflected(stem: &str, ending: &str) -> String {
    if stem.ends_with('e') && ending.starts_with('e') {
        format!("{stem}{}", &ending[1..])
    } else {
        format!("{stem}{ending}")
    }
}

/// Half of a year's posts fall into its week 44.
fn time(number: u64, of: u64, spread: &mut Spread) -> i64 {
    let place = number as f64 / of.max(1) as f64 * 5.0;
    let (year, part) = (place.floor(), place.fract());
    let day = match part {
        part if part < 0.4 => part / 0.4 * 298.0,
        part if part < 0.9 => 298.0 + (part - 0.4) / 0.5 * 7.0,
        part => 305.0 + (part - 0.9) / 0.1 * 60.0,
    };
    let seconds = FIRST + year as i64 * YEAR + (day * 86_400.0) as i64;
    // One in ten was found some hours late.
    let late = if spread.below(10) == 0 { spread.below(20_000) } else { 0 };
    (seconds - i64::try_from(late).unwrap_or(0)) * SECOND + i64::try_from(number % 1_000_000).unwrap_or(0)
}
