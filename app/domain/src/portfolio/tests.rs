//! The engine against the slow truth: every entry tried by itself, by the words of the rules alone.

use super::*;
use crate::{
    day::Day,
    entry::Units,
    filter::{Sort, tests::any_filter},
    goal::Goal,
    journey::{Facts, Journey},
    language::Bilingual,
    placement::Placement,
    search::{
        find::points,
        index::{BODY, Places},
        lexicon::letters_of,
        term::{Forms, Level, Term},
        words::{each_word, english_stem, is_common, swedish_stem},
    },
    stage::{Origin, Priority, Stage},
    taxonomy::{Body, Slug},
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn slug(name: &str) -> Slug {
    name.parse().expect("slug")
}

pub(crate) fn tests_taxonomies() -> Taxonomies {
    taxonomies()
}

fn taxonomies() -> Taxonomies {
    let bodies = || {
        ["ett", "tva", "tre"]
            .map(|name| Body { slug: slug(name), name: Bilingual::swedish(name.to_owned()), contact: None })
            .to_vec()
    };
    Taxonomies::new(bodies(), bodies()).expect("not empty")
}

/// Few words, much alike, so that they often meet.
const WORDS: &[&str] = &[
    "väg",
    "vägar",
    "cykelväg",
    "cykel",
    "cyklar",
    "skola",
    "skolan",
    "förskola",
    "har",
    "hår",
    "och",
    "till",
    "buss",
    "bussen",
    "bibliotek",
    "biblioteket",
    "skolbibliotek",
    "mål",
    "mal",
    "målning",
];

fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 1..6).prop_map(|words| words.join(" "))
}

fn any_query() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        prop::sample::select(WORDS).prop_map(str::to_owned),
        (prop::sample::select(WORDS), 1..5_usize).prop_map(|(word, length)| word.chars().take(length).collect()),
        Just("vag".to_owned()),
        Just("biblotek".to_owned()),
        Just("\"cykel väg\"".to_owned()),
        Just("\"till skolan".to_owned()),
        "[a-zåäö]{1,4}",
    ];
    prop::collection::vec(word, 0..3).prop_map(|words| words.join(" "))
}

prop_compose! {
    fn any_entry()(
        (year, number) in (2020..2027_u16, 1..9999_u32),
        (title, summary, need) in (any_text(), any_text(), any_text()),
        english in prop::option::of(any_text()),
        units in prop::sample::subsequence(vec!["ett", "tva", "tre", "annan"], 1..=3),
        board in prop::sample::select(vec!["ett", "tva", "tre"]),
        goals in prop::collection::btree_set(1..=17_u8, 0..4),
        (x, y) in (-1.0..1.0_f64, -1.0..1.0_f64),
        (stage, origin, priority) in
            (prop::sample::select(vec![Stage::Need, Stage::Idea]), prop::sample::select(Origin::ALL), prop::sample::select(Priority::ALL)),
    ) -> Entry {
        let mut facts = Facts::of_need(format!("Behovet är som följer: {need}.").parse().expect("need"));
        facts.plan = Some("en plan".parse().expect("plan"));
        facts.audience = Some("alla".parse().expect("audience"));
        Entry {
            reference: Reference::new(year, number).expect("reference"),
            title: Bilingual { sv: format!("Om {title}").parse().expect("title"), en: english.map(|en| format!("On {en}").parse().expect("title")) },
            summary: Bilingual::swedish(format!("Kort: {summary}.").parse().expect("summary")),
            hoped_benefit: None,
            origin,
            units: Units::try_from(units.into_iter().map(slug).collect::<Vec<_>>()).expect("units"),
            board: slug(board),
            goals: goals.into_iter().map(|number| Goal::new(number).expect("goal")).collect(),
            priority,
            placement: Placement::nearest(x, y),
            placed: i64::from(number % 3),
            journey: Journey::begin(stage, facts).expect("a journey"),
            named: None,
            example_from: None,
            created: Day::new(i32::from(year), 1, (number % 28 + 1) as u8).expect("day"),
            updated: Day::new(2026, 11, 23).expect("day"),
        }
    }
}

fn any_entries() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(any_entry(), 0..30).prop_map(|mut entries| {
        let mut seen = BTreeSet::new();
        entries.retain(|entry| seen.insert(entry.reference));
        entries
    })
}

pub(crate) fn any_search() -> impl Strategy<Value = Filter> {
    (any_filter(), prop_oneof![any_query(), Just(String::new())]).prop_map(|(filter, q)| Filter { q, ..filter })
}

