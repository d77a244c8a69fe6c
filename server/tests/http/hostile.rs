//! Text that is meant to do harm, in every field that people write in: it stays text wherever it is shown – in pages,
//! pictures, tables, mails and what programs get.

use crate::{
    harness::*,
    html::{Tag, scripts, tags},
    insights::{PAGES, PICTURES},
    living::{Life, People, Words, live},
    mailing::{postman, token},
    relay::{Relay, Script, relay},
};
use fyrfalt::clock;
use mail_parser::MessageParser;
use resvg::usvg;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What the corpus (the "big list of naughty strings") has nothing of: leaving the places where we write texts.
const OWN: [&str; 12] = [
    "</textarea><script>alert(1)</script>",
    "</title></script><script>alert(1)</script>",
    "\"><svg onload=alert(1)>",
    "' autofocus onfocus=alert(1) x='",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "</svg><img src=x onerror=alert(1)>",
    "</style></template></noscript><iframe srcdoc=x>",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;img src=x&#62;",
    "javascript:alert(1)//https://example.se",
    "Bcc: alla@example.se =?utf-8?q?=0D=0ABcc:_alla@example.se?=",
];

/// How often everything happens. Each time the fields get the next of the corpus, as much of it as there is room for.
const TIMES: usize = 4;

/// Every text of the corpus that may be written at all, one after the other.
fn corpus() -> Vec<&'static str> {
    let printable = |text: &&str| domain::text::Passage::parse(text).is_ok();
    OWN.into_iter().chain(naughty_strings::BLNS.iter().copied()).filter(printable).collect()
}

/// Fills fields with the corpus. Each kind of field goes through it by itself.
fn hostile() -> impl FnMut(&'static str, usize) -> String + Send {
    let corpus = corpus();
    let mut next: BTreeMap<&'static str, usize> = BTreeMap::new();
    move |field, max| {
        let at = next.entry(field).or_default();
        let mut text = String::new();
        // Every field takes so many characters.
        while text.chars().count() < 20.min(max) {
            let more = corpus[*at % corpus.len()];
            *at += 1;
            if text.chars().count() + more.chars().count() < max {
                text = format!("{text} {more}").split_whitespace().collect::<Vec<_>>().join(" ");
            }
        }
        text
    }
}

/// Formulas of spreadsheets, in every cell.
fn formulas() -> impl FnMut(&'static str, usize) -> String + Send {
    const FORMULAS: [&str; 6] = [
        "=HYPERLINK(\"https://example.se\")",
        "+cmd|' /C calc'!A0 och mer",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        " =1+1 med blanksteg före",
        "＝1+1 med breda tecken",
    ];
    let mut count = 0;
    move |_, max| {
        count += 1;
        FORMULAS[count % FORMULAS.len()].chars().take(max).collect()
    }
}

/// Ordinary words.
fn words() -> impl FnMut(&'static str, usize) -> String + Send {
    |field, max| format!("Några ord om {field}, som är långa nog.").chars().take(max.min(60)).collect()
}

/// A town where everything happened several times, and who did it.
async fn town(times: usize, words: &mut Words<'_>) -> (Town, People, Life) {
    let town = Town::open_with_mail().await;
    let people = People::of(&town).await;
    let mut life = live(&people, words).await;
    for _ in 1..times {
        life = live(&people, words).await;
    }
    (town, people, life)
}

/// Every page that shows what people wrote.
fn addresses(life: &Life) -> Vec<String> {
    let Life { carried, related, waiting, challenge, secrets } = life;
    let fixed = [
        "/",
        "/portfolio",
        "/portfolio?view=list&sort=title",
        "/portfolio?q=ord",
        "/portfolio?q=script",
        "/compass",
        "/challenges",
        "/submit",
        "/follow?filter=goal%3D3",
        "/following",
        "/account",
        "/people",
        "/manage",
        "/manage?state=decided",
        "/manage/register",
        "/manage/comments",
        "/manage/outbox",
        "/manage/weeding",
        "/manage/stages",
    ];
    let mut all: Vec<String> = fixed.into_iter().chain(PAGES).map(str::to_owned).collect();
    for entry in [carried, related] {
        let of_entry = [
            "",
            "/history",
            "/history?from=1&to=3",
            "/edit",
            "/assign",
            "/relations",
            "/comments",
            "/files",
            "/same-need",
            "/pause",
            "/reopen",
            "/end",
        ];
        all.extend(of_entry.map(|part| format!("/portfolio/{entry}{part}")));
        all.extend([format!("/compass/{entry}"), format!("/manage/{entry}"), format!("/follow?entry={entry}")]);
    }
    all.extend([
        format!("/manage/{waiting}"),
        format!("/challenges/{challenge}"),
        format!("/challenges/{challenge}/edit"),
        format!("/submit?challenge={challenge}"),
        "/people/6".to_owned(),
    ]);
    all.extend(secrets.iter().map(|secret| format!("/receipt/{secret}")));
    all
}

