//! What survives: commits, crashes, damage, other versions, other processes.

#![allow(clippy::unwrap_used)] // clippy exempts only the test functions themselves, not their helpers

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use common::{doc, engine, found, put};
use hashwall_index::{Doc, Engine, IndexError, Op};

#[test]
fn documents_and_position_come_back() {
    let (folder, engine) = engine();
    assert_eq!((engine.position(), engine.is_empty()), (0, true));
    engine.apply(put([doc("a", 1, "først"), doc("b", 2, "så")]), 7).unwrap();
    let dump = engine.dump().unwrap();
    assert_eq!(dump.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    drop(engine);

    let engine = Engine::open(folder.path()).unwrap();
    assert_eq!((engine.position(), engine.len(), engine.dump().unwrap()), (7, 2, dump));
    let hit = engine.get("a").unwrap().unwrap();
    assert_eq!((hit.time, hit.stored), (1, "stored a først".as_bytes().to_vec()));
    assert_eq!(engine.get("c").unwrap(), None);
    engine.apply(Vec::new(), 9).unwrap();
    drop(engine);
    assert_eq!(Engine::open(folder.path()).unwrap().position(), 9, "a position without documents counts");
}

#[test]
fn the_last_change_of_an_id_wins() {
    let (_folder, engine) = engine();
    let mut ops = put([doc("a", 1, "et"), doc("b", 1, "et"), doc("a", 2, "to")]);
    ops.push(Op::Remove("b".to_owned()));
    ops.push(Op::Remove("ukendt".to_owned()));
    ops.extend(put([doc("c", 1, "et")]));
    ops.insert(0, Op::Remove("c".to_owned()));
    engine.apply(ops, 1).unwrap();
    assert_eq!(found(&engine, ""), "a c");
    assert_eq!((found(&engine, "et"), found(&engine, "to")), ("c".to_owned(), "a".to_owned()));
    engine.apply(put([doc("a", 3, "tre")]), 2).unwrap();
    assert_eq!(
        (engine.len(), found(&engine, "to"), found(&engine, "tre")),
        (2, String::new(), "a".to_owned())
    );
}

#[test]
fn following_along_equals_a_rebuild() {
    let (_folder, engine) = engine();
    let mut current = std::collections::BTreeMap::new();
    for step in 0..60_i64 {
        let id = format!("{:02}", step * 7 % 20);
        if step % 5 == 4 {
            current.remove(&id);
            engine.apply(vec![Op::Remove(id)], step.unsigned_abs()).unwrap();
        } else {
            let document = doc(&id, step, &format!("udgave {step}"));
            current.insert(id, document.clone());
            engine.apply(put([document]), step.unsigned_abs()).unwrap();
        }
    }
    let followed = engine.dump().unwrap();
    engine.wipe().unwrap();
    assert_eq!((engine.position(), engine.len(), engine.dump().unwrap()), (0, 0, Vec::new()));
    engine.apply(put(current.into_values()), 59).unwrap();
    assert_eq!(engine.dump().unwrap(), followed);
}

fn tantivy_files(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder.join("tantivy")).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.to_string_lossy().ends_with(ending)).collect()
}

fn damaged(damage: impl Fn(&Path)) {
    let (folder, engine) = engine();
    engine.apply(put((0..50).map(|n| doc(&n.to_string(), n, "noget tekst"))), 7).unwrap();
    drop(engine);
    fs::write(folder.path().join("somebody-elses"), "kept").unwrap();
    damage(folder.path());
    let engine = Engine::open(folder.path()).unwrap();
    assert_eq!((engine.position(), engine.len()), (0, 0), "it was wiped");
    engine.apply(put([doc("a", 1, "igen")]), 3).unwrap();
    drop(engine);
    let engine = Engine::open(folder.path()).unwrap();
    assert_eq!((engine.position(), found(&engine, "igen")), (3, "a".to_owned()), "and works again");
    assert!(folder.path().join("somebody-elses").exists(), "nothing else in the folder is touched");
}

