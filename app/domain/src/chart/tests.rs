use super::*;
use crate::portfolio::tests::{any_search, portfolio_of, tests_taxonomies};
use proptest::prelude::*;

fn chart(points: &[(f64, f64)], query: &str) -> Chart {
    Chart::of(&portfolio_of(points), query, Language::Swedish)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_entry_of_the_zone_is_drawn_once_and_there_are_never_many_marks(
        points in prop::collection::vec((-0.6..0.6_f64, -0.6..0.6_f64), 0..400),
        zone in "[1-9]{0,5}",
    ) {
        let chart = chart(&points, &format!("zone={zone}"));
        let zone: Zone = zone.parse().expect("a zone");
        let inside = points.iter().filter(|(x, y)| zone.contains(Placement::nearest(*x, *y))).count();
        prop_assert_eq!(chart.within as usize, inside);
        prop_assert_eq!(chart.total as usize, points.len());
        let in_bubbles: u32 = chart.bubbles.iter().map(|bubble| bubble.count).sum();
        prop_assert_eq!(chart.dots.len() + in_bubbles as usize, inside);
        prop_assert!(chart.dots.len() + chart.bubbles.len() <= DOTS);
        prop_assert!(chart.bubbles.iter().all(|bubble| bubble.zone == zone || bubble.zone.whole() == Some(zone)));
        prop_assert!(chart.dots.iter().chain(&chart.lines).all(|place| (*place as usize) < chart.cards.len()));
    }

    #[test]
    fn the_pages_of_the_table_hold_every_entry_once(points in prop::collection::vec((-0.4..0.4_f64, 0.0..0.4_f64), 0..300)) {
        let first = chart(&points, "");
        let mut told = Vec::new();
        for page in 1..=first.pages {
            let chart = chart(&points, &format!("page={page}"));
            told.extend(chart.lines.iter().map(|place| chart.cards[*place as usize].reference));
        }
        let all = told.len();
        told.sort();
        told.dedup();
        prop_assert_eq!((told.len(), all), (points.len(), points.len()));
    }

    #[test]
    fn it_finds_what_the_list_finds(filter in any_search()) {
        let portfolio = portfolio_of(&[(0.1, 0.2), (-0.4, 0.3), (0.0, -0.9)]);
        let chart = Chart::of(&portfolio, &filter.query(), Language::Swedish);
        let mut known = filter.clone();
        known.drop_unknown(&tests_taxonomies());
        prop_assert_eq!(chart.total, portfolio.find(&known).total());
    }
}

#[test]
fn few_entries_are_all_drawn_and_a_crowd_in_one_place_is_one_bubble_down_to_the_smallest_zone() {
    let few = chart(&[(0.1, 0.2); 150], "");
    assert_eq!((few.dots.len(), few.bubbles.len(), few.pages), (150, 0, 1));
    let mut zone = Zone::WHOLE;
    for _ in 0..Zone::DEEPEST {
        let crowd = chart(&[(0.1, 0.2); 151], &format!("zone={zone}"));
        assert_eq!((crowd.dots.len(), crowd.bubbles.len(), crowd.pages), (0, 1, 4));
        assert_eq!(crowd.bubbles[0].zone.whole(), Some(zone));
        zone = crowd.bubbles[0].zone;
    }
    let smallest = chart(&[(0.1, 0.2); 151], &format!("zone={zone}"));
    assert_eq!(smallest.bubbles[0].zone, zone);
}

#[test]
fn a_zone_that_is_none_is_reported() {
    let chart = chart(&[(0.0, 0.0)], "zone=0&facet=bogus");
    assert_eq!(chart.bad.iter().map(ToString::to_string).collect::<Vec<_>>(), ["facet=bogus", "zone=0"]);
    assert_eq!((chart.zone, chart.within), (Zone::WHOLE, 1));
}

#[test]
fn what_is_selected_stays_so_when_the_filter_does_not_find_it_and_what_is_not_there_is_reported() {
    let points = [(0.9, 0.0), (-0.9, 0.0), (0.0, 0.9)];
    let all = chart(&points, "");
    let [one, _, other] = [0, 1, 2].map(|place| all.cards[place].reference);
    let both = chart(&points, &format!("facet=adaptive&pick={other},{one},2024-9999"));
    assert_eq!(both.total, 0);
    assert_eq!(both.selected.iter().map(|card| card.reference).collect::<Vec<_>>(), [other, one]);
    assert_eq!(both.bad.iter().map(ToString::to_string).collect::<Vec<_>>(), ["pick=2024-9999"]);
    assert_eq!(all.selected, []);
}