/// What pages are made of: tags with their attributes, the beginnings of scripts, and the hosts that links lead to.
#[derive(Debug, Default)]
struct Makings {
    tags: BTreeSet<(String, String)>,
    scripts: BTreeSet<String>,
    hosts: BTreeSet<String>,
}

const ADDRESSES: [&str; 7] = ["href", "src", "action", "formaction", "xlink:href", "poster", "data"];

impl Makings {
    fn add(&mut self, page: &str, own: &str) {
        for tag in tags(page) {
            self.tags.insert((tag.name.clone(), String::new()));
            for (attribute, value) in tag.attributes() {
                self.tags.insert((tag.name.clone(), attribute.to_owned()));
                if ADDRESSES.contains(&attribute) {
                    self.hosts.extend(host(value, own));
                }
            }
        }
        self.scripts.extend(scripts(page).iter().map(|script| beginning(script)));
    }

    /// Fails where a page is made of something else: then a text has become a part of it.
    fn assert_all_there_is(&self, page: &str, own: &str, place: &str) {
        for tag in tags(page) {
            self.assert_known(&tag, own, place);
        }
        for script in scripts(page) {
            assert!(self.scripts.contains(&beginning(&script)), "{place}: {script}");
        }
    }

    fn assert_known(&self, tag: &Tag, own: &str, place: &str) {
        let names = tag.attributes().map(|(name, _)| name).chain([""]);
        for name in names {
            assert!(self.tags.contains(&(tag.name.clone(), name.to_owned())), "{place}: {tag:?}");
        }
        for (name, value) in tag.attributes().filter(|(name, _)| ADDRESSES.contains(name)) {
            if let Some(host) = host(value, own) {
                assert!(self.hosts.contains(&host), "{place}: {name} of {tag:?}");
            }
        }
    }
}

fn beginning(script: &str) -> String {
    script.trim_start().chars().take(12).collect()
}

