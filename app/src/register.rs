//! The registrar's list in words: the same for its page and its file.

use crate::{
    i18n::{language, locale, td_string},
    insights::{Cell, Table},
    pages::{receipt, submit::kind_words},
    words,
};
use domain::{
    reception::{Decision, register::RegisterLine},
    taxonomy::Taxonomies,
};

/// The lines as a table.
pub fn table(lines: &[RegisterLine], lists: &Taxonomies) -> Table {
    let l = locale();
    let columns = [
        td_string!(l, reception.register.reference),
        td_string!(l, reception.register.arrived),
        td_string!(l, reception.register.board),
        td_string!(l, reception.register.diary),
        td_string!(l, reception.register.kind),
        td_string!(l, reception.register.secrecy),
        td_string!(l, reception.register.title_column),
        td_string!(l, reception.register.sender),
        td_string!(l, reception.register.outcome),
    ];
    Table {
        caption: td_string!(l, reception.register.title).to_owned(),
        columns: columns.map(str::to_owned).into(),
        rows: lines.iter().map(|line| row(line, lists)).collect(),
        is_heat: false,
    }
}

fn row(line: &RegisterLine, lists: &Taxonomies) -> Vec<Cell> {
    let l = locale();
    let board =
        lists.board(&line.board).map_or_else(|| line.board.to_string(), |board| board.name(language()).to_owned());
    let secret = || td_string!(l, reception.register.secret).to_owned();
    let (title, sender) = match &line.open {
        Some(open) => (
            open.title.get(language()).to_string(),
            match &open.sender {
                Some(name) => name.to_string(),
                None => td_string!(l, reception.register.anonymous).to_owned(),
            },
        ),
        None => (secret(), secret()),
    };
    let secrecy =
        if line.is_secret { td_string!(l, reception.register.yes) } else { td_string!(l, reception.register.no) };
    let cells = [
        line.reference.to_string(),
        format!("{} {}", line.arrived.day, line.arrived.time),
        board,
        line.diary_number.as_deref().unwrap_or_default().to_owned(),
        kind_words(line.kind).0.to_owned(),
        secrecy.to_owned(),
        title,
        sender,
        outcome(&line.decision),
    ];
    cells.into_iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text(text) }).collect()
}

/// What was decided, and when.
fn outcome(decision: &Decision) -> String {
    let word = receipt::decision_word(decision);
    match decision {
        Decision::Waiting => word.to_owned(),
        Decision::Published { on } | Decision::Declined { on, .. } => format!("{word} {on}"),
        Decision::SentOn { on, to, .. } => format!("{word} {on}: {}", words::channel(to)),
        Decision::Merged { on, into, .. } => format!("{word} {on}: {into}"),
    }
}
