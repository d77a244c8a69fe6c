//! The whole at a glance, as it is told: figures with their tables, and sentences, in the reader's language.
//!
//! The server draws and words everything ([`ground`] is what it knows, then one module for each part); the browser
//! shows it. So the pictures need no program in the browser, and a download is the picture that the page shows.

#[cfg(feature = "ssr")]
mod balance;
#[cfg(feature = "ssr")]
pub mod figures;
#[cfg(feature = "ssr")]
mod flow;
#[cfg(feature = "ssr")]
mod gaps;
#[cfg(feature = "ssr")]
pub mod ground;
#[cfg(feature = "ssr")]
mod report;
#[cfg(feature = "ssr")]
mod time;
#[cfg(feature = "ssr")]
mod what_if;

use domain::{
    day::Day,
    fault::Problem,
    filter::BadParameter,
    placement::Placement,
    portfolio::Choices,
    reference::Reference,
    stage::{Priority, Standing},
};
use serde::{Deserialize, Serialize};

/// A page of the whole, or the part of one that is asked for by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Balance,
    Gaps,
    Flow,
    /// How the portfolio came to be what it is.
    Time,
    /// How it stood on one day, by the parameter [`AT`].
    Then,
    /// How it would be, by the parameter [`PLAN`].
    WhatIf,
    Report,
}

/// The parameter that holds a day.
pub const AT: &str = "at";
/// The parameter that holds a scenario.
pub const PLAN: &str = "plan";

/// More dots than this are gathered into bubbles, and nothing can be done with a single one.
pub const MOST_DOTS: usize = 400;

/// What a section tells of the entries that a filter finds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub total: u32,
    pub groups: Vec<Choices>,
    pub bad: Vec<BadParameter>,
    pub blocks: Vec<Block>,
    /// Only for [`Section::Then`].
    pub then: Option<Then>,
    /// Only for [`Section::WhatIf`].
    pub what_if: Option<WhatIf>,
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    Heading(String),
    Words(String),
    /// How to read something, or what it does not say.
    Hint(String),
    /// Numbers with what they count.
    Facts(Vec<(String, String)>),
    Points(Vec<Point>),
    Figure(Figure),
}

/// A sentence that leads somewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub words: String,
    pub to: Option<String>,
    pub note: Option<String>,
}

/// A picture with its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The name of its files, without the ending.
    pub name: String,
    pub title: String,
    /// Empty on a page where the table is the picture.
    pub svg: String,
    pub table: Table,
    /// The query string that makes the same picture again.
    pub query: String,
}

/// Numbers in rows and columns; the first cell of each row names it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub caption: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    /// Whether cells are coloured by their numbers.
    pub is_heat: bool,
}

impl Table {
    /// The largest whole number in it.
    pub fn most(&self) -> u32 {
        let whole = |cell: &Cell| if let Cell::Whole(count) = cell { u32::try_from(*count).ok() } else { None };
        self.rows.iter().flatten().filter_map(whole).max().unwrap_or(0)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    Text(String),
    Whole(i32),
    /// A number with up to three decimals.
    Number(f64),
    Entry {
        reference: Reference,
        title: String,
    },
    Empty,
}

/// How dark a cell of a heat table is, from 0 for none to 4 for the most.
pub fn heat(count: u32, most: u32) -> u32 {
    (4 * count).div_ceil(most.max(1)).min(4)
}

/// The portfolio on a day, to be looked at and stepped through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Then {
    pub at: Day,
    /// The days that the slider stops at.
    pub stops: Vec<Day>,
    pub field: Dots,
    /// The same in numbers.
    pub table: Table,
}

/// What lies on a compass: dots, or bubbles where they are too many.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dots {
    pub dots: Vec<Dot>,
    pub bubbles: Vec<Bubble>,
}

/// An entry on a compass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dot {
    pub reference: Reference,
    pub title: String,
    pub standing: Standing,
    pub innovation: bool,
    pub priority: Priority,
    pub placement: Placement,
    /// Where it lies in truth, where a scenario has moved it.
    pub from: Option<Placement>,
}

/// Entries that lie close together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bubble {
    pub placement: Placement,
    pub count: u32,
}

/// A scenario and what it would change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WhatIf {
    /// As it stands in the address, with what the form has added.
    pub plan: String,
    pub field: Dots,
    /// The same in numbers.
    pub table: Table,
    pub planned: Vec<Planned>,
    /// What the form says, as it was written.
    pub written: Written,
    pub problems: Vec<Problem>,
}

/// One plan of a scenario in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    pub reference: Reference,
    pub title: String,
    pub words: String,
    /// The scenario without it.
    pub without: String,
}

/// The form for one plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub entry: String,
    pub x: String,
    pub y: String,
    pub standing: String,
}

#[cfg(test)]
mod tests {
    use super::heat;

    #[test]
    fn only_none_is_without_heat_and_the_most_is_darkest() {
        assert_eq!([0, 1, 5, 10, 15, 20].map(|count| heat(count, 20)), [0, 1, 1, 2, 3, 4]);
        assert_eq!((heat(0, 0), heat(1, 1), heat(1, 1000)), (0, 4, 1));
    }
}
