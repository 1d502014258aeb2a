//! Personal numbers against the numbers people write beside them: generated sets, so that no pattern is forgotten.

use chrono::{Datelike, NaiveDate};
use hashwall::domain::post::{Attachment, Draft};
use hashwall::moderate::personal_number::is_in;

use crate::support::build::{MONDAY, draft};

const WEIGHTS: [u32; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

fn in_text(text: &str) -> bool {
    is_in(&draft("1", text), MONDAY)
}

/// Whether ten digits pass modulus 11, written anew from the construction.
fn passes(ten: &str) -> bool {
    let sum: u32 = ten.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    sum.is_multiple_of(11)
}

/// First digits of serial numbers that a year of birth may have.
fn centuries(year: i32) -> &'static [u32] {
    match year {
        1900..1937 => &[0, 1, 2, 3],
        1937..2000 => &[0, 1, 2, 3, 4, 9],
        2000..2037 => &[4, 5, 6, 7, 8, 9],
        _ => &[],
    }
}

/// Of every fifth day from 1900 to the present (each day of each month comes up), one valid number of each century digit: date, serial.
fn valid() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut day = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
    let last = NaiveDate::from_ymd_opt(2026, 10, 26).unwrap();
    let mut salt = 0_u32;
    while day <= last {
        let date = day.format("%d%m%y").to_string();
        for first in centuries(day.year()) {
            salt = (salt * 7 + 13) % 990;
            let serial = (salt..salt + 11)
                .map(|rest| format!("{first}{:03}", rest % 1_000))
                .find(|serial| passes(&format!("{date}{serial}")));
            found.extend(serial.map(|serial| (date.clone(), serial)));
        }
        day = day + chrono::Days::new(5);
    }
    found
}

#[test]
fn every_valid_number_is_held_however_it_is_written() {
    let all = valid();
    assert!(all.len() > 35_000, "{}", all.len());
    for (place, (date, serial)) in all.iter().enumerate() {
        let forms = [
            format!("{date}-{serial}"),
            format!("{date}{serial}"),
            format!("{date} {serial}"),
            format!("Borgeren {date}-{serial}"),
            format!("{date}{serial} har fået svar"),
            format!("(cpr {date}{serial})."),
            format!("CPR-nr: {date}–{serial}, født på Fyn"),
            format!("Se\n{date} - {serial}\nher"),
        ];
        // Each number in two of the forms, all forms for each kind of number over and over.
        for form in forms.iter().cycle().skip(place % forms.len()).take(2) {
            assert!(in_text(form), "{form}");
        }
    }
}

#[test]
fn numbers_without_a_check_digit_are_held_where_they_exist() {
    for year in 1960..2026 {
        let date = format!("0101{:02}", year % 100);
        let first = centuries(year)[0];
        for serial in [format!("{first}001"), format!("{first}002"), format!("{first}999")] {
            assert!(in_text(&format!("{date}-{serial}")), "{date}-{serial}");
        }
    }
}

#[test]
fn a_number_is_found_wherever_it_is_shown() {
    const NUMBER: &str = "070761-4285";
    let in_attachment =
        |attachment: Attachment| Draft { attachments: vec![attachment], ..draft("1", "Se her") };
    let text = || format!("skema {NUMBER}");
    for draft in [
        Draft { title: Some(text()), ..draft("1", "Se her") },
        Draft { warning: Some(text()), ..draft("1", "Se her") },
        in_attachment(Attachment { alt: text(), ..Attachment::default() }),
        in_attachment(Attachment { title: text(), ..Attachment::default() }),
        in_attachment(Attachment { description: text(), ..Attachment::default() }),
    ] {
        assert!(is_in(&draft, MONDAY), "{draft:?}");
    }
}

