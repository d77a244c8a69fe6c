//! Statements that write many rows at once: a statement costs more than a row.

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};
use std::fmt::Write;

/// A statement that begins with `insert` and goes on with the placeholders of so many rows: `($1, $2), ($3, $4)`.
pub fn insert(insert: &'static str, rows: usize, columns: usize) -> SqlStr {
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
    fn placeholders_are_counted_through() {
        assert_eq!(insert("INSERT INTO t (a, b)", 2, 2).as_str(), "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
        assert_eq!(placeholders(3), "$1, $2, $3");
    }
}
