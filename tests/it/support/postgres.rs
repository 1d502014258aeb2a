//! A PostgreSQL for the tests: the one `HASHWALL_TEST_POSTGRES` names, or a cluster of this process that ends with it.
//! That there is none is a failure, never a skip.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// A superuser's address of a running cluster: `postgres://user@host:port/postgres`. Set it where every test is a
/// process of its own, or each pays for a cluster.
const SHARED: &str = "HASHWALL_TEST_POSTGRES";

/// Lives in a temporary folder, listens on a socket there alone, and goes when standard input closes: that happens
/// however the test process ends.
const CLUSTER: &str = r#"
set -eu
PATH="$PATH:/usr/local/bin:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)"
command -v initdb >/dev/null || { echo "no initdb found: install PostgreSQL (Debian: postgresql)" >&2; exit 1; }
dir=$(mktemp -d /tmp/hashwall-postgres.XXXXXX)
trap 'pg_ctl -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$dir"' EXIT
trap : INT TERM
initdb -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
pg_ctl -D "$dir/data" -w -t 120 -l "$dir/log" -o "-k $dir -c listen_addresses= -c fsync=off -c max_connections=300" \
    start >/dev/null 2>&1 || { cat "$dir/log" >&2; exit 1; }
echo "$dir"
cat >/dev/null
"#;

/// The address of a database nobody has used.
pub async fn fresh() -> String {
    let cluster = cluster();
    let mut admin =
        PgConnection::connect(cluster).await.expect("the PostgreSQL for the tests does not answer");
    let name = format!("hashwall_{:016x}", rand::random::<u64>());
    let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(create).execute(&mut admin).await.expect("no right to create a database");
    admin.close().await.unwrap();
    let mut address = url::Url::parse(cluster).unwrap();
    address.set_path(&name);
    address.into()
}

fn cluster() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| std::env::var(SHARED).unwrap_or_else(|_| start()))
}

fn start() -> String {
    // Its standard input must stay open as long as the process: a static is never dropped.
    static CHILD: OnceLock<std::sync::Mutex<Child>> = OnceLock::new();
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    let mut command = if root {
        // initdb refuses to run as root.
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh", "-c", CLUSTER]);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", CLUSTER]);
        command
    };
    let mut child = command
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("cannot start PostgreSQL for the tests");
    let mut dir = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut dir).unwrap();
    let dir = dir.trim();
    if dir.is_empty() {
        let mut why = String::new();
        child.stderr.take().unwrap().read_to_string(&mut why).unwrap();
        panic!("PostgreSQL for the tests did not start (or set {SHARED}): {why}");
    }
    let kept = CHILD.set(std::sync::Mutex::new(child));
    assert!(kept.is_ok(), "the cluster is started once");
    format!("postgres://postgres@localhost/postgres?host={dir}")
}
