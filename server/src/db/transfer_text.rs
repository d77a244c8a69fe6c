//! Rows as PostgreSQL's COPY writes and reads them: a line each, values between tabs.
//! <https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.2>

use sqlx::{Decode, Sqlite, TypeInfo, ValueRef, sqlite::SqliteValueRef};
use std::io::Write;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Whole,
    Real,
    Bytes,
    Flag,
}

impl TryFrom<String> for Kind {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        match &*name {
            "text" => Ok(Self::Text),
            "bigint" => Ok(Self::Whole),
            "double precision" => Ok(Self::Real),
            "bytea" => Ok(Self::Bytes),
            "boolean" => Ok(Self::Flag),
            _ => Err(format!("columns of type {name} are not known")),
        }
    }
}

/// Lines that are being written.
#[derive(Debug, Default)]
pub struct Line(Vec<u8>);

impl Line {
    /// Adds a value to the row.
    ///
    /// # Errors
    /// When it is not what the column should hold.
    pub fn push(&mut self, value: SqliteValueRef<'_>, kind: Kind) -> sqlx::Result<()> {
        if !matches!(self.0.last(), None | Some(b'\n')) {
            self.0.push(b'\t');
        }
        if value.is_null() {
            self.0.extend(b"\\N");
            return Ok(());
        }
        let is_whole = value.type_info().name() == "INTEGER";
        match kind {
            Kind::Text => self.text(read(value)?),
            Kind::Whole => self.show(read::<i64>(value)?),
            Kind::Real if is_whole => self.show(read::<i64>(value)?),
            Kind::Real => self.show(read::<f64>(value)?),
            Kind::Flag => self.0.push(if read::<i64>(value)? == 0 { b'f' } else { b't' }),
            Kind::Bytes => {
                self.0.extend(b"\\\\x");
                self.0.extend(crate::secret::hex(read(value)?).into_bytes());
            }
        }
        Ok(())
    }

    /// Ends the row.
    pub fn end(&mut self) {
        self.0.push(b'\n');
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }

    fn show(&mut self, value: impl std::fmt::Display) {
        // Writing to memory cannot fail.
        let _ = write!(self.0, "{value}");
    }

    fn text(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                b'\\' => self.0.extend(b"\\\\"),
                b'\n' => self.0.extend(b"\\n"),
                b'\r' => self.0.extend(b"\\r"),
                b'\t' => self.0.extend(b"\\t"),
                0x08 => self.0.extend(b"\\b"),
                0x0b => self.0.extend(b"\\v"),
                0x0c => self.0.extend(b"\\f"),
                other => self.0.push(other),
            }
        }
    }
}

fn read<'value, T: Decode<'value, Sqlite>>(value: SqliteValueRef<'value>) -> sqlx::Result<T> {
    T::decode(value).map_err(sqlx::Error::Decode)
}

/// Whether two lines hold the same values. Real numbers may be written in other ways.
pub fn same(written: &[u8], read: &[u8], kinds: &[Kind]) -> bool {
    let values = |line| <[u8]>::split(line, |byte: &u8| *byte == b'\t');
    written == read
        || values(written).count() == values(read).count()
            && values(written).zip(values(read)).zip(kinds).all(|((written, read), kind)| {
                written == read || *kind == Kind::Real && number(written) == number(read)
            })
}

fn number(text: &[u8]) -> Option<f64> {
    std::str::from_utf8(text).ok()?.trim_end().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_numbers_may_be_written_in_other_ways_and_nothing_else() {
        let kinds = [Kind::Text, Kind::Real];
        for (written, read, expected) in [
            ("a\t0.00001\n", "a\t1e-05\n", true),
            ("a\t1\n", "a\t1\n", true),
            ("a\t\\N\n", "a\t\\N\n", true),
            ("a\t1\n", "a\t1.5\n", false),
            ("a\t\\N\n", "a\t0\n", false),
            ("1.0\t1\n", "1\t1\n", false),
            ("a\t1\n", "a\n", false),
        ] {
            assert_eq!(same(written.as_bytes(), read.as_bytes(), &kinds), expected, "{written} {read}");
        }
    }
}
