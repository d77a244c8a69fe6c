//! Statements that write many rows at once: a statement costs more than a row, and one that is new more than a known
//! one.

use super::Result;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Database as _, Execute, Sqlite, any::AnyArguments};
use std::fmt::Write;

/// A statement that values are bound to.
pub type Query<'query> = sqlx::query::Query<'query, Any, AnyArguments>;

/// The most rows that one statement writes, and up to how many it writes any number.
const TOGETHER: usize = 64;
const ANY_NUMBER: usize = 16;

/// A list in parts, the longest first. Statements differ by how many rows they write: so there are few lengths, and those
/// that are in use stay prepared.
pub fn parts<T>(mut list: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let length = match list.len().min(TOGETHER) {
            0 => return None,
            few @ ..=ANY_NUMBER => few,
            many => 1 << many.ilog2(),
        };
        let (part, rest) = list.split_at(length);
        list = rest;
        Some(part)
    })
}

/// Writes rows by statements that begin with `insert`; `bind` gives them the values of one, as many as there are
/// columns.
pub async fn write<'rows, T>(
    conn: &mut AnyConnection,
    insert: &'static str,
    columns: usize,
    rows: &'rows [T],
    bind: impl Fn(Query<'rows>, &'rows T) -> Query<'rows>,
) -> Result<()> {
    for part in parts(rows) {
        let mut statements = Statements::of(conn);
        statements.add(insert, columns, part, &bind);
        statements.execute(conn).await?;
    }
    Ok(())
}

/// Statements that are sent together where the database takes several at once, as SQLite does: each one sent for itself
/// waits for two threads to hear of each other.
pub struct Statements<'rows> {
    placeholders: Placeholders,
    /// The statements, and the values that are bound to them in their order.
    ready: Vec<(String, Query<'rows>)>,
}

impl<'rows> Statements<'rows> {
    pub fn of(conn: &AnyConnection) -> Self {
        Self { placeholders: Placeholders::of(conn), ready: Vec::new() }
    }

    /// Adds one that begins with `insert` and writes all rows; `bind` gives it the values of one, as many as there are
    /// columns.
    pub fn add<T>(
        &mut self,
        insert: &'static str,
        columns: usize,
        rows: &'rows [T],
        bind: impl Fn(Query<'rows>, &'rows T) -> Query<'rows>,
    ) {
        let (mut sql, query) = match self.placeholders {
            Placeholders::InOrder => self.ready.pop(),
            Placeholders::Numbered => None,
        }
        .unwrap_or_else(|| (String::new(), sqlx::query("")));
        if !sql.is_empty() {
            sql.push_str("; ");
        }
        self::insert(&mut sql, insert, rows.len(), columns, self.placeholders);
        self.ready.push((sql, rows.iter().fold(query, bind)));
    }

    /// Executes them.
    pub async fn execute(self, conn: &mut AnyConnection) -> Result<()> {
        for (sql, mut query) in self.ready {
            let values = query.take_arguments().map_err(sqlx::Error::Encode)?.unwrap_or_default();
            // Nothing in it but what stands in the program, and numbers.
            sqlx::query_with(AssertSqlSafe(sql), values).execute(&mut *conn).await?;
        }
        Ok(())
    }
}

/// Adds a statement that begins with `insert` and goes on with the placeholders of so many rows: `($1, $2), ($3, $4)`,
/// or `(?, ?), (?, ?)`.
fn insert(sql: &mut String, insert: &'static str, rows: usize, columns: usize, placeholders: Placeholders) {
    sql.push_str(insert);
    sql.push_str(" VALUES ");
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        placeholders.push(sql, row * columns, columns);
        sql.push(')');
    }
}

/// The placeholders of so many values, `$1, $2, $3` or `?, ?, ?`; a statement can have no others beside them.
pub fn placeholders(conn: &AnyConnection, count: usize) -> String {
    let mut sql = String::new();
    Placeholders::of(conn).push(&mut sql, 0, count);
    sql
}

/// How the placeholders of a long statement are written.
#[derive(Clone, Copy, Debug)]
enum Placeholders {
    /// `$1`, as PostgreSQL has them.
    Numbered,
    /// `?`. Of numbered ones SQLite finds each by walking past those before it, at every execution.
    InOrder,
}

impl Placeholders {
    fn of(conn: &AnyConnection) -> Self {
        if conn.backend_name() == Sqlite::NAME { Self::InOrder } else { Self::Numbered }
    }

    /// Adds so many that come after others.
    fn push(self, sql: &mut String, others: usize, count: usize) {
        for number in others + 1..=others + count {
            sql.push_str(if number == others + 1 { "" } else { ", " });
            match self {
                // Writing to a string cannot fail.
                Self::Numbered => drop(write!(sql, "${number}")),
                Self::InOrder => sql.push('?'),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_few_sizes_and_all_of_it() {
        let list: Vec<u32> = (0..203).collect();
        let lengths: Vec<usize> = parts(&list).map(<[u32]>::len).collect();
        assert_eq!(lengths, [64, 64, 64, 11]);
        assert_eq!(parts(&list[..59]).map(<[u32]>::len).collect::<Vec<_>>(), [32, 16, 11]);
        assert_eq!(parts(&list).collect::<Vec<_>>().concat(), list);
        assert_eq!(parts(&list[..0]).count(), 0);
    }

    #[test]
    fn placeholders_are_counted_through_or_come_in_order() {
        let insert = |placeholders| {
            let mut sql = String::new();
            insert(&mut sql, "INSERT INTO t (a, b)", 2, 2, placeholders);
            sql
        };
        assert_eq!(insert(Placeholders::Numbered), "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
        assert_eq!(insert(Placeholders::InOrder), "INSERT INTO t (a, b) VALUES (?, ?), (?, ?)");
    }
}
