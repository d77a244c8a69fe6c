//! What people search for in Swedish and English, what must be found and what must not.

use domain::{
    entry::{Entry, Units},
    filter::Filter,
    journey::{Facts, Journey},
    language::{Bilingual, Language},
    placement::Placement,
    portfolio::Portfolio,
    reference::Reference,
    stage::{Origin, Priority, Stage},
    taxonomy::{Body, Taxonomies},
};

/// A name for the entry in this test, its title, its summary, its need in words.
const ENTRIES: &[(&str, &str, &str, &str)] = &[
    (
        "cykelväg",
        "Säker cykelväg till skolan",
        "Barnen i Smedstorp vågar inte cykla längs landsvägen.",
        "Trafiken är tung och det saknas belysning på sträckan.",
    ),
    (
        "gångväg",
        "Plogade gångvägar på vintern",
        "Den som går med rullator kommer inte fram när det har snöat.",
        "Snöröjningen börjar med bilvägarna och gångbanorna kommer sist.",
    ),
    (
        "bibliotek",
        "Meröppet bibliotek i Brösarp",
        "Låna böcker när det passar, även på kvällar och helger.",
        "Biblioteket är stängt när den som pendlar kommer hem.",
    ),
    (
        "skolbibliotek",
        "Skolbibliotekarie på varje skola",
        "Eleverna läser mindre än förr och behöver någon som väcker läslusten.",
        "Läsningen minskar bland elever i mellanstadiet.",
    ),
    (
        "lås",
        "Digitala lås i hemtjänsten",
        "Personalen öppnar dörren med mobilen i stället för med nyckel.",
        "Nycklar körs fram och tillbaka mellan lokalen och brukarna.",
    ),
    (
        "larm",
        "Trygghetslarm som märker fall",
        "En sensor ringer hjälp när någon ramlar hemma.",
        "Äldre som bor ensamma ligger ibland länge innan hjälpen kommer.",
    ),
    (
        "matsvinn",
        "Mindre matsvinn i skolköken",
        "Väg det som slängs och laga efter det.",
        "Köken kastar mat varje dag trots att det kostar pengar.",
    ),
    (
        "klimat",
        "Klimatanpassning av torget",
        "Träd och regnbäddar ska svalka och ta hand om skyfall.",
        "Torget blir för varmt om sommaren och översvämmas vid regn.",
    ),
    (
        "parkering",
        "Smartare parkering vid stationen",
        "En skylt visar hur många platser som är lediga.",
        "Pendlare letar efter plats och missar tåget.",
    ),
    (
        "buss",
        "Anropsstyrd buss på landsbygden",
        "Bussen kommer när någon har ringt efter den.",
        "Den som inte har bil har svårt att ta sig till vårdcentralen.",
    ),
    (
        "e-tjänst",
        "E-tjänst för bygglov",
        "Sök bygglov på webben och följ ärendet.",
        "Handläggningen tar lång tid och sökanden vet inte hur det går.",
    ),
    (
        "krångel",
        "Krångelportalen",
        "Här anmäler företag och invånare krångliga regler.",
        "Få ärenden kom in eftersom ingen fick svar.",
    ),
    (
        "AI",
        "AI hittar elever som riskerar att falla ifrån",
        "Frånvaro och betyg visar tidigt vem som behöver stöd.",
        "Skolan märker för sent vem som är på väg att sluta.",
    ),
    (
        "hår",
        "Frisör på äldreboendet",
        "Den som bor där får håret klippt utan att resa.",
        "Det är svårt att boka en tid i stan.",
    ),
    ("mål", "Mål för god hälsa", "Föreningarna hjälper till att nå målen.", "Folkhälsan skiljer sig mellan byarna."),
    (
        "malning",
        "Malning av ris och grenar",
        "Flis av ris från parkerna värmer badhuset.",
        "Riset körs långt för att brännas.",
    ),
];

