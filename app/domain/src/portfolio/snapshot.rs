//! The portfolio as bytes for a browser: column after column, so that like stands beside like and compresses well.
//!
//! ```text
//! "FYRF" · version · lists of units and boards · number of entries
//! one column after the other: references, days, places, facts, receivers, goals
//! lengths of titles and summaries, their text
//! words of bodies, each with its entries
//! CRC-32 of all before
//! ```

use super::{
    bodies::BodyWords,
    bytes::{Damaged, Reader, Writer},
    rows::{Goals, Row, Rows, ShownTexts, UnitNumbers},
};
use crate::{
    day::Day,
    entry::Units,
    language::Bilingual,
    placement::Placement,
    reference::Reference,
    search::index::MOST_ENTRIES,
    stage::{Origin, Priority, Standing},
    taxonomy::{Body, Slug, Taxonomies},
};

const MAGIC: &[u8] = b"FYRF";
/// Changes with the layout: a browser that kept an older program drops what it cannot read.
const VERSION: u8 = 1;
/// Bytes of the check sum at the end.
const SUM: usize = 4;

pub fn encode(rows: &Rows, bodies: &BodyWords) -> Vec<u8> {
    let mut to = Writer::default();
    to.raw(MAGIC);
    to.byte(VERSION);
    write_lists(&mut to, rows);
    to.length(rows.rows.len());
    write_columns(&mut to, &rows.rows);
    write_texts(&mut to, &rows.texts);
    write_bodies(&mut to, bodies);
    let mut bytes = to.finish();
    let sum = crc32fast::hash(&bytes);
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes
}

/// Fails on anything that [`encode`] of this version has not written.
pub fn decode(bytes: &[u8]) -> Result<(Rows, BodyWords), Damaged> {
    let (content, sum) = bytes.split_last_chunk::<SUM>().ok_or(Damaged)?;
    let mut from = Reader::new(content);
    if from.raw(MAGIC.len())? != MAGIC || from.byte()? != VERSION || crc32fast::hash(content).to_le_bytes() != *sum {
        return Err(Damaged);
    }
    let (taxonomies, units, boards) = read_lists(&mut from)?;
    let count = from.count()?;
    if count > MOST_ENTRIES {
        return Err(Damaged);
    }
    let rows = read_columns(&mut from, count, units.len(), boards.len())?;
    let texts = read_texts(&mut from, count)?;
    let bodies = read_bodies(&mut from, count)?;
    from.end()?;
    Ok((Rows { taxonomies, units, boards, rows, texts: texts.into() }, bodies))
}

fn write_lists(to: &mut Writer, rows: &Rows) {
    let Rows { taxonomies, units, boards, .. } = rows;
    write_list(to, taxonomies.units(), units);
    write_list(to, taxonomies.boards(), boards);
}

/// A municipality's list, then the names of what is on no list.
fn write_list<'list>(to: &mut Writer, bodies: impl Iterator<Item = &'list Body>, slugs: &[Slug]) {
    let bodies: Vec<_> = bodies.collect();
    to.length(bodies.len());
    for body in &bodies {
        to.text(&body.slug.to_string());
        to.text(&body.name.sv);
        to.text(body.name.en.as_deref().unwrap_or_default());
        to.text(body.contact.as_deref().unwrap_or_default());
    }
    let others = slugs.get(bodies.len()..).unwrap_or_default();
    to.length(others.len());
    others.iter().for_each(|slug| to.text(&slug.to_string()));
}

fn read_lists(from: &mut Reader<'_>) -> Result<(Taxonomies, Vec<Slug>, Vec<Slug>), Damaged> {
    let (units, unit_slugs) = read_list(from)?;
    let (boards, board_slugs) = read_list(from)?;
    Ok((Taxonomies::new(units, boards).ok_or(Damaged)?, unit_slugs, board_slugs))
}

fn read_list(from: &mut Reader<'_>) -> Result<(Vec<Body>, Vec<Slug>), Damaged> {
    fn some(text: &str) -> Option<String> {
        (!text.is_empty()).then(|| text.to_owned())
    }
    fn slug(from: &mut Reader<'_>) -> Result<Slug, Damaged> {
        from.text()?.parse().map_err(|_| Damaged)
    }
    let mut bodies = Vec::new();
    for _ in 0..from.count()? {
        let slug = slug(from)?;
        let name = Bilingual { sv: from.text()?.to_owned(), en: some(from.text()?) };
        bodies.push(Body { slug, name, contact: some(from.text()?) });
    }
    let mut slugs: Vec<Slug> = bodies.iter().map(|body| body.slug.clone()).collect();
    for _ in 0..from.count()? {
        slugs.push(slug(from)?);
    }
    if slugs.len() > usize::from(u16::MAX) { Err(Damaged) } else { Ok((bodies, slugs)) }
}