/// A portfolio of entries at these places, alike but for that.
pub(crate) fn any_portfolio() -> impl Strategy<Value = Portfolio> {
    any_entries().prop_map(|entries| Portfolio::new(&entries, taxonomies()))
}

pub(crate) fn portfolio_of(points: &[(f64, f64)]) -> Portfolio {
    let entries: Vec<Entry> =
        (1..).zip(points).map(|(number, (x, y))| placed(number, Placement::nearest(*x, *y))).collect();
    Portfolio::new(&entries, taxonomies())
}

fn placed(number: u32, placement: Placement) -> Entry {
    Entry {
        reference: Reference::new(2026, number).expect("reference"),
        title: Bilingual::swedish("En bänk i parken".parse().expect("title")),
        summary: Bilingual::swedish("Att vila på vägen till affären.".parse().expect("summary")),
        hoped_benefit: None,
        origin: Origin::Residents,
        units: Units::try_from(vec![slug("ett")]).expect("units"),
        board: slug("tva"),
        goals: Vec::new(),
        priority: Priority::Medium,
        placement,
        placed: 0,
        journey: Journey::begin(
            Stage::Need,
            Facts::of_need("Det är för långt mellan bänkarna.".parse().expect("need")),
        )
        .expect("a need"),
        named: None,
        example_from: None,
        created: Day::new(2026, 3, 1).expect("day"),
        updated: Day::new(2026, 3, 1).expect("day"),
    }
}

/// The words of an entry, each with where it stands.
fn words(entry: &Entry) -> Vec<(String, Places)> {
    let mut words: Vec<(String, Places)> = Vec::new();
    let mut add = |text: &str, place: Places| each_word(text, |_, word| words.push((word.to_owned(), place)));
    add(&entry.title.sv, TITLE);
    entry.title.en.iter().for_each(|title| add(title, TITLE));
    add(&entry.summary.sv, SUMMARY);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for text in [&*entry.title.sv, &*entry.summary.sv] {
        each_word(text, |_, word| {
            seen.insert(swedish_stem(word).into_owned());
        });
    }
    for text in bodies::texts(entry) {
        each_word(text, |_, word| {
            if !is_common(word) && seen.insert(swedish_stem(word).into_owned()) {
                words.push((word.to_owned(), BODY));
            }
        });
    }
    words
}

/// The points of every entry that a text finds, by trying each.
fn found_by_hand<'a>(entries: &'a [Entry], q: &str) -> Vec<(&'a Entry, u16)> {
    let query = Query::parse(q);
    let all: BTreeSet<String> = entries.iter().flat_map(words).map(|(word, _)| word).collect();
    let stems: BTreeSet<String> = all.iter().map(|word| swedish_stem(word).into_owned()).collect();
    let level = |term: &Term, word: &str| {
        let forms = Forms { word, swedish: &swedish_stem(word), english: &english_stem(word) };
        term.level(forms, |stem| stems.contains(stem))
    };
    let level_or_misspelt = |term: &Term, word: &str| -> Option<Level> {
        if all.iter().any(|word| level(term, word).is_some()) {
            level(term, word)
        } else {
            term.is_misspelt(word, letters_of(word)).then_some(Level::Near)
        }
    };
    let of_term = |entry: &Entry, term: &Term| -> Option<u16> {
        let met = |(word, place): &(String, Places)| Some(points(level_or_misspelt(term, word)?, *place));
        words(entry).iter().filter_map(met).max()
    };
    let of_phrase = |entry: &Entry, phrase: &crate::search::query::Phrase| -> Option<u16> {
        let stands = |text: &str| phrase.stands_in(text);
        if stands(&entry.title.sv) || entry.title.en.as_ref().is_some_and(|title| stands(title)) {
            Some(points(Level::Whole, TITLE))
        } else if stands(&entry.summary.sv) {
            Some(points(Level::Whole, SUMMARY))
        } else {
            bodies::texts(entry).into_iter().any(stands).then(|| points(Level::Whole, BODY))
        }
    };
    let of_entry = |entry: &Entry| -> Option<u16> {
        if let Some(reference) = query.reference {
            return (entry.reference == reference).then_some(0);
        }
        let words: Option<u16> = query.terms.iter().map(|term| of_term(entry, term)).sum();
        let phrases: Option<u16> = query.phrases.iter().map(|phrase| of_phrase(entry, phrase)).sum();
        Some(words? + phrases?)
    };
    entries.iter().filter_map(|entry| Some((entry, of_entry(entry)?))).collect()
}

