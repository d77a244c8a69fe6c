//! The middle and the spread of some numbers.

use serde::{Deserialize, Serialize};

/// The three values that cut sorted numbers into four equal parts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quartiles {
    pub lower: f64,
    pub median: f64,
    pub upper: f64,
    /// Of how many numbers.
    pub count: u32,
}

impl Quartiles {
    /// None without numbers. Between two numbers the value is interpolated, as spreadsheets do (Hyndman and Fan's type 7).
    pub fn of(numbers: &[u32]) -> Option<Self> {
        let mut sorted = numbers.to_vec();
        sorted.sort_unstable();
        let last = sorted.len().checked_sub(1)?;
        let at = |share: f64| {
            let place = share * last as f64;
            let (below, above) = (f64::from(sorted[place.floor() as usize]), f64::from(sorted[place.ceil() as usize]));
            below + (above - below) * place.fract()
        };
        Some(Self { lower: at(0.25), median: at(0.5), upper: at(0.75), count: sorted.len() as u32 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn as_a_spreadsheet_says() {
        assert_eq!(Quartiles::of(&[]), None);
        let of = |numbers: &[u32]| Quartiles::of(numbers).map(|q| (q.lower, q.median, q.upper));
        assert_eq!(of(&[7]), Some((7.0, 7.0, 7.0)));
        assert_eq!(of(&[4, 1, 3, 2]), Some((1.75, 2.5, 3.25)));
        assert_eq!(of(&[1, 2, 3, 4, 100]), Some((2.0, 3.0, 4.0)));
    }

    proptest! {
        #[test]
        fn they_are_in_order_and_within_the_numbers(numbers in prop::collection::vec(0..5000u32, 1..40)) {
            let q = Quartiles::of(&numbers).expect("numbers");
            let (least, most) = (numbers.iter().min().copied().unwrap_or(0), numbers.iter().max().copied().unwrap_or(0));
            prop_assert!(f64::from(least) <= q.lower && q.lower <= q.median && q.median <= q.upper && q.upper <= f64::from(most));
        }
    }
}