/// The day as a number in which neighbours differ by one, but for the ends of months.
fn day_number(day: Day) -> i64 {
    (i64::from(day.year()) * 12 + i64::from(day.month()) - 1) * 31 + i64::from(day.day()) - 1
}

fn day(number: i64) -> Result<Day, Damaged> {
    let narrow = |number: i64| u8::try_from(number).map_err(|_| Damaged);
    let months = number.div_euclid(31);
    let year = i32::try_from(months.div_euclid(12)).map_err(|_| Damaged)?;
    Day::new(year, narrow(months.rem_euclid(12) + 1)?, narrow(number.rem_euclid(31) + 1)?).map_err(|_| Damaged)
}

/// One column of numbers that are like those before them.
fn write_deltas(to: &mut Writer, numbers: impl Iterator<Item = i64>) {
    let mut before = 0;
    for number in numbers {
        to.signed(number - before);
        before = number;
    }
}

fn read_deltas(from: &mut Reader<'_>, count: usize) -> Result<Vec<i64>, Damaged> {
    let mut before = 0_i64;
    (0..count)
        .map(|_| {
            before = before.checked_add(from.signed()?).ok_or(Damaged)?;
            Ok(before)
        })
        .collect()
}

/// Coordinates are kept to three decimals: thousandths are whole.
fn thousandths(coordinate: f64) -> i64 {
    (coordinate * 1000.0).round() as i64
}

fn placement(x: i64, y: i64) -> Result<Placement, Damaged> {
    Placement::new(x as f64 / 1000.0, y as f64 / 1000.0).map_err(|_| Damaged)
}

fn write_columns(to: &mut Writer, rows: &[Row]) {
    write_deltas(to, rows.iter().map(|row| day_number(row.created)));
    rows.iter().for_each(|row| to.signed(i64::from(row.created.year()) - i64::from(row.reference.year())));
    write_deltas(to, rows.iter().map(|row| i64::from(row.reference.number())));
    rows.iter().for_each(|row| to.signed(day_number(row.updated) - day_number(row.created)));
    rows.iter().for_each(|row| to.signed(thousandths(row.placement.x())));
    rows.iter().for_each(|row| to.signed(thousandths(row.placement.y())));
    rows.iter().for_each(|row| to.number(u64::from(row.placed)));
    rows.iter().for_each(|row| to.byte(row.standing as u8 | u8::from(row.innovation) << 3 | (row.priority as u8) << 4));
    rows.iter().for_each(|row| to.byte(row.origin as u8));
    rows.iter().for_each(|row| to.number(u64::from(row.board)));
    rows.iter().for_each(|row| to.byte(row.units.count() as u8));
    rows.iter().flat_map(|row| row.units.iter()).for_each(|unit| to.number(u64::from(unit)));
    rows.iter().for_each(|row| to.number(u64::from(row.goals.bits())));
}

