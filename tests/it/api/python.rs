//! Other people's programs, from the Python packages of `tests/python` (`script/test` installs them there).

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/python")
}

/// A program of the packages: `python`, `schemathesis`.
///
/// # Panics
/// They are not installed.
pub fn program(name: &str) -> Command {
    let path = folder().join("venv/bin").join(name);
    assert!(path.exists(), "{} is missing: run script/python-packages, as script/test does", path.display());
    Command::new(path)
}

/// What a program of theirs makes of our text: `feed` or `calendar`.
pub fn read(kind: &str, text: &str) -> Value {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    let read = program("python").arg(folder().join("read.py")).arg(kind).arg(file.path()).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    serde_json::from_slice(&read.stdout).unwrap()
}