/// Numbers a post has that are not personal: Danish phones with their country code, order and invoice numbers said to be
/// such, unix times, EAN and case numbers, amounts.
fn ordinary() -> Vec<String> {
    let mut found = Vec::new();
    for number in (0..4_000_u64).map(|n| 20_000_000 + n * 19_949) {
        let eight = format!("{number:08}");
        let (a, b, c, d) = (&eight[..2], &eight[2..4], &eight[4..6], &eight[6..]);
        found.push(format!("Ring 45{eight}"));
        found.push(format!("+45 {a} {b} {c} {d}"));
        found.push(format!("+45{eight} eller {eight}"));
        found.push(format!("0045{eight}"));
        found.push(format!("tlf. {a}{b}{c}{d}{}", &eight[..2]));
    }
    for number in (0..6_000_u64).map(|n| n * 1_699_999 % 10_000_000_000) {
        let ten = format!("{number:010}");
        found.push(format!("Ordre {ten}"));
        found.push(format!("Din ordre nr. {ten} er sendt"));
        found.push(format!("fakturanummer: {ten}"));
        found.push(format!("Invoice {ten}"));
        found.push(format!("P-nummer {ten}"));
        found.push(format!("Mobil: {ten}"));
        found.push(format!("sag 2026-{ten}"));
        found.push(format!("EAN 579{ten}"));
        found.push(format!("{ten} kr.").replace(&ten, &format!("{}.{}", &ten[..5], &ten[5..])));
    }
    for seconds in (0..5_000_u64).map(|n| 1_700_000_000 + n * 20_029) {
        found.push(format!("t={seconds}").replace("t=", "id 9"));
    }
    found
}

#[test]
fn no_ordinary_phone_or_order_number_is_held() {
    let all = ordinary();
    assert!(all.len() > 75_000);
    for text in all {
        assert!(!in_text(&text), "{text}");
    }
}

/// What people write around a number that is not personal; `#` stands for it.
const ORDINARY: &[&str] = &[
    "Ordre #",
    "Ordre nr. # er afsendt",
    "Ordrenr.: #",
    "ordre-nr. #",
    "Ordren # kan hentes nu",
    "Din ordre med nummeret # er klar",
    "Bestillingsnummer #.",
    "Jeres bestilling # er modtaget",
    "Faktura # forfalder fredag",
    "fakturanr #, betales nu",
    "Fakturaen: #",
    "Regning nr. #",
    "Sagsnr. # skal oplyses",
    "sags-nr.: #",
    "Journalnummer #",
    "J.nr. #",
    "Kontonr. 1234 #",
    "Overfør til konto 1234 #",
    "Reg. 1234, kontonummer #",
    "Kundenummer # bedes oplyst",
    "medlemsnr. #",
    "EAN #",
    "EAN-nummer: #",
    "P-nr. #",
    "CVR/P-nummer #",
    "ISBN #",
    "ISBN-10: #",
    "Tlf. #",
    "tlf.: #",
    "Tlf.nr. #",
    "Telefon #",
    "Telefonnummer: #",
    "mobil #",
    "Mob.: #",
    "Ring på #",
    "Ring til os på #",
    "Du kan ringe til kommunen alle hverdage kl. 8-16 på #",
    "Kontakt vagten på #",
    "Send en sms til #",
    "Vagttelefon: #",
    "Telefon:\n#",
    "Booking #",
    "Bookingnummer #",
    "Pakkenr. # ligger klar",
    "Track & trace: tracking #",
    "Varenummer #",
    "Mødeid #",
    "Møde-id: #",
    "Zoom: meeting ID #",
    "Transaktion #",
    "Ref. #",
    "Reference: #",
    "PO-#",
    "INV-# er betalt",
    "Budgettet er kr. #",
    "DKK #",
    "€#",
    "$ #",
    "Der er brugt # kr.",
    "# kroner på et år",
    "# visninger på en uge",
    "# er vores telefonnummer",
    "# (ordrenummer)",
    "# er ordrenummeret",
    "#, fakturanr.",
    "# – telefon",
    "Se https://example.dk/ordre/# for mere",
    "www.example.dk/opslag?id=#",
    "https://example.dk/#.html",
    "Order #",
    "Order no. # has been shipped",
    "Your order number is #.",
    "Invoice #",
    "invoice number: #",
    "Case number #",
    "Phone: #",
    "Call us on #",
    "Call #",
    "Tel #",
    "Mobile number #",
    "Ticket #",
    "Account no. #",
    "Tracking number #",
    "Reference number: #",
    "# is our phone number",
    "# (invoice)",
    "Meeting ID: #",
    "# followers",
];