/// What an address that leads away from the site begins with: a scheme, and a host where there is one.
fn host(address: &str, own: &str) -> Option<String> {
    let address = address.strip_prefix(own).unwrap_or(address);
    let is_own = (address.starts_with('/') && !address.starts_with("//")) || address.starts_with(['#', '?']);
    if is_own || address.is_empty() {
        return None;
    }
    Some(address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/"))
}

/// Confirms what was asked for, and takes in every mail that waits.
async fn mails(town: &Town) -> Relay {
    let token = token(&mut town.sql().await, "anna@example.se").await;
    town.visitor().press(&token, "confirm").await.is(303);
    let relay = relay(Script::default()).await;
    town.round(&mut postman(&town.store, &relay.address), clock::now()).await;
    relay
}

/// A mail's headers, its subject, and its page.
struct Mail {
    headers: BTreeSet<String>,
    receivers: usize,
    page: String,
}

fn read(mail: &str) -> Mail {
    let parsed = MessageParser::default().parse(mail.as_bytes()).expect("a mail");
    Mail {
        headers: parsed.headers().iter().map(|header| header.name().to_owned()).collect(),
        receivers: parsed.to().map_or(0, |to| to.iter().count()),
        page: parsed.body_html(0).expect("a page").into_owned(),
    }
}

#[tokio::test]
async fn it_is_text_in_every_page_picture_and_mail() {
    let (plain, people, life) = town(1, &mut words()).await;
    let (mut pages, mut pictures, mut letters) = (Makings::default(), Makings::default(), Makings::default());
    for address in addresses(&life) {
        for browser in [&people.administrator, &people.employee, &people.resident] {
            pages.add(&browser.get(&address).await.body, &plain.url);
        }
    }
    let svgs: Vec<_> =
        PICTURES.iter().map(|name| format!("/insights/{name}.svg")).chain(["/compass.svg".to_owned()]).collect();
    for address in &svgs {
        pictures.add(&people.resident.get(address).await.is(200).body, &plain.url);
    }
    let mut headers = BTreeSet::new();
    for mail in mails(&plain).await.taken() {
        let mail = read(&mail);
        letters.add(&mail.page, "https://portfolj.provkommun.se");
        headers.extend(mail.headers);
    }
    assert!(pages.tags.len() > 100 && pictures.tags.len() > 10 && headers.len() > 5, "the test sees what there is");

    let (town, people, life) = town(TIMES, &mut hostile()).await;
    for address in addresses(&life) {
        for browser in [&people.administrator, &people.employee, &people.resident] {
            let answer = browser.get(&address).await;
            assert!(answer.status < 500, "{address}: {}", answer.body);
            pages.assert_all_there_is(&answer.body, &town.url, &address);
        }
    }
    for address in &svgs {
        let picture = people.resident.get(address).await.is(200).body;
        pictures.assert_all_there_is(&picture, &town.url, address);
        usvg::Tree::from_str(&picture, &usvg::Options::default()).unwrap_or_else(|error| panic!("{address}: {error}"));
    }
    let taken = mails(&town).await.taken();
    assert!(taken.len() > TIMES, "{}", taken.len());
    for mail in taken {
        let mail = read(&mail);
        letters.assert_all_there_is(&mail.page, "https://portfolj.provkommun.se", "a mail");
        assert!(mail.headers.is_subset(&headers) && mail.receivers == 1, "{:?}", mail.headers);
    }
}

/// Forms that refuse what is written into them, and who sends them.
struct Desk {
    people: People,
    published: String,
    waiting: String,
}

/// What they answer, each with the address it was sent to.
async fn refusals(desk: &Desk, words: &mut Words<'_>) -> Vec<(String, Answer)> {
    let Desk { people: People { manager, administrator, .. }, published, waiting } = desk;
    let edit = revision(&manager.received(waiting).await);
    let mut filled = |names: &[&'static str]| -> Vec<(&'static str, String)> {
        names.iter().map(|name| (*name, words(name, 200))).collect()
    };
    let draft = filled(&[
        "kind",
        "origin",
        "title",
        "need",
        "plan",
        "audience",
        "hoped_benefit",
        "units",
        "board",
        "goals",
        "purpose",
        "driver",
        "x",
        "y",
        "priority",
        "naming",
        "name",
        "email",
        "key",
        "challenge",
    ]);
    let forms = [
        ("/submit".to_owned(), draft.clone()),
        ("/sign-in".to_owned(), filled(&["email", "password", "next"])),
        ("/password".to_owned(), filled(&["email"])),
        ("/follow".to_owned(), [vec![("entry", published.clone())], filled(&["email", "pace", "filter"])].concat()),
        (format!("/compass/{published}"), filled(&["x", "y", "seen"])),
        (format!("/portfolio/{published}/edit"), [draft.clone(), filled(&["title_en", "summary", "reason"])].concat()),
        (format!("/portfolio/{published}/forward"), filled(&["responsible", "receiving_unit", "began", "to_show"])),
        (format!("/portfolio/{published}/benefit"), filled(&["benefits", "evidence", "shown", "figure", "on"])),
        (format!("/portfolio/{published}/assign"), filled(&["person", "next_step", "due", "version"])),
        (
            format!("/portfolio/{published}/relations"),
            [vec![("action", "add".to_owned())], filled(&["tie", "other"])].concat(),
        ),
        ("/insights/target".to_owned(), filled(&["enhancement", "mission", "adaptive", "from", "reason"])),
        ("/people/new".to_owned(), filled(&["name", "email", "role", "units"])),
    ];
    let mut answers = Vec::new();
    for (address, fields) in forms {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = administrator.post(&address, &fields).await;
        answers.push((address, answer));
    }
    let fields: Vec<_> = draft.iter().map(|(name, value)| (*name, value.as_str())).collect();
    for action in ["save", "publish"] {
        answers.push((format!("/manage {action}"), manager.decide(waiting, action, &edit, &fields).await));
    }
    for action in ["ask", "merge", "send-on", "decline", "custody"] {
        let long = filled(&["reason"])[0].1.repeat(60);
        let written = filled(&["into", "channel", "elsewhere", "holder", "diary_number"]);
        let written: Vec<_> = written.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let fields = [&written[..], &[("reason", &*long), ("question", "")]].concat();
        answers.push((format!("/manage {action}"), manager.decide(waiting, action, &edit, &fields).await));
    }
    answers
}

#[tokio::test]
async fn it_is_text_in_every_form_that_refuses_it() {
    let town = Town::open_with_mail().await;
    let desk = Desk {
        people: People::of(&town).await,
        published: town.published("Säkrare väg till skolan").await,
        waiting: town.submitted("Ett behov").await,
    };
    let mut known = Makings::default();
    for (address, answer) in refusals(&desk, &mut words()).await {
        assert_eq!(answer.status, 422, "{address}: {}", answer.body);
        known.add(&answer.body, &town.url);
    }
    let mut texts = hostile();
    // As often as the form with the most fields needs for all of the corpus.
    for _ in 0..corpus().len() / 20 {
        for (address, answer) in refusals(&desk, &mut texts).await {
            assert!(answer.status < 500, "{address}: {}", answer.body);
            known.assert_all_there_is(&answer.body, &town.url, &address);
        }
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn it_is_text_where_an_address_holds_it() {
    const ADDRESSES: [&str; 6] =
        ["/portfolio?q=", "/compass?unit=", "/sign-in?next=", "/nowhere/", "/follow?filter=", "/submit?challenge="];
    let town = Town::open().await;
    let mut known = Makings::default();
    for address in ADDRESSES {
        known.add(&town.visitor().get(&format!("{address}x")).await.body, &town.url);
    }
    for (text, address) in corpus().into_iter().zip(ADDRESSES.iter().cycle()) {
        let answer = town.visitor().get(&format!("{address}{}", percent(text))).await;
        assert!(answer.status < 500, "{address}{text}: {}", answer.body);
        known.assert_all_there_is(&answer.body, &town.url, address);
    }
    // Those of our own, which know what surrounds them, everywhere.
    for (text, address) in OWN.into_iter().flat_map(|text| ADDRESSES.map(|address| (text, address))) {
        let answer = town.visitor().get(&format!("{address}{}", percent(text))).await;
        known.assert_all_there_is(&answer.body, &town.url, address);
    }
}

#[tokio::test]
async fn nothing_is_taken_away_from_it_and_programs_get_it_as_data() {
    let (town, people, life) = town(1, &mut hostile()).await;
    let received = people.manager.received(&life.waiting).await;
    let title = received["entry"]["title"]["sv"].as_str().expect("a title");
    assert!(corpus().iter().any(|text| title.contains(text)), "{title}");
    for address in ["/api/v1/entries", "/api/v1/entries?q=script", "/snapshot", "/insights/balance.csv"] {
        let answer = people.resident.get(address).await;
        let kind = answer.header("content-type").to_owned();
        assert!(!kind.contains("html") && !kind.contains("xml"), "{address}: {kind}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
    }
    for function in ["dossier", "comments", "log"] {
        let answer = people.resident.call(function, json!({ "reference": life.carried })).await.is(200);
        assert!(answer.header("content-type").starts_with("application/json"), "{function}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{function}");
    }
    let exported = people.administrator.post("/people/3", &[("action", "export")]).await.is(200);
    assert!(exported.header("content-type").starts_with("application/json"));
    assert!(exported.header("content-disposition").starts_with("attachment"));
    assert!(town.visitor().get("/manage/register.csv").await.status != 200, "it is for those who manage");
}

#[tokio::test]
async fn no_cell_of_any_table_is_a_formula() {
    let (_town, people, _) = town(1, &mut formulas()).await;
    let tables = PICTURES.iter().map(|name| format!("/insights/{name}.csv")).chain(["/manage/register.csv".to_owned()]);
    let mut guarded = 0;
    for address in tables {
        let table = people.manager.get(&address).await.is(200).body;
        let table = table.trim_start_matches('\u{feff}');
        let mut reader =
            csv::ReaderBuilder::new().delimiter(b';').flexible(true).has_headers(false).from_reader(table.as_bytes());
        for record in reader.records() {
            for cell in &record.expect("a line") {
                let text = cell.trim_start();
                let is_number = text.replace(',', ".").parse::<f64>().is_ok();
                assert!(is_number || !text.starts_with(['=', '+', '-', '@', '＝']), "{address}: {cell}");
                guarded += usize::from(text.starts_with('\''));
            }
        }
    }
    assert!(guarded > 3, "the test sees what there is");
}
