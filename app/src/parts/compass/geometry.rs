//! From the diamond's measure to the drawing's, and back.

use domain::{
    facet::Facet,
    placement::{CONFUSION, Placement, Point},
    stage::Priority,
    zone::Zone,
};

/// Units of the drawing for 1 of the diamond.
pub const SCALE: f64 = 100.0;

/// The part of the plane that the drawing shows: left, top, width, height.
pub const VIEW: (f64, f64, f64, f64) = (-142.0, -134.0, 284.0, 268.0);

/// The same for a compass without words around it.
pub const BARE_VIEW: (f64, f64, f64, f64) = (-108.0, -108.0, 216.0, 216.0);

/// A `viewBox` attribute.
pub fn view_box((left, top, width, height): (f64, f64, f64, f64)) -> String {
    format!("{left} {top} {width} {height}")
}

/// What is looked at: a zone of the diamond, drawn as large as the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lens(Zone);

impl Lens {
    pub const fn on(zone: Zone) -> Self {
        Self(zone)
    }

    /// Where a point of the diamond lies in the drawing's own diamond.
    pub fn seen(self, point: Point) -> Placement {
        let (centre, scale) = (self.0.centre(), self.0.scale());
        Placement::nearest((point.x - centre.x) * scale, (point.y - centre.y) * scale)
    }

    /// Where a point of the drawing's own diamond, or outside it, lies in the whole.
    pub fn meant(self, (x, y): (f64, f64)) -> Placement {
        let (centre, scale) = (self.0.centre(), self.0.scale());
        Placement::nearest(centre.x + x / scale, centre.y + y / scale)
    }
}

/// The radius of a bubble, in units of the drawing: its area grows with the count, and there is room for the number.
pub fn bubble_radius(count: u32, most: u32) -> f64 {
    7.0 + 13.0 * (f64::from(count) / f64::from(most.max(1))).sqrt()
}

/// Where a placement lies in the drawing, whose y grows downwards.
pub fn drawn(placement: Placement) -> (f64, f64) {
    (placement.x() * SCALE, -placement.y() * SCALE)
}

/// The transformation that puts what is drawn around the origin at a placement.
pub fn translate(placement: Placement) -> String {
    let (x, y) = drawn(placement);
    format!("translate({x:.1} {y:.1})")
}

/// The radius of a dot, in units of the drawing.
pub const fn radius(priority: Priority) -> f64 {
    match priority {
        Priority::High => 5.4,
        Priority::Medium => 4.2,
        Priority::Low => 3.1,
    }
}

/// The radius around a dot within which a pointer reaches it.
pub fn reach(priority: Priority) -> f64 {
    (radius(priority) + 1.2).max(5.6)
}

/// The outline of a facet's shape with about the area of a circle of this radius: square, triangle, circle, diamond.
pub fn shape(facet: Facet, radius: f64) -> String {
    let r = |times: f64| radius * times;
    match facet {
        Facet::Enhancement => format!("M{0:.2} {0:.2}H{1:.2}V{1:.2}H{0:.2}Z", r(-0.9), r(0.9)),
        Facet::Mission => format!("M0 {:.2}L{:.2} {:.2}H{:.2}Z", r(-1.25), r(1.2), r(0.85), r(-1.2)),
        Facet::Adaptive => {
            format!("M{1:.2} 0A{0:.2} {0:.2} 0 1 1 {0:.2} 0A{0:.2} {0:.2} 0 1 1 {1:.2} 0Z", r(1.0), r(-1.0))
        }
        Facet::Anticipatory => format!("M0 {0:.2}L{1:.2} 0 0 {1:.2} {0:.2} 0Z", r(-1.28), r(1.28)),
    }
}

/// The outline of the zone of confusion: where the heaviest weight is [`CONFUSION`].
pub fn confusion() -> String {
    // With u = x + y and v = y - x the heaviest weight is (1 + |u|)(1 + |v|) / 4.
    const SAMPLES: i32 = 10;
    let most = 4.0 * CONFUSION - 1.0;
    let quarter = (0..SAMPLES).map(|i| {
        let u = most * f64::from(i) / f64::from(SAMPLES);
        (u, 4.0 * CONFUSION / (1.0 + u) - 1.0)
    });
    let whole = [0, 1, 2, 3].into_iter().flat_map(|turns| {
        quarter.clone().map(move |(u, v)| match turns {
            0 => (u, v),
            1 => (v, -u),
            2 => (-u, -v),
            _ => (-v, u),
        })
    });
    let points: Vec<_> = whole
        .map(|(u, v)| ((u - v) / 2.0 * SCALE, -(u + v) / 2.0 * SCALE))
        .map(|(x, y)| format!("{x:.1} {y:.1}"))
        .collect();
    format!("M{}Z", points.join("L"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawing_turns_the_diamond_upside_down() {
        assert_eq!(drawn(Placement::corner(Facet::Mission)), (0.0, -100.0));
        assert_eq!(translate(Placement::corner(Facet::Anticipatory)), "translate(100.0 -0.0)");
    }

    #[test]
    fn a_lens_shows_a_zone_as_the_whole() {
        let zone = Zone::WHOLE.part(Placement::corner(Facet::Mission)).expect("a part");
        let lens = Lens::on(zone);
        assert_eq!(lens.seen(zone.centre()), Placement::CENTRE);
        assert_eq!(lens.seen(Placement::corner(Facet::Mission).into()), Placement::corner(Facet::Mission));
        assert_eq!(lens.meant((0.0, 1.0)), Placement::corner(Facet::Mission));
        let whole = Lens::default();
        assert_eq!(whole.meant((0.2, 0.3)), Placement::nearest(0.2, 0.3));
    }

    #[test]
    fn the_zone_of_confusion_is_where_the_domain_says() {
        let outline = confusion();
        for point in outline.trim_start_matches('M').trim_end_matches('Z').split('L') {
            let (x, y) = point.split_once(' ').expect("two numbers");
            let at = |times: f64| {
                let on = |text: &str| text.parse::<f64>().expect("a number") / SCALE * times;
                Placement::nearest(on(x), -on(y))
            };
            assert!(at(0.95).is_confused() && !at(1.05).is_confused(), "{point}");
        }
    }
}
