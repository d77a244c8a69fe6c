//! What two versions of an entry say differently, and the choice between them.

use crate::{
    i18n::{language, locale, td_string},
    parts::sides::Sides,
    site::site,
    words,
};
use domain::{fault::Field, goal::Goal, revision::RawRevision};
use leptos::prelude::*;

/// A field that differs, and what it says in each version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    pub field: Field,
    pub written: String,
    pub saved: String,
}

/// The fields that differ.
pub fn differences(written: &RawRevision, saved: &RawRevision) -> Vec<Differing> {
    let texts = [
        (Field::Title, &written.title, &saved.title),
        (Field::TitleEnglish, &written.title_en, &saved.title_en),
        (Field::Summary, &written.summary, &saved.summary),
        (Field::SummaryEnglish, &written.summary_en, &saved.summary_en),
        (Field::Need, &written.need, &saved.need),
        (Field::Plan, &written.plan, &saved.plan),
        (Field::Audience, &written.audience, &saved.audience),
        (Field::HopedBenefit, &written.hoped_benefit, &saved.hoped_benefit),
        (Field::Origin, &written.origin, &saved.origin),
        (Field::Board, &written.board, &saved.board),
        (Field::Priority, &written.priority, &saved.priority),
    ];
    let texts =
        texts.into_iter().filter(|(_, written, saved)| !is_same(written, saved)).map(|(field, written, saved)| {
            Differing { field, written: in_words(field, &written.replace('\r', "")), saved: in_words(field, saved) }
        });
    let lists = [(Field::Units, &written.units, &saved.units), (Field::Goals, &written.goals, &saved.goals)];
    let lists = lists.into_iter().filter(|(_, written, saved)| written != saved).map(|(field, written, saved)| {
        let in_words = |list: &[String]| list.iter().map(|one| in_words(field, one)).collect::<Vec<_>>().join(", ");
        Differing { field, written: in_words(written), saved: in_words(saved) }
    });
    texts.chain(lists).collect()
}

/// Browsers send a line end as two characters; that alone is no difference.
fn is_same(written: &str, saved: &str) -> bool {
    written.replace('\r', "").trim() == saved.trim()
}

fn in_words(field: Field, value: &str) -> String {
    let words = match field {
        Field::Origin => value.parse().ok().map(words::origin),
        Field::Priority => value.parse().ok().map(words::priority),
        Field::Goals => value.parse().ok().map(|goal: Goal| format!("{goal} {}", words::goal(goal))),
        Field::Units => {
            value.parse().ok().and_then(|slug| Some(site().taxonomies.unit(&slug)?.name(language()).to_owned()))
        }
        Field::Board => {
            value.parse().ok().and_then(|slug| Some(site().taxonomies.board(&slug)?.name(language()).to_owned()))
        }
        _ => None,
    };
    words.unwrap_or_else(|| value.to_owned())
}

/// Another manager changed it meanwhile: both versions beside each other, and the choice.
#[component]
pub fn Overtaken(
    differences: Vec<Differing>,
    /// The address that shows the saved version alone.
    address: String,
) -> impl IntoView {
    let l = locale();
    let names = (td_string!(l, manage.stale_written).to_owned(), td_string!(l, manage.stale_saved).to_owned());
    let lines: Vec<_> = differences
        .into_iter()
        .map(|Differing { field, written, saved }| {
            view! {
                <div class="differing">
                    <h3>{words::field(field)}</h3>
                    <Sides names=names.clone() before=written after=saved />
                </div>
            }
        })
        .collect();
    let is_same = lines.is_empty();
    view! {
        <div class="notice warning stack stale" role="alert">
            <h2>{td_string!(l, manage.stale_title)}</h2>
            <p>{td_string!(l, manage.stale_text)}</p>
            {is_same.then(|| view! { <p>{td_string!(l, manage.stale_same)}</p> })}
            {lines}
            <p><a class="button small plain" href=address rel="external">{td_string!(l, manage.take_theirs)}</a></p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let saved =
            RawRevision { title: "Bänkar vid ån".into(), need: "Ett.\nTvå.".into(), ..RawRevision::default() };
        let written = RawRevision { title: "Bänkar".into(), need: "Ett.\r\nTvå.".into(), ..saved.clone() };
        let title = Differing { field: Field::Title, written: "Bänkar".into(), saved: "Bänkar vid ån".into() };
        assert_eq!(differences(&written, &saved), [title]);
    }
}