#[test]
fn another_version_is_rebuilt() {
    damaged(|folder| {
        let meta = folder.join("tantivy/meta.json");
        let text = fs::read_to_string(&meta).unwrap();
        let other = text.replace(r#"\"version\":"#, r#"\"version\":9"#);
        assert_ne!(text, other);
        fs::write(meta, other).unwrap();
    });
}

#[test]
fn another_schema_is_rebuilt() {
    damaged(|folder| {
        let meta = folder.join("tantivy/meta.json");
        let text = fs::read_to_string(&meta).unwrap();
        let other = text.replace("\"author_words\"", "\"author_letters\"");
        assert_ne!(text, other);
        fs::write(meta, other).unwrap();
    });
}

#[test]
fn damage_is_rebuilt() {
    damaged(|folder| fs::write(folder.join("tantivy/meta.json"), "{ half").unwrap());
    damaged(|folder| fs::write(folder.join("tantivy/meta.json"), [0xff, 0xfe]).unwrap());
    damaged(|folder| fs::remove_file(folder.join("tantivy/meta.json")).unwrap());
    for ending in [".idx", ".pos", ".term", ".store", ".fast", ".fieldnorm"] {
        damaged(|folder| fs::remove_file(&tantivy_files(folder, ending)[0]).unwrap());
        damaged(|folder| fs::write(&tantivy_files(folder, ending)[0], "").unwrap());
        damaged(|folder| {
            let file = &tantivy_files(folder, ending)[0];
            let mut bytes = fs::read(file).unwrap();
            bytes[0] ^= 0x55;
            fs::write(file, bytes).unwrap();
        });
    }
}

/// Not a test: what the child process of the two tests below runs.
#[test]
fn child() {
    let Ok(folder) = std::env::var("HASHWALL_INDEX_CHILD") else { return };
    let engine = Engine::open(Path::new(&folder)).unwrap();
    let mut out = std::io::stdout();
    for position in engine.position() + 1.. {
        // Each position brings one document and replaces another: a torn commit would show.
        let number = i64::try_from(position).unwrap();
        let docs =
            [doc(&format!("{position:06}"), number, "barn"), doc("last", number, &position.to_string())];
        engine.apply(put(docs), position).unwrap();
        writeln!(out, "\nat {position}").unwrap();
        out.flush().unwrap();
    }
}

/// A process that commits for ever in `folder`, after its `commits`-th commit.
fn committing(folder: &Path, commits: usize) -> (Child, u64) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .env("HASHWALL_INDEX_CHILD", folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let at =
        lines.filter_map(|line| line.unwrap().strip_prefix("at ").map(str::to_owned)).nth(commits).unwrap();
    (child, at.parse().unwrap())
}

#[test]
fn a_folder_in_use_is_refused_and_given_back() {
    let (folder, engine) = engine();
    assert!(matches!(Engine::open(folder.path()), Err(IndexError::Locked(_))));
    let copy = engine.clone();
    drop(engine);
    assert!(matches!(Engine::open(folder.path()), Err(IndexError::Locked(_))));
    drop(copy);
    Engine::open(folder.path()).unwrap();
}

#[test]
fn killed_at_any_instant_position_and_documents_agree() {
    let folder = tempfile::tempdir().unwrap();
    let mut before = 0;
    for round in 0..6 {
        let (mut child, reached) = committing(folder.path(), round * 2);
        if round == 0 {
            let refused = Engine::open(folder.path()).err().unwrap();
            assert!(matches!(refused, IndexError::Locked(_)), "{refused}");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let engine = Engine::open(folder.path()).unwrap();
        let position = engine.position();
        assert!(position >= reached && reached > before, "{before} … {reached} … {position}");
        assert_eq!(engine.len() as u64, position + 1);
        assert_eq!(found(&engine, &format!("\"{position}\"")), "last");
        before = position;
    }
}

#[test]
fn a_failed_commit_applies_nothing_and_the_next_one_works() {
    let (folder, engine) = engine();
    engine.apply(put([doc("a", 1, "før")]), 1).unwrap();
    let (files, away) = (folder.path().join("tantivy"), folder.path().join("away"));
    fs::rename(&files, &away).unwrap();
    for _ in 0..2 {
        engine.apply(put([doc("b", 2, "imens")]), 2).unwrap_err();
        assert_eq!((engine.position(), found(&engine, "")), (1, "a".to_owned()));
    }
    if files.exists() {
        fs::remove_dir_all(&files).unwrap();
    }
    fs::rename(&away, &files).unwrap();
    engine.apply(put([doc("c", 3, "efter")]), 3).unwrap();
    assert_eq!((engine.position(), found(&engine, "")), (3, "c a".to_owned()));
}

#[test]
fn odd_documents_are_taken() {
    let (_folder, engine) = engine();
    let odd = Doc {
        title: "\u{202e}".repeat(1_000),
        text: format!("{} {} 💥\0 fundet", "x".repeat(100_000), "a-".repeat(50_000)),
        names: "@".repeat(100),
        tags: vec![String::new(), "t".repeat(100_000)],
        keywords: vec![("network", String::new()), ("nonsense", "x".to_owned())],
        ..doc("", i64::MIN, "")
    };
    engine.apply(put([odd, doc("b", i64::MAX, "")]), 1).unwrap();
    assert_eq!(engine.len(), 2);
    assert_eq!(found(&engine, "fundet"), "");
    assert_eq!(
        engine.search(&hashwall_index::Search { limit: 5, ..Default::default() }).unwrap().hits.len(),
        2
    );
    engine.apply(vec![Op::Remove(String::new())], 2).unwrap();
    assert_eq!(engine.len(), 1);
}

/// A process killed between writing a segment's deletions and committing them leaves their file behind, named after the
/// commit that never was. The next process numbers its commits the same way and must not stumble over it for ever.
#[test]
fn deletions_of_a_commit_that_never_was_are_not_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let first = Engine::open(folder.path()).unwrap();
    first.apply(put([doc("a", 1, "første"), doc("b", 2, "anden")]), 1).unwrap();
    drop(first);
    let segment = tantivy_files(folder.path(), ".store").pop().unwrap();
    let list = folder.path().join("tantivy/.managed.json");
    let mut managed: Vec<String> = serde_json::from_slice(&fs::read(&list).unwrap()).unwrap();
    for number in 0..64 {
        let left = segment.with_extension(format!("{number}.del"));
        // Whole, with a sound checksum: half a file is damage, and has the index made anew.
        fs::copy(&segment, &left).unwrap();
        managed.push(left.file_name().unwrap().to_str().unwrap().to_owned());
    }
    fs::write(&list, serde_json::to_vec(&managed).unwrap()).unwrap();

    let engine = Engine::open(folder.path()).unwrap();
    assert_eq!(engine.position(), 1, "what was committed is sound");
    engine.apply(put([doc("a", 1, "rettet")]), 2).unwrap();
    assert_eq!(engine.len(), 2);
    assert_eq!(engine.position(), 2);
}
