//! Keeping the draft in the browser while it is written, and starting over.

use super::{
    heading_id,
    wizard::{Keeping, PATH, Wizard, challenge_in_address, keep_to_open_challenges},
};
use crate::{
    browser::{self, KeptDraft},
    i18n::{locale, td_string},
    pages::submit::sending::Sending,
    words,
};
use domain::{
    draft::{Draft, IdempotencyKey, Step},
    fault::Field,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use std::time::Duration;

/// The longest that a change waits before it is kept.
const PAUSE: Duration = Duration::from_millis(250);
/// The id of the question whether to start over.
const QUESTION: &str = "start-over";

impl Wizard {
    /// Reads the draft that the browser kept, and keeps every change from then on.
    pub fn keep_draft(self) {
        let search = use_location().search;
        let asked = StoredValue::new(challenge_in_address());
        Effect::new(move || {
            let at_start = search.with_untracked(String::is_empty);
            self.restore(at_start, asked.get_value());
        });
        let pending = StoredValue::new(false);
        let flush = move || {
            if pending.try_get_value() == Some(true) {
                pending.set_value(false);
                self.keep();
            }
        };
        Effect::new(move || {
            self.draft.track();
            self.key.track();
            self.shown.track();
            if self.ready.get() && !pending.get_value() {
                pending.set_value(true);
                set_timeout(flush, PAUSE);
            }
        });
        Effect::new(move || {
            let leaving = window_event_listener_untyped("pagehide", move |_| flush());
            on_cleanup(move || {
                leaving.remove();
                flush();
            });
        });
    }

    fn restore(self, at_start: bool, challenge: Option<String>) {
        let kept = KeptDraft::read().filter(|_| !self.was_posted);
        let resume = kept.as_ref().map(|kept| kept.step).filter(|step| at_start && *step != Step::Kind);
        let mut draft = self.draft.get_untracked();
        if let Some(kept) = kept {
            self.keeping.set(Keeping::Restored(kept.day()));
            draft = kept.draft;
            keep_to_open_challenges(&mut draft, challenge);
            // A damaged key would be refused for ever; the page has a good one already.
            if kept.key.parse::<IdempotencyKey>().is_ok() {
                self.key.set(kept.key);
            }
        }
        if let Some((before, written)) = self.written.get_value() {
            adopt(&mut draft, &before, &written);
        }
        if draft != self.draft.get_untracked() {
            self.draft.set(draft);
        }
        if let Some(step) = resume {
            self.resume_at(step);
        }
        // A little later: what this sets in motion is nobody's going to another step.
        set_timeout(
            move || {
                self.ready.try_set(true);
            },
            Duration::ZERO,
        );
    }

    fn keep(self) {
        let (Some(draft), Some(sending)) = (self.draft.try_get_untracked(), self.sending.try_get_untracked()) else {
            return;
        };
        if sending == Sending::Sent || draft == Draft::default() {
            KeptDraft::forget();
        } else if !KeptDraft::now(draft, self.shown.get_untracked(), self.key.get_untracked()).keep() {
            self.keeping.set(Keeping::Impossible);
        } else if self.keeping.get_untracked() == Keeping::Impossible {
            self.keeping.set(Keeping::Kept);
        }
    }

    /// Lets everything that was written go.
    fn start_over(self) {
        KeptDraft::forget();
        self.draft.set(Draft::default());
        self.key.set(browser::random_key());
        self.problems.set(Vec::new());
        self.sending.set(Sending::Idle);
        self.keeping.set(Keeping::Kept);
        self.furthest.set(Step::Kind);
    }
}

/// Takes over what a person wrote before the page became interactive.
fn adopt(draft: &mut Draft, before: &Draft, written: &Draft) {
    for field in Field::ALL.iter().copied() {
        if written.text(field) != before.text(field)
            && let Some(text) = draft.text_mut(field)
        {
            written.text(field).clone_into(text);
        }
    }
    if written.units != before.units {
        draft.units.clone_from(&written.units);
    }
    if written.goals != before.goals {
        draft.goals.clone_from(&written.goals);
    }
}

/// Says that the draft is kept, and lets a person start over.
#[component]
pub fn DraftLine(wizard: Wizard) -> impl IntoView {
    let l = locale();
    let asking = RwSignal::new(false);
    let navigate = use_navigate();
    let said = move || match wizard.keeping.get() {
        Keeping::Kept | Keeping::Restored(None) => td_string!(l, submit.kept).to_owned(),
        Keeping::Restored(Some(day)) => td_string!(l, submit.restored, day = words::day(day)).to_string(),
        Keeping::Impossible => td_string!(l, submit.not_kept).to_owned(),
    };
    let ask = move || {
        asking.set(true);
        request_animation_frame(|| browser::focus(QUESTION));
    };
    let start_over = Callback::new(move |()| {
        asking.set(false);
        wizard.start_over();
        navigate(PATH, NavigateOptions::default());
        request_animation_frame(|| browser::focus(&heading_id(Step::Kind)));
    });
    view! {
        <div class="draft-line needs-js">
            <p class="hint" role="status">{said}</p>
            <button type="button" class="quiet" on:click=move |_| ask()>{td_string!(l, submit.start_over)}</button>
        </div>
        {move || asking.get().then(|| view! {
            <div id=QUESTION class="notice warning stack" role="group" aria-labelledby="start-over-text" tabindex="-1">
                <p id="start-over-text"><strong>{td_string!(l, submit.start_over_question)}</strong></p>
                <div class="actions">
                    <button type="button" class="button small" on:click=move |_| start_over.run(())>{td_string!(l, submit.start_over_yes)}</button>
                    <button type="button" class="button small plain" on:click=move |_| asking.set(false)>{td_string!(l, submit.start_over_no)}</button>
                </div>
            </div>
        })}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_written_is_taken_over() {
        let kept = Draft { title: "Bänkar".into(), need: "Fler bänkar".into(), ..Draft::default() };
        let written = Draft { title: "Fler bänkar".into(), goals: vec!["11".into()], ..Draft::default() };
        let mut draft = kept.clone();
        adopt(&mut draft, &Draft::default(), &written);
        assert_eq!(draft, Draft { title: "Fler bänkar".into(), goals: vec!["11".into()], ..kept });
    }
}