fn read_columns(from: &mut Reader<'_>, count: usize, units: usize, boards: usize) -> Result<Vec<Row>, Damaged> {
    let below = |number: u16, limit: usize| if usize::from(number) < limit { Ok(number) } else { Err(Damaged) };
    let column = |from: &mut Reader<'_>| (0..count).map(|_| from.signed()).collect::<Result<Vec<_>, _>>();
    let created = read_deltas(from, count)?;
    let year = column(from)?;
    let number = read_deltas(from, count)?;
    let updated = column(from)?;
    let x = column(from)?;
    let y = column(from)?;
    let placed = (0..count).map(|_| from.small::<u32>()).collect::<Result<Vec<_>, _>>()?;
    let facts = from.raw(count)?;
    let origin = from.raw(count)?;
    let board = (0..count).map(|_| below(from.small()?, boards)).collect::<Result<Vec<_>, _>>()?;
    let unit_counts = from.raw(count)?;
    let mut unit_numbers = Vec::with_capacity(count);
    for units_of_one in unit_counts {
        let mut numbers = [0; Units::MAX];
        let wanted = numbers.get_mut(..usize::from(*units_of_one)).ok_or(Damaged)?;
        for place in wanted.iter_mut() {
            *place = below(from.small()?, units)?;
        }
        unit_numbers.push(UnitNumbers::new(wanted.iter().copied()).ok_or(Damaged)?);
    }
    let goals = (0..count).map(|_| from.small::<u32>()).collect::<Result<Vec<_>, _>>()?;
    let row = |at: usize| {
        let arrived = day(created[at])?;
        let year = i64::from(arrived.year()).checked_sub(year[at]).and_then(|year| u16::try_from(year).ok());
        let number = u32::try_from(number[at]).map_err(|_| Damaged)?;
        Ok(Row {
            reference: Reference::new(year.ok_or(Damaged)?, number).map_err(|_| Damaged)?,
            created: arrived,
            updated: day(created[at].checked_add(updated[at]).ok_or(Damaged)?)?,
            placement: placement(x[at], y[at])?,
            placed: placed[at],
            standing: variant(Standing::ALL, facts[at] & 7)?,
            innovation: facts[at] >> 3 & 1 == 1,
            priority: variant(Priority::ALL, facts[at] >> 4)?,
            origin: variant(Origin::ALL, origin[at])?,
            board: board[at],
            units: unit_numbers[at],
            goals: Goals::from_bits(goals[at]),
        })
    };
    (0..count).map(row).collect()
}

fn variant<T: Copy>(all: &[T], number: u8) -> Result<T, Damaged> {
    all.get(usize::from(number)).copied().ok_or(Damaged)
}

fn write_texts(to: &mut Writer, texts: &ShownTexts) {
    for part in 0..4 {
        let mut start = 0;
        for ends in &texts.ends {
            let from = if part == 0 { start } else { ends[part - 1] };
            to.number(u64::from(ends[part] - from));
            start = ends[3];
        }
    }
    to.text(&texts.text);
}

fn read_texts(from: &mut Reader<'_>, count: usize) -> Result<ShownTexts, Damaged> {
    let mut ends = vec![[0_u32; 4]; count];
    for part in 0..4 {
        for lengths in &mut ends {
            lengths[part] = from.small()?;
        }
    }
    let text = from.text()?.to_owned();
    let mut end = 0_u32;
    for lengths in &mut ends {
        for place in lengths {
            end = end.checked_add(*place).ok_or(Damaged)?;
            *place = end;
            if !text.is_char_boundary(end as usize) {
                return Err(Damaged);
            }
        }
    }
    if end as usize == text.len() { Ok(ShownTexts { text, ends }) } else { Err(Damaged) }
}

/// Words in order share their beginnings; of each only the rest is written.
fn write_bodies(to: &mut Writer, bodies: &BodyWords) {
    to.length(bodies.words.len());
    let mut before = "";
    for (word, _) in &bodies.words {
        let shared = before.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        let shared = (0..=shared).rev().find(|at| word.is_char_boundary(*at)).unwrap_or(0);
        to.length(shared);
        to.text(&word[shared..]);
        before = word;
    }
    bodies.words.iter().for_each(|(_, entries)| to.length(entries.len()));
    for (_, entries) in &bodies.words {
        let mut next = 0;
        for entry in entries {
            to.number(u64::from(entry - next));
            next = entry + 1;
        }
    }
}

fn read_bodies(from: &mut Reader<'_>, count: usize) -> Result<BodyWords, Damaged> {
    let mut words: Vec<(String, Vec<u32>)> = Vec::new();
    for _ in 0..from.count()? {
        let shared = from.small::<usize>()?;
        let before = words.last().map_or("", |(word, _)| word);
        let word = before.get(..shared).ok_or(Damaged)?.to_owned() + from.text()?;
        // The lexicon keeps its words in lines.
        if *word <= *before || word.contains('\n') {
            return Err(Damaged);
        }
        words.push((word, Vec::new()));
    }
    let counts = words.iter().map(|_| from.count()).collect::<Result<Vec<_>, _>>()?;
    for ((_, entries), length) in words.iter_mut().zip(counts) {
        let mut next = 0_u32;
        entries.reserve(length.min(count));
        for _ in 0..length {
            let entry = next.checked_add(from.small()?).filter(|entry| (*entry as usize) < count).ok_or(Damaged)?;
            entries.push(entry);
            next = entry + 1;
        }
    }
    Ok(BodyWords { words })
}
