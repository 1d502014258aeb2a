//! A made-up post as a document of ours, as the projection makes one of a real post.

use hashwall_index::Doc;

use super::generator::Sample;

/// A post as our document.
pub fn document(sample: Sample) -> Doc {
    let mut keywords = vec![
        ("network", sample.network.to_owned()),
        ("sector", sample.sector.to_owned()),
        ("kind", sample.kind.to_owned()),
        ("language", sample.language.to_owned()),
        ("organisation", sample.organisation.clone()),
        ("author", sample.author.to_lowercase()),
        ("author", sample.handle.clone()),
    ];
    keywords.extend(sample.media.map(|media| ("media", media.to_owned())));
    Doc {
        id: sample.id,
        time: sample.time,
        names: format!("{}\n{}\n{}", sample.author, sample.handle, sample.organisation),
        // A stored post is some twice as long as its text.
        stored: sample.text.repeat(2).into_bytes(),
        title: sample.title,
        text: sample.text,
        attached: String::new(),
        author: sample.author,
        tags: sample.tags,
        keywords,
        numbers: Vec::new(),
    }
}
