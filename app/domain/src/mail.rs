//! Sending mail: what becomes of one that was not taken.
//!
//! A mail is lost neither when the network is away nor when a server is busy: it is tried again, later and later. Only
//! a refusal for good ends it, or the patience that senders of mail are expected to have.

use crate::label::named;

/// Why a mail has not been taken, so far or for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setback {
    /// Our own mail server could not be reached, would not let us in, or hung up.
    Unreachable,
    /// The receiver's side said "not now" (a reply of 400 to 499, RFC 5321).
    Delayed,
    /// The receiver's side said "never" (a reply of 500 to 599).
    Refused,
}

named!(Setback, "setback", { Unreachable => "unreachable", Delayed => "delayed", Refused => "refused" });

/// What is done with a mail after a setback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Try again in so many seconds.
    Wait(i64),
    /// It has failed; only a person can have it tried again.
    GiveUp,
}

/// The wait after the first setback, in seconds. It doubles with each.
const FIRST_WAIT: i64 = 5;
const LONGEST_WAIT: i64 = 6 * 60 * 60;
/// How long a receiver's server may say "not now", in seconds: the four to five days of RFC 5321, section 4.5.4.1.
pub const PATIENCE: i64 = 5 * 24 * 60 * 60;
/// How much of a wait is left to chance, so that what failed together does not come back together.
const JITTER: f64 = 0.25;

/// What is done after a setback, the `tries`th of a mail that has waited for `waited` seconds. `chance` is a random
/// number from 0 to below 1.
pub fn after(setback: Setback, tries: u32, waited: i64, chance: f64) -> Next {
    match setback {
        Setback::Refused => Next::GiveUp,
        Setback::Delayed if waited >= PATIENCE => Next::GiveUp,
        // That our own server is away is no reason to lose anything.
        Setback::Delayed | Setback::Unreachable => Next::Wait(wait(tries, chance)),
    }
}

/// How long to wait after so many tries, in seconds.
pub fn wait(tries: u32, chance: f64) -> i64 {
    let doublings = tries.saturating_sub(1).min(20);
    let full = (FIRST_WAIT << doublings).min(LONGEST_WAIT);
    let spread = 1.0 + JITTER * (2.0 * chance.clamp(0.0, 1.0) - 1.0);
    ((full as f64 * spread).round() as i64).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        assert_eq!([1, 2, 3, 4].map(|tries| wait(tries, 0.5)), [5, 10, 20, 40]);
        assert_eq!(wait(60, 0.5), LONGEST_WAIT);
        assert_eq!((wait(4, 0.0), wait(4, 1.0)), (30, 50));
    }

    #[test]
    fn only_a_refusal_or_a_long_silence_ends_a_mail() {
        assert_eq!(after(Setback::Refused, 1, 0, 0.5), Next::GiveUp);
        assert_eq!(after(Setback::Delayed, 9, PATIENCE - 1, 0.5), Next::Wait(1280));
        assert_eq!(after(Setback::Delayed, 9, PATIENCE, 0.5), Next::GiveUp);
        assert_eq!(after(Setback::Unreachable, 400, 100 * PATIENCE, 0.5), Next::Wait(LONGEST_WAIT));
    }

    proptest! {
        #[test]
        fn a_wait_is_never_nothing_nor_endless(tries in any::<u32>(), chance in 0.0..1.0f64) {
            let wait = wait(tries, chance);
            prop_assert!((1..=LONGEST_WAIT * 5 / 4).contains(&wait), "{}", wait);
        }
    }
}
