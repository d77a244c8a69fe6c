//! Changes in the reader's words.

use crate::{
    i18n::{language, locale, td_string},
    parts::card::other_language,
    site::site,
    words,
};
use domain::{
    change::{ChangeKind, Difference, Swap},
    fault::Field,
    goal::Goal,
    journey::{Activity, Benefit, Figure, Spread},
    language::Language,
    placement::Placement,
    reception::Decision,
    taxonomy::Slug,
};

/// A field that changed, with what it says before and after; empty where it says nothing.
#[derive(Clone, Debug)]
pub struct Told {
    pub field: String,
    pub before: String,
    pub after: String,
    /// The language of what it says, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// What was done.
pub fn kind_words(kind: ChangeKind, restored: Option<u32>) -> String {
    let l = locale();
    match kind {
        ChangeKind::Received => td_string!(l, change.kind.received).to_owned(),
        ChangeKind::Entered => td_string!(l, change.kind.entered).to_owned(),
        ChangeKind::Began => td_string!(l, change.kind.began).to_owned(),
        ChangeKind::Edited => td_string!(l, change.kind.edited).to_owned(),
        ChangeKind::Published => td_string!(l, change.kind.published).to_owned(),
        ChangeKind::Declined => td_string!(l, change.kind.declined).to_owned(),
        ChangeKind::SentOn => td_string!(l, change.kind.sent_on).to_owned(),
        ChangeKind::Merged => td_string!(l, change.kind.merged).to_owned(),
        ChangeKind::Joined => td_string!(l, change.kind.joined).to_owned(),
        ChangeKind::Placed => td_string!(l, change.kind.placed).to_owned(),
        ChangeKind::Forward => td_string!(l, change.kind.forward).to_owned(),
        ChangeKind::Benefit => td_string!(l, change.kind.benefit).to_owned(),
        ChangeKind::Spread => td_string!(l, change.kind.spread).to_owned(),
        ChangeKind::Reopened => td_string!(l, change.kind.reopened).to_owned(),
        ChangeKind::Back => td_string!(l, change.kind.back).to_owned(),
        ChangeKind::Paused => td_string!(l, change.kind.paused).to_owned(),
        ChangeKind::Ended => td_string!(l, change.kind.ended).to_owned(),
        ChangeKind::Restored => td_string!(l, change.kind.restored, number = restored.unwrap_or_default()).to_string(),
    }
}

/// Whether what was done says already what changed.
pub fn is_told_by(kind: ChangeKind, difference: &Difference) -> bool {
    matches!(
        (kind, difference),
        (
            ChangeKind::Published | ChangeKind::Declined | ChangeKind::SentOn | ChangeKind::Merged,
            Difference::Decision(_)
        ) | (ChangeKind::Paused | ChangeKind::Reopened, Difference::Activity(_))
    )
}

/// A difference in words.
pub fn told(difference: Difference) -> Told {
    let l = locale();
    match difference {
        Difference::Title(swap) => text(Field::Title, swap.map(|text| text.to_string())),
        Difference::Summary(swap) => text(Field::Summary, swap.map(|text| text.to_string())),
        Difference::Need(swap) => text(Field::Need, swap.map(|text| text.to_string())),
        Difference::Plan(swap) => text(Field::Plan, swap.map(some)),
        Difference::Audience(swap) => text(Field::Audience, swap.map(some)),
        Difference::HopedBenefit(swap) => text(Field::HopedBenefit, swap.map(some)),
        Difference::Responsible(swap) => text(Field::Responsible, swap.map(some)),
        Difference::ToShow(swap) => text(Field::ToShow, swap.map(some)),
        Difference::TitleEnglish(swap) => english(Field::TitleEnglish, swap.map(some)),
        Difference::SummaryEnglish(swap) => english(Field::SummaryEnglish, swap.map(some)),
        Difference::Origin(swap) => choice(Field::Origin, swap.map(words::origin)),
        Difference::Priority(swap) => choice(Field::Priority, swap.map(words::priority)),
        Difference::Units(swap) => choice(Field::Units, swap.map(|units| listed(units.iter().map(unit)))),
        Difference::Board(swap) => choice(Field::Board, swap.map(|slug| board(&slug))),
        Difference::Goals(swap) => choice(Field::Goals, swap.map(|goals| listed(goals.into_iter().map(goal)))),
        Difference::ReceivingUnit(swap) => {
            choice(Field::ReceivingUnit, swap.map(|slug| slug.as_ref().map(unit).unwrap_or_default()))
        }
        Difference::Began(swap) => choice(Field::Began, swap.map(|day| day.map(words::day).unwrap_or_default())),
        Difference::InUseSince(swap) => {
            choice(Field::InUseSince, swap.map(|day| day.map(words::day).unwrap_or_default()))
        }
        Difference::Placement(swap) => named(td_string!(l, entry.place), swap.map(place)),
        Difference::Stage(swap) => {
            named(td_string!(l, words.group.stage), swap.map(|stage| words::standing(stage.into())))
        }
        Difference::Activity(swap) => named(td_string!(l, change.activity), swap.map(activity)),
        Difference::Benefits(swap) => {
            named(td_string!(l, entry.benefit), swap.map(|all| lines(all.iter().map(benefit))))
        }
        Difference::Spread(swap) => named(td_string!(l, entry.spread), swap.map(|all| lines(all.iter().map(spread)))),
        Difference::Decision(swap) => named(td_string!(l, change.decision), swap.map(decision)),
    }
}

fn some<T: ToString>(text: Option<T>) -> String {
    text.map(|text| text.to_string()).unwrap_or_default()
}

/// A text that exists in Swedish.
fn text(field: Field, swap: Swap<String>) -> Told {
    Told { lang: other_language(Language::Swedish), ..choice(field, swap) }
}

fn english(field: Field, swap: Swap<String>) -> Told {
    Told { lang: other_language(Language::English), ..choice(field, swap) }
}

/// Something that has words in the reader's language.
fn choice(field: Field, swap: Swap<String>) -> Told {
    named(&words::field(field), swap)
}

fn named(field: &str, Swap { from, to }: Swap<String>) -> Told {
    Told { field: field.to_owned(), before: from, after: to, lang: None }
}

fn listed(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn lines(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("\n")
}

/// The name of a unit, or what it was called in addresses where it is no longer there.
fn unit(slug: &Slug) -> String {
    site().taxonomies.unit(slug).map_or_else(|| slug.to_string(), |unit| unit.name(language()).to_owned())
}

fn board(slug: &Slug) -> String {
    site().taxonomies.board(slug).map_or_else(|| slug.to_string(), |board| board.name(language()).to_owned())
}

fn goal(goal: Goal) -> String {
    format!("{goal} {}", words::goal(goal))
}

/// In words and numbers: places near each other have the same words.
fn place(placement: Placement) -> String {
    let (x, y) = (words::number(placement.x()), words::number(placement.y()));
    td_string!(locale(), change.place, place = words::place(placement), x = x, y = y).to_string()
}

fn activity(activity: Activity) -> String {
    let l = locale();
    match activity {
        Activity::Active => td_string!(l, change.active).to_owned(),
        Activity::Paused { since, reason } => {
            td_string!(l, change.paused, day = words::day(since), reason = reason.to_string()).to_string()
        }
        Activity::Ended { on, reason, lesson } => {
            td_string!(l, change.ended, day = words::day(on), reason = reason.to_string(), lesson = lesson.to_string())
                .to_string()
        }
    }
}

fn benefit(benefit: &Benefit) -> String {
    let figure =
        benefit.figure.as_ref().map(|Figure { value, measure }| format!(" ({} {measure})", words::number(*value)));
    let source = td_string!(
        locale(),
        entry.benefit_source,
        evidence = words::evidence(benefit.evidence),
        day = words::day(benefit.on),
        by = benefit.confirmed_by.to_string()
    );
    format!("{}: {}{} {source}", &*benefit.who, &*benefit.what, figure.unwrap_or_default())
}

fn spread(spread: &Spread) -> String {
    format!("{}, {}", &*spread.place, words::day(spread.on))
}

fn decision(decision: Decision) -> String {
    let l = locale();
    match decision {
        Decision::Waiting => td_string!(l, receipt.word.waiting).to_owned(),
        Decision::Published { on } => td_string!(l, change.published, day = words::day(on)).to_string(),
        Decision::Declined { on, reason } => {
            td_string!(l, change.declined, day = words::day(on), reason = reason.to_string()).to_string()
        }
        Decision::SentOn { on, to, reason } => {
            let (day, channel) = (words::day(on), words::channel(&to));
            td_string!(l, change.sent_on, day = day, channel = channel, reason = reason.to_string()).to_string()
        }
        Decision::Merged { on, into, reason } => {
            let (day, into) = (words::day(on), into.to_string());
            td_string!(l, change.merged, day = day, into = into, reason = reason.to_string()).to_string()
        }
    }
}