fn portfolio() -> Portfolio {
    let body =
        |slug: &str| Body { slug: slug.parse().expect("slug"), name: Bilingual::swedish(slug.into()), contact: None };
    let taxonomies = Taxonomies::new(vec![body("enhet")], vec![body("namnd")]).expect("not empty");
    let entries: Vec<Entry> = (1..).zip(ENTRIES).map(|(number, entry)| self::entry(number, entry)).collect();
    Portfolio::new(&entries, taxonomies)
}

fn entry(number: u32, (name, title, summary, need): &(&str, &str, &str, &str)) -> Entry {
    let english = (*name == "larm").then_some("Alarm that notices falls at home");
    Entry {
        reference: Reference::new(2026, number).expect("reference"),
        title: Bilingual { sv: title.parse().expect("title"), en: english.map(|en| en.parse().expect("title")) },
        summary: Bilingual::swedish(summary.parse().expect("summary")),
        hoped_benefit: None,
        origin: Origin::Residents,
        units: Units::try_from(vec!["enhet".parse().expect("slug")]).expect("units"),
        board: "namnd".parse().expect("slug"),
        goals: Vec::new(),
        priority: Priority::Medium,
        placement: Placement::CENTRE,
        placed: 0,
        journey: Journey::begin(Stage::Need, Facts::of_need(need.parse().expect("need"))).expect("a need"),
        named: None,
        example_from: None,
        created: "2026-03-01".parse().expect("day"),
        updated: "2026-03-01".parse().expect("day"),
    }
}

/// The names of what a query finds, best first.
fn found(portfolio: &Portfolio, query: &str) -> Vec<&'static str> {
    let hits = portfolio.find(&Filter::default().with_text(query)).page(1, 100, Language::Swedish);
    hits.iter().map(|hit| ENTRIES[hit.card.reference.number() as usize - 1].0).collect()
}

/// What is searched for, what must be found, what must not be.
const SEARCHES: &[(&str, &[&str], &[&str])] = &[
    // The word itself, in its forms.
    ("cykelväg", &["cykelväg"], &["buss", "larm"]),
    ("cykelvägar", &["cykelväg"], &["buss"]),
    ("biblioteket", &["bibliotek"], &["buss"]),
    ("biblioteken", &["bibliotek"], &["buss"]),
    ("elev", &["skolbibliotek", "AI"], &["buss"]),
    ("eleverna", &["skolbibliotek", "AI"], &["buss"]),
    ("skola", &["cykelväg", "skolbibliotek", "AI"], &["buss", "larm"]),
    ("skolan", &["cykelväg", "skolbibliotek", "AI"], &["buss", "larm"]),
    ("bussar", &["buss"], &["cykelväg"]),
    ("regler", &["krångel"], &["buss"]),
    ("klimatet", &["klimat"], &["buss"]),
    // Upper and lower case.
    ("BUSS", &["buss"], &["lås"]),
    ("ai", &["AI"], &["buss", "mål"]),
    // Beginnings while typing.
    ("bib", &["bibliotek"], &["buss"]),
    ("kran", &["krångel"], &["buss"]),
    ("trygghetsl", &["larm"], &["lås"]),
    ("anropss", &["buss"], &["larm"]),
    // Compounds, both ways.
    ("väg", &["cykelväg", "gångväg"], &["buss", "larm"]),
    ("larm", &["larm"], &["buss"]),
    ("bibliotek", &["bibliotek", "skolbibliotek"], &["buss"]),
    ("svinn", &["matsvinn"], &["buss"]),
    ("skolkök", &["matsvinn"], &["buss"]),
    ("tjänst", &["e-tjänst", "lås"], &["buss"]),
    ("folkbibliotek", &["bibliotek"], &["buss", "skolbibliotek"]),
    ("landsväg", &["cykelväg"], &["larm"]),
    ("nattbuss", &["buss"], &["cykelväg"]),
    // The end of a word is no word by chance.
    ("ring", &["larm"], &["parkering", "klimat"]),
    ("mat", &["matsvinn"], &["klimat"]),
    ("bil", &["buss"], &["lås"]),
    // Å, ä and ö are letters of their own, but may be left out.
    ("hår", &["hår"], &["buss", "gångväg"]),
    ("krangel", &["krångel"], &["buss"]),
    ("gangvag", &["gångväg"], &["buss"]),
    ("alder", &[], &["hår"]),
    ("aldre", &["hår", "larm"], &["buss"]),
    ("mål", &["mål"], &["malning"]),
    ("las", &["lås"], &["buss"]),
    // Small typing errors.
    ("biblotek", &["bibliotek"], &["buss"]),
    ("parkerign", &["parkering"], &["buss"]),
    ("hemtjnst", &["lås"], &["buss"]),
    ("klmiatanpassning", &["klimat"], &["buss"]),
    // Several words, in any order, all of them.
    ("skolan säker", &["cykelväg"], &["AI", "skolbibliotek"]),
    ("till skolan", &["cykelväg", "AI"], &["buss"]),
    ("buss bil", &["buss"], &["cykelväg"]),
    ("buss rullator", &[], &["buss", "gångväg"]),
    // Phrases.
    ("\"cykelväg till skolan\"", &["cykelväg"], &["AI"]),
    ("\"till skolan cykelväg\"", &[], &["cykelväg"]),
    ("”det saknas belysning”", &["cykelväg"], &["buss"]),
    ("\"belysning saknas\"", &[], &["cykelväg"]),
    ("\"det saknas bely", &["cykelväg"], &["buss"]),
    // In the body alone.
    ("belysning", &["cykelväg"], &["buss"]),
    ("vårdcentral", &["buss"], &["larm"]),
    ("skyfall", &["klimat"], &["buss"]),
    // English.
    ("alarms", &["larm"], &["buss"]),
    ("falls at home", &["larm"], &["AI"]),
    // By reference.
    ("2026-0003", &["bibliotek"], &["cykelväg", "gångväg"]),
    ("2026-0999", &[], &["bibliotek"]),
    // Nothing to look for, and nothing to be found.
    ("!?", &["cykelväg", "buss"], &[]),
    ("qqqq", &[], &["cykelväg"]),
];

