//! One SQL text on either engine: arguments, rows and lists that both drivers take. Knows no table.

use sqlx::postgres::PgRow;
use sqlx::query::Query;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Database, Decode, Encode, Postgres, Row as _, SqlStr, Sqlite, Type};

use super::db::StoreError;
use crate::domain::time::Timestamp;

/// A value on its way in. Each is one column type of the migrations.
#[derive(Clone)]
pub(super) enum Arg {
    Text(Option<String>),
    Int(Option<i64>),
    Flag(bool),
}

/// PostgreSQL's TEXT refuses U+0000, which hostile input carries; both engines store U+FFFD instead.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(Some(storable(text)))
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Option<&str>> for Arg {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(storable))
    }
}

impl From<&Option<String>> for Arg {
    fn from(text: &Option<String>) -> Self {
        Self::from(text.as_deref())
    }
}

impl From<Option<String>> for Arg {
    fn from(text: Option<String>) -> Self {
        Self::from(text.as_deref())
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Int(Some(i64::from(number)))
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::Int(Some(i64::try_from(number).unwrap_or(i64::MAX)))
    }
}

impl From<Option<i64>> for Arg {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}

impl From<Timestamp> for Arg {
    fn from(at: Timestamp) -> Self {
        Self::Int(Some(at.0))
    }
}

impl From<Option<Timestamp>> for Arg {
    fn from(at: Option<Timestamp>) -> Self {
        Self::Int(at.map(|at| at.0))
    }
}

impl From<bool> for Arg {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// `args![a, b]`: anything an [`Arg`] can be made of, in the order of `$1`, `$2` …
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::sql::Arg::from($value)),*] };
}
pub(super) use args;

/// Runs the same body on whichever engine is open.
macro_rules! on {
    ($open:expr, $kind:ident, $it:ident => $body:expr) => {
        match $open {
            $kind::Sqlite($it) => $body,
            $kind::Postgres($it) => $body,
        }
    };
}
pub(super) use on;

/// A prepared statement with its arguments.
pub(super) fn bound<'q, DB>(sql: SqlStr, args: Vec<Arg>) -> Query<'q, DB, DB::Arguments>
where
    DB: Database,
    Option<String>: Encode<'q, DB> + Type<DB>,
    Option<i64>: Encode<'q, DB> + Type<DB>,
    bool: Encode<'q, DB> + Type<DB>,
{
    args.into_iter().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Text(text) => query.bind(text),
        Arg::Int(number) => query.bind(number),
        Arg::Flag(flag) => query.bind(flag),
    })
}

/// A value both drivers can read.
pub(super) trait Value<'r>:
    Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, Postgres> + Type<Postgres>
{
}

impl<'r, T: Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, Postgres> + Type<Postgres>> Value<'r> for T {}

/// A row of either engine. A column that may be NULL is read as an `Option`: sqlx-sqlite 0.9 reads NULL as "" or 0
/// otherwise, without an error (its issue 4191).
pub(super) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// The value of a column.
    pub(super) fn get<'r, T: Value<'r>>(&'r self, column: &str) -> Result<T, StoreError> {
        Ok(on!(self, Self, row => row.try_get(column))?)
    }

    /// An instant.
    pub(super) fn at(&self, column: &str) -> Result<Timestamp, StoreError> {
        self.get(column).map(Timestamp)
    }

    /// An instant, if there is one.
    pub(super) fn at_or_none(&self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.get::<Option<i64>>(column)?.map(Timestamp))
    }

    /// A count; never negative in our tables.
    pub(super) fn count(&self, column: &str) -> Result<u64, StoreError> {
        let number: i64 = self.get(column)?;
        u64::try_from(number).map_err(|_| StoreError::Stored(format!("{column} is {number}, below zero")))
    }

    /// One of our own words (state, network, action …).
    pub(super) fn word<T: std::str::FromStr<Err = String>>(&self, column: &str) -> Result<T, StoreError> {
        self.get::<String>(column)?.parse().map_err(StoreError::Stored)
    }

    /// One of our own words, if there is one.
    pub(super) fn word_or_none<T: std::str::FromStr<Err = String>>(
        &self,
        column: &str,
    ) -> Result<Option<T>, StoreError> {
        self.get::<Option<String>>(column)?.map(|word| word.parse().map_err(StoreError::Stored)).transpose()
    }
}

/// Values a list query takes at once.
pub(super) const LIST: usize = 256;

/// SQL with `{}` replaced by placeholders for `values`, which are appended to `args`. The list is filled up to a power
/// of two with its last value, so that a handful of prepared statements serve every length.
///
/// An empty list gives `NULL`, which nothing is in.
pub(super) fn with_list(
    sql: &'static str,
    mut args: Vec<Arg>,
    values: &[String],
) -> (AssertSqlSafe<String>, Vec<Arg>) {
    let Some(last) = values.last() else {
        return (AssertSqlSafe(sql.replace("{}", "NULL")), args);
    };
    let first = args.len() + 1;
    let length = values.len().next_power_of_two();
    let marks: Vec<String> = (first..first + length).map(|mark| format!("${mark}")).collect();
    args.extend(values.iter().map(Arg::from));
    args.resize(first - 1 + length, Arg::from(last));
    (AssertSqlSafe(sql.replace("{}", &marks.join(", "))), args)
}

#[cfg(test)]
mod tests {
    use super::with_list;

    #[test]
    fn a_list_is_filled_up_to_a_power_of_two() {
        let values: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        let (sql, args) = with_list("x = $1 AND y IN ({})", args![1_i64], &values);
        assert_eq!(sql.0, "x = $1 AND y IN ($2, $3, $4, $5)");
        assert_eq!(args.len(), 5);
    }

    #[test]
    fn nothing_is_in_an_empty_list() {
        assert_eq!(with_list("y IN ({})", args![], &[]).0.0, "y IN (NULL)");
    }
}
