//! Tables for the spreadsheet that a Swedish municipality has.
//!
//! Excel opens a CSV file by its own rules when somebody clicks on it: it takes the letters for those of an old code
//! page unless the file begins with a byte order mark, and where Windows is Swedish it parts cells at semicolons and
//! decimals at commas. So that is what is written, in either language of the page: the person's Windows is Swedish even
//! where the page is not. LibreOffice and Numbers ask, and read it too. Programs have `/api/v1/entries`.
//!
//! A text that begins like a formula would be one: it gets an apostrophe before it (OWASP, "CSV injection"). Numbers
//! are ours and stay numbers.

use app::insights::{Cell, Table};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The table as a file. An entry fills two columns: its number and its title.
pub fn write(table: &Table) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    let has_entries = table.rows.iter().flatten().any(|cell| matches!(cell, Cell::Entry { .. }));
    let number = has_entries.then(|| "Nr".to_owned());
    writer.write_record(number.into_iter().chain(table.columns.iter().map(|column| guarded(column))))?;
    for row in &table.rows {
        writer.write_record(row.iter().flat_map(cells))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn cells(cell: &Cell) -> Vec<String> {
    match cell {
        Cell::Text(text) => vec![guarded(text)],
        Cell::Whole(number) => vec![number.to_string()],
        Cell::Number(number) => vec![number.to_string().replace('.', ",")],
        Cell::Entry { reference, title } => vec![reference.to_string(), guarded(title)],
        Cell::Empty => vec![String::new()],
    }
}

/// A text that no spreadsheet takes for a formula, however it is parted into cells.
fn guarded(text: &str) -> String {
    let begins_like_one = |line: &str| {
        line.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
            || line.starts_with(['\t', '\r', '\n'])
    };
    if begins_like_one(text) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(cells: Vec<Cell>) -> Table {
        Table { caption: String::new(), columns: vec!["A".into(), "B".into()], rows: vec![cells], is_heat: false }
    }

    fn written(cells: Vec<Cell>) -> String {
        let bytes = write(&table(cells)).expect("a file");
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn it_is_what_a_swedish_spreadsheet_reads() {
        let file = written(vec![Cell::Text("Kultur; \"och\" fritid".into()), Cell::Number(-0.25)]);
        assert_eq!(file, "\u{feff}A;B\r\n\"Kultur; \"\"och\"\" fritid\";-0,25\r\n");
        let entry = Cell::Entry { reference: "2026-0042".parse().expect("a reference"), title: "En bänk".into() };
        assert_eq!(written(vec![entry, Cell::Empty]), "\u{feff}Nr;A;B\r\n2026-0042;En bänk;\r\n");
    }

    #[test]
    fn a_formula_is_a_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\u{ff1d}1"] {
            assert_eq!(guarded(formula), format!("'{formula}"));
        }
        assert_eq!(guarded("Lås 2=3"), "Lås 2=3");
        assert!(written(vec![Cell::Whole(-12), Cell::Empty]).contains("\n-12;"), "numbers stay numbers");
    }

    proptest! {
        #[test]
        fn no_text_begins_a_formula(texts in prop::collection::vec("[=+@\\t; \"\\r\\na-]{0,6}", 1..4)) {
            let file = written(texts.iter().cloned().map(Cell::Text).collect());
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_reader(file.trim_start_matches('\u{feff}').as_bytes());
            let record = reader.records().next().expect("a record").expect("sound");
            for (cell, text) in record.iter().zip(&texts) {
                prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']), "{:?}", cell);
                prop_assert_eq!(cell.trim_start_matches('\''), text.as_str());
            }
        }
    }
}
