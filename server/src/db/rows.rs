//! Statements that write many rows at once: a statement costs more than a row, and one that is new more than a known one.

use super::Result;
use sqlx::{Any, AnyConnection, AssertSqlSafe, SqlSafeStr, SqlStr, any::AnyArguments};
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
    for part in parts(rows) {
        let query = part.iter().fold(sqlx::query(self::insert(insert, part.len(), columns)), &bind);
        query.execute(&mut *conn).await?;
    }
    Ok(())
}

/// A statement that begins with `insert` and goes on with the placeholders of so many rows: `($1, $2), ($3, $4)`.
fn insert(insert: &'static str, rows: usize, columns: usize) -> SqlStr {
    let mut sql = format!("{insert} VALUES ");
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=columns {
            // Writing to a string cannot fail.
            let _ = write!(sql, "{}${}", if column == 1 { "" } else { ", " }, row * columns + column);
        }
        sql.push(')');
    }
    // Nothing in it but what stands in the program, and numbers.
    AssertSqlSafe(sql).into_sql_str()
}

/// The placeholders of so many values: `$1, $2, $3`.
pub fn placeholders(count: usize) -> String {
    (1..=count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
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
    fn placeholders_are_counted_through() {
        assert_eq!(insert("INSERT INTO t (a, b)", 2, 2).as_str(), "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
        assert_eq!(placeholders(3), "$1, $2, $3");
    }
}
