use super::*;
use crate::{
    day::Day,
    entry::Units,
    filter::tests::any_filter,
    language::Bilingual,
    placement::Placement,
    stage::Priority,
    taxonomy::{Body, Slug},
};
use proptest::prelude::*;

fn slug(name: &str) -> Slug {
    name.parse().expect("slug")
}

fn taxonomies() -> Taxonomies {
    let bodies = || {
        ["ett", "tva", "tre"]
            .map(|name| Body { slug: slug(name), name: Bilingual::swedish(name.to_owned()), contact: None })
            .to_vec()
    };
    Taxonomies::new(bodies(), bodies()).expect("not empty")
}

fn item(card: Card) -> Item {
    let title = card.title.sv.to_string();
    Item::new(card, [title.as_str()])
}

fn any_card() -> impl Strategy<Value = Card> {
    let slugs = || prop::sample::subsequence(vec!["ett", "tva", "tre"], 1..=3);
    (
        (2020..2027u16, 1..9999u32),
        "[abåäö]{2,6} [abåäö]{3,6}",
        slugs(),
        prop::sample::select(vec!["ett", "tva", "tre"]),
        prop::collection::btree_set(1..=17u8, 0..4),
        (-1.0..1.0f64, -1.0..1.0f64),
        prop::sample::select(Standing::ALL),
        prop::sample::select(Origin::ALL),
        prop::sample::select(Priority::ALL),
        any::<bool>(),
    )
        .prop_map(|((year, number), title, units, board, goals, (x, y), standing, origin, priority, good)| Card {
            reference: Reference::new(year, number).expect("reference"),
            title: Bilingual::swedish(title.parse().expect("title")),
            summary: Bilingual::swedish("En sammanfattning.".parse().expect("summary")),
            standing,
            innovation: good && standing == Standing::InUse,
            placement: Placement::nearest(x, y),
            placed: 0,
            priority,
            units: Units::try_from(units.into_iter().map(slug).collect::<Vec<_>>()).expect("units"),
            board: slug(board),
            goals: goals.into_iter().map(|number| Goal::new(number).expect("goal")).collect(),
            origin,
            created: Day::new(i32::from(year), 1, (number % 28 + 1) as u8).expect("day"),
            updated: Day::new(2026, 11, 23).expect("day"),
        })
}

fn any_portfolio() -> impl Strategy<Value = Portfolio> {
    prop::collection::vec(any_card(), 0..40).prop_map(|cards| {
        let items: Vec<_> = cards.into_iter().map(item).collect();
        Portfolio { likeness: Likeness::new(items.iter().map(|item| &item.stems)), items, taxonomies: taxonomies() }
    })
}

/// Finds by the words of the rule alone, one card at a time: the slow truth to compare with.
fn found_by_hand<'a>(portfolio: &'a Portfolio, filter: &'a Filter) -> impl Iterator<Item = &'a Card> {
    portfolio.cards().filter(move |card| {
        let meets = |criterion: &Criterion| match criterion {
            Criterion::Facet(facet) => card.placement.main_facet() == *facet,
            Criterion::Unit(unit) => card.units.iter().any(|slug| slug == unit),
            Criterion::Board(board) => card.board == *board,
            Criterion::Goal(goal) => card.goals.contains(goal),
            Criterion::Stage(standing) => card.standing == *standing,
            Criterion::Origin(origin) => card.origin == *origin,
            Criterion::Year(year) => card.reference.year() == *year,
            Criterion::Innovation => card.innovation,
        };
        let title = search::fold(&card.title.sv);
        Group::ALL.iter().all(|group| {
            let mut wanted = filter.criteria.iter().filter(|criterion| criterion.group() == *group).peekable();
            wanted.peek().is_none() || wanted.any(meets)
        }) && search::fold(&filter.q).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(
            |word| match word.chars().count() {
                1 | 2 => title.split(' ').any(|part| part.starts_with(word)),
                _ => title.split(' ').any(|part| part.contains(word)),
            },
        )
    })
}

proptest! {
    #[test]
    fn counts_equal_a_brute_force_count(portfolio in any_portfolio(), filter in any_filter()) {
        let found = portfolio.explore(&filter, 24, Language::Swedish);
        prop_assert_eq!(found.total as usize, found_by_hand(&portfolio, &filter).count());
        for Choices { group, choices } in found.groups {
            for Choice { criterion, count } in choices {
                let mut alone = filter.clone();
                alone.criteria.retain(|other| other.group() != group);
                alone.criteria.insert(criterion.clone());
                prop_assert_eq!(count as usize, found_by_hand(&portfolio, &alone).count(), "{:?}", criterion);
            }
        }
    }

    #[test]
    fn the_pages_together_are_what_is_found(portfolio in any_portfolio(), filter in any_filter(), size in 1..9u32) {
        let first = portfolio.explore(&filter.clone().on_page(1), size, Language::Swedish);
        let mut seen: Vec<_> = (1..=first.pages)
            .flat_map(|page| portfolio.explore(&filter.clone().on_page(page), size, Language::Swedish).cards)
            .map(|card| card.reference)
            .collect();
        prop_assert!(portfolio.explore(&filter.clone().on_page(first.pages + 1), size, Language::Swedish).cards.is_empty());
        let mut expected: Vec<_> = found_by_hand(&portfolio, &filter).map(|card| card.reference).collect();
        seen.sort();
        expected.sort();
        prop_assert_eq!(seen, expected);
    }

    #[test]
    fn what_is_offered_when_nothing_is_found_gives_what_it_says(portfolio in any_portfolio(), filter in any_filter()) {
        if let Some(drop) = portfolio.explore(&filter, 24, Language::Swedish).nearest {
            let without = match &drop.criterion {
                Some(criterion) => filter.toggled(criterion),
                None => filter.with_text(""),
            };
            prop_assert_eq!(portfolio.explore(&without, 24, Language::Swedish).total, drop.count);
            prop_assert!(drop.count > 0);
        }
    }
}

#[test]
fn swedish_letters_sort_last_in_their_own_order() {
    let mut titles = ["Ödlor", "Äpplen", "Zebror", "Åkrar", "apor"];
    titles.sort_by_key(|title| title_key(title));
    assert_eq!(titles, ["apor", "Zebror", "Åkrar", "Äpplen", "Ödlor"]);
}
