//! Where dots are drawn when several lie on each other: each within reach, none far from its place.

use crate::placement::Placement;

/// A dot to draw: its true place, and its radius in the same measure (the diamond's half-width is 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    pub placement: Placement,
    pub radius: f64,
}

/// How often neighbours push each other apart before what is left is left.
const ROUNDS: usize = 60;
/// The golden angle, in radians: successive dots never line up.
const GOLDEN_ANGLE: f64 = 2.399_963_229_728_653;

/// Moves dots apart until none covers another, or as nearly so as [`ROUNDS`] allow. The answer has the same order as
/// the dots and is the same for the same dots. Dots that touch nobody stay exactly where they are.
pub fn spread(dots: &[Dot]) -> Vec<Placement> {
    let mut places: Vec<(f64, f64)> = dots.iter().map(|dot| (dot.placement.x(), dot.placement.y())).collect();
    for _ in 0..ROUNDS {
        let mut moved = false;
        for i in 0..dots.len() {
            for j in i + 1..dots.len() {
                let wanted = dots[i].radius + dots[j].radius;
                let (dx, dy) = (places[j].0 - places[i].0, places[j].1 - places[i].1);
                let distance = dx.hypot(dy);
                if distance + 1e-4 >= wanted {
                    continue;
                }
                let (dx, dy) = if distance > 1e-9 {
                    (dx / distance, dy / distance)
                } else {
                    let angle = GOLDEN_ANGLE * j as f64;
                    (angle.cos(), angle.sin())
                };
                let push = (wanted - distance) / 2.0;
                places[i] = within(places[i].0 - dx * push, places[i].1 - dy * push);
                places[j] = within(places[j].0 + dx * push, places[j].1 + dy * push);
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    places.into_iter().map(|(x, y)| Placement::nearest(x, y)).collect()
}

fn within(x: f64, y: f64) -> (f64, f64) {
    if x.abs() + y.abs() <= 1.0 {
        (x, y)
    } else {
        let place = Placement::nearest(x, y);
        (place.x(), place.y())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dot(x: f64, y: f64) -> Dot {
        Dot { placement: Placement::nearest(x, y), radius: 0.03 }
    }

    fn nearest_pair(places: &[Placement]) -> f64 {
        let mut nearest = f64::INFINITY;
        for (i, one) in places.iter().enumerate() {
            for other in &places[i + 1..] {
                nearest = nearest.min((one.x() - other.x()).hypot(one.y() - other.y()));
            }
        }
        nearest
    }

    #[test]
    fn dots_in_the_same_place_can_each_be_reached_even_in_a_corner() {
        for (x, y) in [(0.0, 0.0), (-0.5, 0.5), (-1.0, 0.0)] {
            let places = spread(&[dot(x, y); 8]);
            assert!(nearest_pair(&places) > 0.03, "at ({x}, {y}): {}", nearest_pair(&places));
        }
    }

    #[test]
    fn dots_that_touch_nobody_stay() {
        let dots = [dot(0.0, 0.0), dot(0.2, 0.0), dot(-0.5, 0.3)];
        assert_eq!(spread(&dots), dots.map(|dot| dot.placement));
    }

    proptest! {
        #[test]
        fn the_same_dots_give_the_same_picture(points in prop::collection::vec((-1.0..1.0f64, -1.0..1.0f64), 0..40)) {
            let dots: Vec<_> = points.into_iter().map(|(x, y)| dot(x, y)).collect();
            prop_assert_eq!(spread(&dots), spread(&dots));
        }
    }
}
