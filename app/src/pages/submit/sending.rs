//! Sending what was written, and what became of that.

use super::wizard::Wizard;
use crate::{
    api::{ApiError, submit::submit},
    browser::{self, KeptDraft},
    i18n::{locale, td_string},
};
use domain::reference::Reference;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// What became of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    Idle,
    Busy,
    /// The server could not be reached.
    Unreachable,
    /// The server failed.
    Broken,
    /// The same form was received before, with other content.
    SentBefore(Reference),
    /// Too much was sent in a short time; wait this many seconds, where that is known.
    Wait(Option<u32>),
    /// It has been received.
    Sent,
}

impl Wizard {
    /// Sends the draft. Doing it twice makes one entry.
    pub fn send(self) {
        if matches!(self.sending.get_untracked(), Sending::Busy | Sending::Sent) {
            return;
        }
        self.sending.set(Sending::Busy);
        self.problems.set(Vec::new());
        let (draft, key) = (self.draft.get_untracked(), self.key.get_untracked());
        let leave = self.leave;
        spawn_local(async move {
            let ending = match submit(draft, key).await {
                Ok(receipt) => {
                    KeptDraft::forget();
                    leave.run(format!("/receipt/{}", receipt.secret));
                    Sending::Sent
                }
                Err(ApiError::Invalid(problems)) => {
                    self.show_problems(problems);
                    Sending::Idle
                }
                Err(ApiError::Unreachable) => Sending::Unreachable,
                Err(ApiError::SentBefore(reference)) => Sending::SentBefore(reference),
                Err(ApiError::TooMany) => Sending::Wait(None),
                Err(_) => Sending::Broken,
            };
            self.sending.try_set(ending);
        });
    }

    /// Sends what was received before in another form as a new entry.
    fn send_as_new(self) {
        self.key.set(browser::random_key());
        self.sending.set(Sending::Idle);
        self.send();
    }
}

/// Leads to a page in place of the wizard, to whose last step there is no way back.
pub fn leaving() -> Callback<String> {
    let navigate = use_navigate();
    Callback::new(move |to: String| navigate(&to, NavigateOptions { replace: true, ..Default::default() }))
}

/// The button that sends. While it does, it keeps the focus and takes no second press.
#[component]
pub fn SendButton(wizard: Wizard) -> impl IntoView {
    let l = locale();
    let busy = move || matches!(wizard.sending.get(), Sending::Busy | Sending::Sent);
    view! {
        <button class="button" aria-disabled=move || busy().then_some("true")>
            {move || if busy() { td_string!(l, submit.sending) } else { td_string!(l, submit.send) }}
        </button>
    }
}

/// What became of sending, with what can be done about it.
#[component]
pub fn SendingReport(wizard: Wizard) -> impl IntoView {
    let l = locale();
    let told = move || {
        let (text, button) = match wizard.sending.get() {
            Sending::Idle | Sending::Busy | Sending::Sent => return None,
            Sending::Unreachable => {
                (td_string!(l, submit.unreachable).to_owned(), Some((td_string!(l, common.retry), false)))
            }
            Sending::Broken => (td_string!(l, submit.broken).to_owned(), Some((td_string!(l, common.retry), false))),
            Sending::SentBefore(reference) => (
                td_string!(l, submit.sent_before, reference = reference.to_string()).to_string(),
                Some((td_string!(l, submit.send_as_new), true)),
            ),
            Sending::Wait(None) => (td_string!(l, submit.wait).to_owned(), None),
            Sending::Wait(Some(seconds)) => {
                (td_string!(l, submit.wait_minutes, count = seconds.div_ceil(60)).to_string(), None)
            }
        };
        let button = button.map(|(words, as_new)| {
            view! {
                <p class="needs-js">
                    <button
                        type="button"
                        class="button small"
                        on:click=move |_| if as_new { wizard.send_as_new() } else { wizard.send() }
                    >
                        {words}
                    </button>
                </p>
            }
        });
        Some(view! { <div class="notice problem stack" role="alert"><p>{text}</p>{button}</div> })
    };
    view! { {told} }
}
