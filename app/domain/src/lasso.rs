//! A line drawn around places.

use crate::placement::Point;

/// Whether a place lies within a closed line; where the line crosses itself, what it goes around twice lies outside.
pub fn surrounds(line: &[Point], place: Point) -> bool {
    let from = line.iter().cycle().skip(line.len().saturating_sub(1));
    line.iter().zip(from).fold(false, |inside, (to, from)| {
        // A ray to the right meets the side when its ends lie on different heights around it.
        let spans = (from.y > place.y) != (to.y > place.y);
        let meets = || place.x < from.x + (to.x - from.x) * (place.y - from.y) / (to.y - from.y);
        inside != (spans && meets())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(points: &[(f64, f64)]) -> Vec<Point> {
        points.iter().map(|(x, y)| Point { x: *x, y: *y }).collect()
    }

    #[test]
    fn a_hook_holds_what_lies_in_its_bend_and_not_what_lies_between_its_ends() {
        let hook =
            line(&[(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (2.0, 3.0), (2.0, 1.0), (1.0, 1.0), (1.0, 3.0), (0.0, 3.0)]);
        for (x, y, inside) in
            [(0.5, 2.0, true), (2.5, 2.0, true), (1.5, 0.5, true), (1.5, 2.0, false), (-0.5, 0.5, false)]
        {
            assert_eq!(surrounds(&hook, Point { x, y }), inside, "({x}, {y})");
        }
    }

    #[test]
    fn a_line_of_no_width_holds_nothing() {
        for points in [&[][..], &[(0.0, 0.0)], &[(-1.0, -1.0), (1.0, 1.0)]] {
            assert!(!surrounds(&line(points), Point { x: 0.1, y: 0.0 }));
        }
    }

    proptest! {
        #[test]
        fn a_circle_holds_what_is_nearer_than_its_radius(x in -2.0..2.0_f64, y in -2.0..2.0_f64) {
            let circle: Vec<_> = (0..720).map(|step| f64::from(step).to_radians() / 2.0).map(|angle| Point { x: angle.cos(), y: angle.sin() }).collect();
            let distance = x.hypot(y);
            prop_assume!((distance - 1.0).abs() > 1e-3);
            prop_assert_eq!(surrounds(&circle, Point { x, y }), distance < 1.0);
        }
    }
}
