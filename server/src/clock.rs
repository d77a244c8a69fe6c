//! The time: instants are seconds in UTC, days and times of day are Swedish. The time zone's rules are in the program,
//! so that they do not depend on the machine.

use domain::{day::Day, follow, reception::Arrival};
use jiff::{Timestamp, Zoned, civil, tz::TimeZone};
use std::sync::LazyLock;

static SWEDEN: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Europe/Stockholm").expect("the time zones are in the program"));

/// Now, in seconds since 1970.
pub fn now() -> i64 {
    Timestamp::now().as_second()
}

/// The Swedish day of an instant.
pub fn day(instant: i64) -> Day {
    let date = local(instant).date();
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    // An instant outside the years that a day knows can only be a broken clock: the first day says so plainly.
    Day::new(date.year().into(), part(date.month()), part(date.day())).unwrap_or_else(|_| first_day())
}

/// The Swedish day and time of day of an instant.
pub fn arrival(instant: i64) -> Arrival {
    let local = local(instant);
    Arrival { day: day(instant), time: format!("{:02}:{:02}", local.hour(), local.minute()) }
}

/// The instant of a Swedish day and time, such as `2026-11-23T14:05`.
pub fn instant(local: &str) -> Option<i64> {
    let local: civil::DateTime = local.parse().ok()?;
    Some(local.to_zoned(SWEDEN.clone()).ok()?.timestamp().as_second())
}

/// An instant as it stands in the name of a file: `2026-11-27T020000Z`, in UTC, so that names are ordered as time is.
pub fn stamp(instant: i64) -> String {
    Timestamp::from_second(instant).unwrap_or(Timestamp::UNIX_EPOCH).strftime(STAMP).to_string()
}

/// The instant that [`stamp`] wrote; none where it did not write the text.
pub fn read_stamp(text: &str) -> Option<i64> {
    let written = civil::DateTime::strptime(STAMP, text).ok()?;
    Some(written.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

const STAMP: &str = "%Y-%m-%dT%H%M%SZ";

/// The instant of the latest weekly mail: a Monday morning.
pub fn latest_digest(now: i64) -> i64 {
    let monday = follow::latest_digest(day(now), u8::try_from(local(now).hour()).unwrap_or(0));
    instant(&format!("{monday}T{:02}:00", follow::DIGEST_HOUR)).unwrap_or(now)
}

fn local(instant: i64) -> Zoned {
    Timestamp::from_second(instant).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(SWEDEN.clone())
}

fn first_day() -> Day {
    Day::new(1900, 1, 1).expect("1900 is the first year of a day")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_evening_in_winter_and_summer_is_swedish() {
        let arrives = |utc: &str| arrival(utc.parse::<Timestamp>().expect("instant").as_second());
        let winter = arrives("2026-12-31T23:30:00Z");
        assert_eq!((winter.day.to_string().as_str(), winter.time.as_str()), ("2027-01-01", "00:30"));
        let summer = arrives("2026-06-30T22:05:00Z");
        assert_eq!((summer.day.to_string().as_str(), summer.time.as_str()), ("2026-07-01", "00:05"));
    }

    #[test]
    fn a_local_time_is_read_back() {
        let arrived = arrival(instant("2026-11-18T09:12").expect("a time"));
        assert_eq!((arrived.day.to_string().as_str(), arrived.time.as_str()), ("2026-11-18", "09:12"));
        assert_eq!(instant("yesterday"), None);
    }

    #[test]
    fn a_stamp_is_read_back() {
        assert_eq!(stamp(1_795_000_000), "2026-11-18T110640Z");
        assert_eq!(read_stamp(&stamp(1_795_000_000)), Some(1_795_000_000));
        for wrong in ["", "2026-11-18", "2026-11-18T110640", "2026-11-18T110640Z-2"] {
            assert_eq!(read_stamp(wrong), None, "{wrong}");
        }
    }
}