#[test]
fn what_must_be_found_is_found_and_what_must_not_is_not() {
    let portfolio = portfolio();
    let mut wrong = Vec::new();
    for (query, must, must_not) in SEARCHES {
        let found = found(&portfolio, query);
        wrong.extend(must.iter().filter(|name| !found.contains(name)).map(|name| format!("{query} misses {name}")));
        wrong.extend(must_not.iter().filter(|name| found.contains(name)).map(|name| format!("{query} finds {name}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn titles_come_before_summaries_and_those_before_bodies() {
    let portfolio = portfolio();
    for (query, first, later) in [
        ("bibliotek", "bibliotek", "skolbibliotek"),
        ("buss", "buss", "cykelväg"),
        ("skolan", "cykelväg", "AI"),
        ("pendlare", "parkering", "bibliotek"),
        ("ris", "malning", "AI"),
        ("mål", "mål", "malning"),
    ] {
        let found = found(&portfolio, query);
        let place = |name: &str| found.iter().position(|found| *found == name);
        assert!(place(first).is_some(), "{query}: {found:?}");
        assert!(place(later).is_none_or(|later| place(first) < Some(later)), "{query}: {found:?}");
    }
}

#[test]
fn what_was_looked_for_is_marked() {
    let portfolio = portfolio();
    let marked = |query: &str| {
        let hit = portfolio.find(&Filter::default().with_text(query)).page(1, 1, Language::Swedish).remove(0);
        let words = |text: &str, marks: &[domain::search::marks::Mark]| {
            marks.iter().map(|mark| text[mark.start as usize..mark.end as usize].to_owned()).collect::<Vec<_>>()
        };
        (words(&hit.card.title.sv, &hit.title), words(&hit.card.summary.sv, &hit.summary), hit.elsewhere)
    };
    let some = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    assert_eq!(marked("cykla skola"), (some(&["cykelväg", "skolan"]), some(&["cykla"]), false));
    assert_eq!(marked("belysning"), (some(&[]), some(&[]), true));
    assert_eq!(marked("\"cykelväg till skolan\"").0, some(&["cykelväg", "skolan"]));
}
