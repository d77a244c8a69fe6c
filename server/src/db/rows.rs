//! Statements that write many rows at once: a statement costs more than a row, and one that is new more than a known one.

use super::Result;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Database as _, SqlSafeStr, SqlStr, Sqlite, any::AnyArguments};
use std::fmt::Write;

/// A statement that values are bound to.
pub type Query<'query> = sqlx::query::Query<'query, Any, AnyArguments>;

/// The most rows that one statement writes.
const TOGETHER: usize = 64;

/// A list in parts whose lengths are powers of two, the longest first. Statements differ by how many rows they write: so
/// there are few, and each stays prepared.
pub fn parts<T>(mut list: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let length = 1 << list.len().min(TOGETHER).checked_ilog2()?;
        let (part, rest) = list.split_at(length);
        list = rest;
        Some(part)
    })
}

/// Writes rows by a statement that begins with `insert`; `bind` gives it the values of one, as many as there are columns.
pub async fn write<'rows, T>(
    conn: &mut AnyConnection,
    insert: &'static str,
    columns: usize,
    rows: &'rows [T],
    bind: impl Fn(Query<'rows>, &'rows T) -> Query<'rows>,
) -> Result<()> {
    let placeholders = Placeholders::of(conn);
    for part in parts(rows) {
        let query = part.iter().fold(sqlx::query(self::insert(insert, part.len(), columns, placeholders)), &bind);
        query.execute(&mut *conn).await?;
    }
    Ok(())
}

/// A statement that begins with `insert` and goes on with the placeholders of so many rows: `($1, $2), ($3, $4)`, or
/// `(?, ?), (?, ?)`.
fn insert(insert: &'static str, rows: usize, columns: usize, placeholders: Placeholders) -> SqlStr {
    let mut sql = format!("{insert} VALUES ");
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        placeholders.push(&mut sql, row * columns, columns);
        sql.push(')');
    }
    // Nothing in it but what stands in the program, and numbers.
    AssertSqlSafe(sql).into_sql_str()
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
        assert_eq!(lengths, [64, 64, 64, 8, 2, 1]);
        assert_eq!(parts(&list).collect::<Vec<_>>().concat(), list);
        assert_eq!(parts(&list[..0]).count(), 0);
    }

    #[test]
    fn placeholders_are_counted_through_or_come_in_order() {
        let insert = |placeholders| insert("INSERT INTO t (a, b)", 2, 2, placeholders).as_str().to_owned();
        assert_eq!(insert(Placeholders::Numbered), "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
        assert_eq!(insert(Placeholders::InOrder), "INSERT INTO t (a, b) VALUES (?, ?), (?, ?)");
    }
}