#[test]
fn words_on_either_side_say_that_a_number_is_not_personal() {
    // Numbers that pass every check: words alone tell them apart.
    let numbers: Vec<String> =
        valid().into_iter().step_by(397).map(|(date, serial)| date + &serial).collect();
    assert!(numbers.len() > 80, "{}", numbers.len());
    let mut held = Vec::new();
    for pattern in ORDINARY {
        for number in &numbers {
            let text = pattern.replace('#', number);
            for text in [format!("Husk at komme til Ledelsesugen! {text}"), text] {
                if in_text(&text) {
                    held.push(text);
                }
            }
        }
    }
    assert!(held.is_empty(), "{} held: {:?}", held.len(), held.iter().step_by(100).collect::<Vec<_>>());
}

/// What people write around a personal number; `#` stands for it.
const PERSONAL: &[&str] = &[
    "#",
    "Mit nummer er #",
    "Borger # er flyttet",
    "Hans Hansen, #",
    "Hans Hansen (#)",
    "Vi mangler svar fra #.",
    "Mit cpr er #, ring på 12345678",
    "Ordre 12345678 til cpr #",
    "cpr-nr. #",
    "CPR: #",
    "cpr=#",
    "CPR-#",
    "Personnummer #",
    "personnr.: #",
    "fødselsnummer #",
    "Patientnummer #",
    "Født #",
    "Ring til mig, cpr #",
    "Ordrenummer eller cpr-nummer: #",
    "# er mit cpr",
    "# (cpr)",
    "# sendt fra min telefon",
    "# har ordre 1234567",
    "Ordre 1234567 til Hans Hansen #",
    "Tak for din ordre. Hans #",
    "Ring i morgen!\nHilsen Hans\n#",
    "Vi har talt om ordrer og fakturaer hele dagen. Hans Hansen er #",
    "My civil registration number is #",
    "# is my personal number, CPR",
    "Patient # was discharged",
    "https://example.dk/?cpr=#",
];

#[test]
fn a_personal_number_is_held_whatever_else_is_written() {
    let numbers: Vec<(String, String)> = valid().into_iter().step_by(397).collect();
    for (pattern, (date, serial)) in
        PERSONAL.iter().flat_map(|pattern| numbers.iter().map(move |number| (pattern, number)))
    {
        for number in [format!("{date}{serial}"), format!("{date}-{serial}"), format!("{date} {serial}")] {
            let text = pattern.replace('#', &number);
            assert!(in_text(&text), "{text}");
        }
    }
    // The dash is of this number alone, whatever is said.
    for pattern in ORDINARY.iter().filter(|pattern| !pattern.contains("-#") && !pattern.contains("1234 #")) {
        let (date, serial) = &numbers[3];
        let text = pattern.replace('#', &format!("{date}-{serial}"));
        assert!(in_text(&text), "{text}");
    }
}

#[test]
fn ten_bare_digits_are_held_only_when_they_pass_the_check() {
    // The one place where both may be meant: a person looks at few of them.
    let held = (0..20_000_u64).map(|n| n * 499_979 % 10_000_000_000).filter(|n| in_text(&format!("{n:010}")));
    let held = held.count();
    assert!(held > 0 && held < 20_000 / 100, "{held} of 20,000");
}
