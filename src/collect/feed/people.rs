//! Who wrote it: Atom's persons, RSS's `mail (Name)`, Dublin Core's and the podcasts' creators.

use super::namespace::Ns;
use super::parsed::Person;
use super::resolve::{Scope, resolve};
use super::text::plain_guess;
use super::tree::{Id, Tree};

/// Authors of one entry; a feed that names more is playing.
const MAX_AUTHORS: usize = 20;

/// Reads a person: elements inside (Atom) or a text (RSS, Dublin Core).
pub fn person(tree: &Tree<'_>, id: Id, outer: &Scope) -> Person {
    let scope = outer.inside(tree, id);
    let mut person = Person::default();
    let mut structured = false;
    for child in tree.children(id) {
        let value = tree.text(child);
        match tree.name(child) {
            "name" if matches!(tree.ns(child), Ns::Core | Ns::Itunes | Ns::Other) => {
                person.name = plain_guess(&value)
            }
            "uri" | "url" | "homepage" => person.href = resolve(&scope.base, &value),
            "email" => person.email = value,
            _ => continue,
        }
        structured = true;
    }
    if !structured {
        person = from_text(&tree.text(id));
    }
    if person.href.is_empty() {
        person.href = tree.attribute(id, "href").map(|href| resolve(&scope.base, &href)).unwrap_or_default();
    }
    person
}

/// `mette@example.dk (Mette Holm)`, `Mette Holm <mette@example.dk>`, `Mette Holm (mette@example.dk)`, a name.
pub fn from_text(text: &str) -> Person {
    let text = plain_guess(&text.replace(['<', '>'], " ").replace("mailto:", " "));
    let is_mail = |word: &str| {
        let word = word.trim_matches(['(', ')', '[', ']', ',', ';', '"', '\'']);
        word.split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !host.contains('@'))
    };
    let Some(mail) = text.split_whitespace().find(|word| is_mail(word)) else {
        return Person { name: text, ..Person::default() };
    };
    let rest = text.replacen(mail, " ", 1);
    let name = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(['(', ')', '[', ']', ',', ';', '-', ' ', '"']).to_owned();
    let email = mail.trim_matches(['(', ')', '[', ']', ',', ';', '"', '\'']).to_owned();
    Person { name, email, ..Person::default() }
}

/// Adds a person unless it is empty or there already; an address alone is filled in by the name that follows it.
pub fn add(people: &mut Vec<Person>, person: Person) {
    if person.name.is_empty() && person.email.is_empty() && person.href.is_empty()
        || people.len() >= MAX_AUTHORS
    {
        return;
    }
    if people.iter().any(|have| have.name == person.name && !person.name.is_empty()) {
        return;
    }
    match people.iter_mut().find(|have| have.name.is_empty() && !person.name.is_empty()) {
        Some(nameless) => {
            nameless.name = person.name;
            if nameless.href.is_empty() {
                nameless.href = person.href;
            }
        }
        None => people.push(person),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_beside_addresses() {
        for text in [
            "mette@blog.example (Mette Holm)",
            "Mette Holm <mette@blog.example>",
            "Mette Holm (mette@blog.example)",
            "\"Mette Holm\" mette@blog.example",
        ] {
            let person = from_text(text);
            assert_eq!((&*person.name, &*person.email), ("Mette Holm", "mette@blog.example"), "{text}");
        }
        assert_eq!(from_text("@mette").name, "@mette");
    }
}