fn meets(entry: &Entry, criterion: &Criterion) -> bool {
    match criterion {
        Criterion::Facet(facet) => entry.facet() == *facet,
        Criterion::Unit(unit) => entry.units.iter().any(|slug| slug == unit),
        Criterion::Board(board) => entry.board == *board,
        Criterion::Goal(goal) => entry.goals.contains(goal),
        Criterion::Stage(standing) => entry.standing() == *standing,
        Criterion::Origin(origin) => entry.origin == *origin,
        Criterion::Year(year) => entry.reference.year() == *year,
        Criterion::Innovation => entry.is_innovation(),
    }
}

/// What a filter finds, in no order.
fn by_hand<'a>(entries: &'a [Entry], filter: &Filter) -> Vec<(&'a Entry, u16)> {
    let known = taxonomies();
    let criteria = filter.criteria.iter().filter(|criterion| match criterion {
        // What is on no list is offered to nobody, and so finds nothing.
        Criterion::Unit(unit) => known.unit(unit).is_some(),
        _ => true,
    });
    let criteria: Vec<_> = criteria.collect();
    let fits = |entry: &Entry| {
        Group::ALL.iter().all(|group| {
            let asked = filter.criteria.iter().any(|criterion| criterion.group() == *group);
            !asked || criteria.iter().any(|wanted| wanted.group() == *group && meets(entry, wanted))
        })
    };
    found_by_hand(entries, &filter.q).into_iter().filter(|(entry, _)| fits(entry)).collect()
}

fn references<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> BTreeSet<Reference> {
    entries.into_iter().map(|entry| entry.reference).collect()
}

fn browser(portfolio: &Portfolio) -> Portfolio {
    Portfolio::decode(&portfolio.encode()).expect("what was encoded can be decoded")
}

