//! A calendar day, as a municipality's records give it: in Swedish local time, written `2026-11-23`.

use crate::{fault::Fault, label::serde_as_text};
use std::{fmt, str::FromStr};
use time::{Date, Month};

/// A day from 1900 to 2999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// The day, or a fault where the calendar has none such.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, Fault> {
        if !(1900..3000).contains(&year) {
            return Err(Fault::NotADate);
        }
        Month::try_from(month)
            .and_then(|month| Date::from_calendar_date(year, month, day))
            .map(Self)
            .map_err(|_| Fault::NotADate)
    }

    pub const fn year(self) -> i32 {
        self.0.year()
    }

    /// 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month().into()
    }

    /// 1 to 31.
    pub const fn day(self) -> u8 {
        self.0.day()
    }

    /// How many days after another day it is; negative before it.
    pub const fn days_since(self, other: Self) -> i32 {
        self.0.to_julian_day() - other.0.to_julian_day()
    }

    /// The day this many days later, or earlier where negative; the same day where that is beyond all years.
    #[must_use]
    pub fn later(self, days: i32) -> Self {
        let date = self.0.to_julian_day().checked_add(days).and_then(|day| Date::from_julian_day(day).ok());
        date.and_then(|date| Self::new(date.year(), date.month().into(), date.day()).ok()).unwrap_or(self)
    }

    /// The same day of the month so many months ago, or the last of that month where it is shorter; the same day where
    /// that is before all years.
    #[must_use]
    pub fn months_earlier(self, months: i32) -> Self {
        let months = self.year() * 12 + i32::from(self.month()) - 1 - months;
        let month = u8::try_from(months.rem_euclid(12) + 1).unwrap_or(1);
        (1..=self.day()).rev().find_map(|day| Self::new(months.div_euclid(12), month, day).ok()).unwrap_or(self)
    }

    /// The first day of the month after this one.
    #[must_use]
    pub fn next_month(self) -> Self {
        let (year, month) = if self.month() == 12 { (self.year() + 1, 1) } else { (self.year(), self.month() + 1) };
        Self::new(year, month, 1).unwrap_or(self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl FromStr for Day {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        if !shaped {
            return Err(Fault::NotADate);
        }
        let part = |range: std::ops::Range<usize>| text[range].parse::<u16>().map_err(|_| Fault::NotADate);
        let narrow = |number: u16| u8::try_from(number).map_err(|_| Fault::NotADate);
        Self::new(i32::from(part(0..4)?), narrow(part(5..7)?)?, narrow(part(8..10)?)?)
    }
}

serde_as_text!(Day);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_written() {
        assert_eq!("2024-02-29".parse::<Day>().map(|day| day.to_string()), Ok("2024-02-29".into()));
        for wrong in ["2023-02-29", "2024-13-01", "2024-2-9", "1899-01-01", "20240229", "2024-02-29T", "åååå-mm-dd"]
        {
            assert_eq!(wrong.parse::<Day>(), Err(Fault::NotADate), "{wrong}");
        }
    }

    #[test]
    fn days_are_counted_across_months_and_years() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        assert_eq!(day("2024-03-01").days_since(day("2024-02-28")), 2);
        assert_eq!(day("2024-12-31").later(1), day("2025-01-01"));
        assert_eq!(day("2999-12-31").later(1), day("2999-12-31"));
        assert_eq!(day("2024-12-05").next_month(), day("2025-01-01"));
        for (months, expected) in [(1, "2024-02-29"), (13, "2023-02-28"), (3, "2023-12-31"), (12, "2023-03-31")] {
            assert_eq!(day("2024-03-31").months_earlier(months), day(expected));
        }
        assert_eq!(day("1900-03-31").months_earlier(3), day("1900-03-31"));
    }
}
