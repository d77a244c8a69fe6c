//! Over time: how the portfolio came to be what it is, and how it stood on one day.

use super::{AT, Block, Cell, Figure, Table, Then, Told, figures::Picture, ground::Ground};
use crate::{
    i18n::{locale, td_string},
    parts::chart::{compass, series, svg::Medium},
    words,
};
use domain::{
    day::Day,
    facet::Facet,
    insights::timeline::{self, Moment},
    portfolio::rows::Row,
    stage::Standing,
};

pub fn tell(ground: &Ground) -> Vec<Block> {
    let l = locale();
    if ground.rows.is_empty() {
        return vec![Block::Words(td_string!(l, insights.nothing).to_string())];
    }
    vec![Block::Figure(series(ground, Medium::Page)), Block::Hint(td_string!(l, insights.time_hint).to_string())]
}

/// The day that the address asks for: not before the beginning, not after today; none where it is no day.
fn asked(ground: &Ground, beginning: Day) -> Result<Day, String> {
    let Some(text) = ground.other(AT).filter(|text| !text.is_empty()) else { return Ok(ground.today) };
    let day: Day = text.parse().map_err(|_| text.to_owned())?;
    Ok(day.clamp(beginning.min(ground.today), ground.today))
}

fn beginning(ground: &Ground) -> Day {
    timeline::beginning(&ground.rows, &ground.history).unwrap_or(ground.today)
}

/// How the portfolio stood on the day of the address.
pub fn tell_then(ground: &Ground, told: &mut Told) {
    let first = beginning(ground);
    let at = asked(ground, first).unwrap_or_else(|text| {
        ground.refuse(told, AT, &text.chars().take(40).collect::<String>());
        ground.today
    });
    let rows = timeline::then(&ground.rows, &ground.history, at);
    told.blocks = told_of(ground, &Moment::of(&rows, at));
    let stops = timeline::stops(first, ground.today);
    let table = entries(ground, &rows, &title(at));
    told.then = Some(Then { at, stops, field: ground.dots(&rows), table });
}

fn title(at: Day) -> String {
    td_string!(locale(), insights.then_title, day = words::day(at)).to_string()
}

fn told_of(ground: &Ground, moment: &Moment) -> Vec<Block> {
    let l = locale();
    let fact = |count: u32, words: String| (count.to_string(), words);
    let mut facts = vec![fact(moment.total, td_string!(l, insights.fact_entries).to_string())];
    for standing in Standing::ALL {
        facts.push(fact(moment.at_standing(*standing), words::standing(*standing)));
    }
    facts.push(fact(moment.innovations, td_string!(l, insights.fact_innovations).to_string()));
    let mut blocks = vec![Block::Facts(facts)];
    if moment.mix.is_some() {
        blocks.push(Block::Figure(mix_at(ground, moment, Medium::Page)));
    }
    let guesses = timeline::guesses(&ground.rows, &ground.history, moment.at);
    if guesses > 0 {
        blocks.push(Block::Hint(td_string!(l, insights.guesses, count = guesses).to_string()));
    }
    blocks
}

/// The mix on the day of the address, beside the target that held then.
pub fn mix(ground: &Ground, medium: Medium) -> Figure {
    let at = asked(ground, beginning(ground)).unwrap_or(ground.today);
    mix_at(ground, &Moment::of(&timeline::then(&ground.rows, &ground.history, at), at), medium)
}

fn mix_at(ground: &Ground, moment: &Moment, medium: Medium) -> Figure {
    let title = td_string!(locale(), insights.then_mix, day = words::day(moment.at)).to_string();
    let query = ground.query(&[(AT, &moment.at.to_string())]);
    super::balance::mix_figure(ground, Picture::ThenMix, title, moment.mix, moment.at, query, medium)
}

/// Entries with where they stood and lay.
pub fn entries(ground: &Ground, rows: &[Row], title: &str) -> Table {
    let l = locale();
    let titles = ground.titles(rows.iter().take(super::MOST_DOTS).map(|row| row.reference));
    let row = |row: &Row| {
        let title = titles.get(&row.reference).cloned().unwrap_or_default();
        vec![
            Cell::Entry { reference: row.reference, title },
            Cell::Text(words::standing(row.standing)),
            Cell::Text(words::facet(row.facet())),
            Cell::Number(row.placement.x()),
            Cell::Number(row.placement.y()),
        ]
    };
    Table {
        caption: title.to_owned(),
        columns: [
            td_string!(l, insights.column_entry).to_string(),
            td_string!(l, insights.column_standing).to_string(),
            td_string!(l, insights.column_facet).to_string(),
            td_string!(l, insights.column_x).to_string(),
            td_string!(l, insights.column_y).to_string(),
        ]
        .to_vec(),
        rows: rows.iter().take(super::MOST_DOTS).map(row).collect(),
        is_heat: false,
    }
}

/// The compass on the day of the address, for files.
pub fn then(ground: &Ground) -> Figure {
    let at = asked(ground, beginning(ground)).unwrap_or(ground.today);
    let rows = timeline::then(&ground.rows, &ground.history, at);
    let title = title(at);
    let legend = td_string!(locale(), insights.compass_legend);
    let svg = compass::draw(&ground.dots(&rows), &ground.frame(&title, &title, &[legend]));
    let table = entries(ground, &rows, &title);
    let query = ground.query(&[(AT, &at.to_string())]);
    Figure { name: Picture::Then.name().to_owned(), title, svg, table, query }
}

/// How the portfolio grew and its mix changed.
pub fn series(ground: &Ground, medium: Medium) -> Figure {
    let l = locale();
    let moments = timeline::series(&ground.rows, &ground.history, ground.today);
    let title = td_string!(l, insights.series_title).to_string();
    let label = moments.first().zip(moments.last()).map_or_else(String::new, |(first, last)| {
        let (from, to) = (words::day(first.at), words::day(last.at));
        td_string!(l, insights.series_label, from = from, first = first.total, to = to, last = last.total).to_string()
    });
    let names = [td_string!(l, insights.series_count), td_string!(l, insights.series_mix)];
    let svg = series::draw(medium, &moments, names, &ground.frame(&title, &label, &[]));
    let row = |moment: &Moment| {
        let whole = |count: u32| Cell::Whole(i32::try_from(count).unwrap_or(i32::MAX));
        let mut cells = vec![Cell::Text(moment.at.to_string()), whole(moment.total)];
        match moment.mix {
            Some(mix) => cells.extend(mix.percent().map(|(_, share)| Cell::Whole(share.into()))),
            None => cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]),
        }
        cells.push(whole(moment.innovations));
        cells
    };
    let share = |facet: &Facet| format!("{} %", words::facet(*facet));
    let columns = [td_string!(l, insights.column_day).to_string(), td_string!(l, insights.fact_entries).to_string()]
        .into_iter()
        .chain(Facet::ALL.iter().map(share))
        .chain([td_string!(l, insights.fact_innovations).to_string()]);
    let table = Table {
        caption: title.clone(),
        columns: columns.collect(),
        rows: moments.iter().map(row).collect(),
        is_heat: false,
    };
    Figure { name: Picture::Time.name().to_owned(), title, svg, table, query: ground.query(&[]) }
}