proptest! {
    // Trying every entry by hand takes its time.
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_found_and_counted_equals_brute_force(entries in any_entries(), filter in any_search()) {
        let portfolio = Portfolio::new(&entries, taxonomies());
        let found = portfolio.find(&filter);
        let truth = by_hand(&entries, &filter);
        let rows: BTreeSet<_> = found.rows().map(|(_, row)| row.reference).collect();
        prop_assert_eq!(&rows, &references(truth.iter().map(|(entry, _)| *entry)));
        prop_assert_eq!(found.total() as usize, truth.len());
        for Choices { group, choices } in found.groups() {
            for Choice { criterion, count } in choices {
                let mut alone = filter.clone();
                alone.criteria.retain(|other| other.group() != group);
                alone.criteria.insert(criterion.clone());
                prop_assert_eq!(count as usize, by_hand(&entries, &alone).len(), "{:?}", criterion);
            }
        }
    }

    #[test]
    fn results_are_in_the_order_asked_for(entries in any_entries(), filter in any_search()) {
        let portfolio = Portfolio::new(&entries, taxonomies());
        let shown: Vec<_> = portfolio
            .find(&filter)
            .page(1, u32::MAX, Language::Swedish)
            .into_iter()
            .map(|hit| hit.card.reference)
            .collect();
        let mut truth = by_hand(&entries, &filter);
        truth.sort_by_key(|(entry, _)| Reverse((entry.created, entry.reference)));
        match filter.order() {
            Sort::Newest => {}
            Sort::Relevance => truth.sort_by_key(|(_, points)| Reverse(*points)),
            Sort::Title => truth.sort_by_key(|(entry, _)| (orders::title_key(&entry.title.sv), entry.reference)),
            Sort::Stage => truth.sort_by_key(|(entry, _)| entry.standing()),
            Sort::Priority => truth.sort_by_key(|(entry, _)| entry.priority),
        }
        let truth: Vec<_> = truth.into_iter().map(|(entry, _)| entry.reference).collect();
        prop_assert_eq!(shown, truth);
    }

    #[test]
    fn the_pages_together_are_what_is_found(entries in any_entries(), filter in any_search(), size in 1..9_u32) {
        let portfolio = Portfolio::new(&entries, taxonomies());
        let page = |page: u32| portfolio.explore(&filter.clone().on_page(page), size, Language::Swedish);
        let first = page(1);
        let seen: Vec<_> = (1..=first.pages).flat_map(|number| page(number).hits).collect();
        prop_assert_eq!(&seen, &portfolio.find(&filter).page(1, u32::MAX, Language::Swedish));
        prop_assert_eq!(page(first.pages + 1), page(first.pages));
    }

    #[test]
    fn what_is_offered_when_nothing_is_found_gives_what_it_says(entries in any_entries(), filter in any_search()) {
        let portfolio = Portfolio::new(&entries, taxonomies());
        if let Some(drop) = portfolio.explore(&filter, 24, Language::Swedish).nearest {
            let without = match &drop.criterion {
                Some(criterion) => filter.toggled(criterion),
                None => filter.with_text(""),
            };
            prop_assert_eq!(portfolio.find(&without).total(), drop.count);
            prop_assert!(drop.count > 0);
        }
    }

    #[test]
    fn a_browser_finds_what_the_server_finds(entries in any_entries(), filter in any_search()) {
        let server = Portfolio::new(&entries, taxonomies());
        let browser = browser(&server);
        prop_assert_eq!(&browser.rows, &server.rows);
        prop_assert_eq!(&browser.bodies, &server.bodies);
        let answer = browser.explore(&filter, 7, Language::English);
        if answer.certain {
            prop_assert_eq!(answer, server.explore(&filter, 7, Language::English));
        } else {
            prop_assert!(!Query::parse(&filter.q).phrases.is_empty());
        }
        prop_assert_eq!(browser.similar(&filter.q, 3), server.similar(&filter.q, 3));
    }

    /// Whatever changes of an entry: the portfolio that takes it in is the one that is made of all entries, or none.
    #[test]
    fn taking_one_entry_in_equals_making_the_portfolio_anew(
        entries in any_entries(), at: prop::sample::Index, other in any_entry(), facts_alone: bool, filter in any_search(),
    ) {
        prop_assume!(!entries.is_empty());
        let before = Portfolio::new(&entries, taxonomies());
        // What is kept of orders must not outlive what it says.
        before.explore(&filter, 7, Language::Swedish);
        let (place, mut changed) = (at.index(entries.len()), entries);
        let Entry { reference, created, title, summary, journey, .. } = changed[place].clone();
        let stepped = Journey::begin(other.journey.stage(), journey.facts().clone()).expect("a journey");
        let rewritten = Entry { reference, created, ..other };
        let now = if facts_alone { Entry { title, summary, journey: stepped, ..rewritten } } else { rewritten };
        changed[place] = now.clone();
        let anew = Portfolio::new(&changed, taxonomies());
        let Some(taken_in) = before.with(&now) else {
            let named = now.units.iter().all(|unit| before.units().contains(unit));
            prop_assert!(!facts_alone || !named, "facts alone make no new portfolio");
            return Ok(());
        };
        // Units that are on no list may have other numbers, so that rows cannot be compared.
        prop_assert_eq!(taken_in.explore(&filter, 7, Language::Swedish), anew.explore(&filter, 7, Language::Swedish));
        let all = |portfolio: &Portfolio| portfolio.explore(&Filter::default(), u32::MAX, Language::English);
        prop_assert_eq!(all(&taken_in), all(&anew));
        prop_assert_eq!(browser(&taken_in).rows, taken_in.rows);
    }

    #[test]
    fn a_snapshot_that_was_changed_anywhere_is_damaged(
        entries in any_entries(), at: prop::sample::Index, flip in 1..=255_u8, cut: prop::sample::Index,
    ) {
        let whole = Portfolio::new(&entries, taxonomies()).encode();
        let mut changed = whole.clone();
        let at = at.index(changed.len());
        changed[at] ^= flip;
        prop_assert!(matches!(Portfolio::decode(&changed), Err(Damaged)));
        prop_assert!(matches!(Portfolio::decode(&whole[..cut.index(whole.len())]), Err(Damaged)));
    }

    /// With a right check sum, what is read is still never trusted.
    #[test]
    fn any_bytes_can_be_read(entries in any_entries(), at: prop::sample::Index, flip in 1..=255_u8, q in any_query()) {
        let mut bytes = Portfolio::new(&entries, taxonomies()).encode();
        let content = bytes.len() - 4;
        bytes[at.index(content)] ^= flip;
        let sum = crc32fast::hash(&bytes[..content]).to_le_bytes();
        bytes[content..].copy_from_slice(&sum);
        if let Ok(portfolio) = Portfolio::decode(&bytes) {
            portfolio.explore(&Filter::default().with_text(&q), 24, Language::Swedish);
            for (id, _) in portfolio.find(&Filter::default()).rows() {
                portfolio.rows.card(id);
            }
        }
    }

    #[test]
    fn any_text_can_be_looked_for(entries in any_entries(), q in "(\\PC|\"){0,40}") {
        Portfolio::new(&entries, taxonomies()).explore(&Filter { q, ..Filter::default() }, 24, Language::English);
    }
}
