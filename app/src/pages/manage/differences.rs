//! What two versions of a submission say differently.

use crate::{i18n::language, site::site, words};
use domain::{fault::Field, goal::Goal, revision::RawRevision};

/// The fields that differ, and what the saved version says in each.
pub fn differences(written: &RawRevision, saved: &RawRevision) -> Vec<(Field, String)> {
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
    let texts = texts
        .into_iter()
        .filter(|(_, written, saved)| !is_same(written, saved))
        .map(|(field, _, saved)| (field, in_words(field, saved)));
    let lists = [(Field::Units, &written.units, &saved.units), (Field::Goals, &written.goals, &saved.goals)];
    let lists = lists.into_iter().filter(|(_, written, saved)| written != saved).map(|(field, _, saved)| {
        (field, saved.iter().map(|value| in_words(field, value)).collect::<Vec<_>>().join(", "))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let saved =
            RawRevision { title: "Bänkar vid ån".into(), need: "Ett.\nTvå.".into(), ..RawRevision::default() };
        let written = RawRevision { title: "Bänkar".into(), need: "Ett.\r\nTvå.".into(), ..saved.clone() };
        assert_eq!(differences(&written, &saved), [(Field::Title, "Bänkar vid ån".to_owned())]);
    }
}
