//! Mail about what was handed in, on its receipt: whether it is wanted, whether it arrives, and how to change that.

use crate::{
    api::follow::fetch_sender_mail,
    i18n::{locale, td_string},
    parts::{field::ProblemSummary, follow::AddressField},
    posted::Posted,
};
use domain::{
    fault::{Field, Problem},
    follow::{SenderMail, State},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn ReceiptMail(secret: String, posted: Option<Posted>) -> impl IntoView {
    let asked = secret.clone();
    let posted = StoredValue::new(posted);
    let mail = Resource::new(move || asked.clone(), fetch_sender_mail);
    view! {
        <Transition>
            {move || mail.get().map(|answer| match answer {
                Ok(mail) => view! { <Mail secret=secret.clone() mail=mail posted=posted.get_value() /> }.into_any(),
                // The page says itself what is wrong.
                Err(_) => ().into_any(),
            })}
        </Transition>
    }
}

#[component]
fn Mail(secret: String, mail: SenderMail, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let action = format!("/receipt/{secret}");
    let done = use_query_map().with_untracked(|query| query.get("mail"));
    let done = done.and_then(|done| match done.as_str() {
        "again" => Some(td_string!(l, follow.receipt_again_done)),
        "given" => Some(td_string!(l, follow.receipt_given)),
        _ => None,
    });
    let (told, button, has_address) = match mail {
        SenderMail::None => (td_string!(l, follow.receipt_none).to_owned(), None, false),
        SenderMail::To { email, refused: true, .. } => {
            (td_string!(l, follow.receipt_refused, email = email).to_string(), None, true)
        }
        SenderMail::To { email, state, .. } => {
            let (told, act, words) = match state {
                State::Asked => (
                    td_string!(l, follow.receipt_asked, email = email).to_string(),
                    "again",
                    td_string!(l, follow.receipt_again),
                ),
                State::Going { .. } => {
                    (td_string!(l, follow.receipt_going, email = email).to_string(), "stop", td_string!(l, follow.stop))
                }
                State::Stopped { .. } => (
                    td_string!(l, follow.receipt_stopped, email = email).to_string(),
                    "resume",
                    td_string!(l, follow.resume),
                ),
            };
            (told, Some((act, words)), true)
        }
    };
    let (written, problems) = match posted {
        Some(Posted::SenderMail { email, fault }) => (email, vec![Problem { field: Field::Email, fault }]),
        _ => (String::new(), Vec::new()),
    };
    let is_open = !has_address || !problems.is_empty();
    let shown = Signal::stored(problems.clone());
    view! {
        <section class="stack" aria-labelledby="mail">
            <h2 id="mail">{td_string!(l, follow.receipt_title)}</h2>
            {done.map(|done| view! { <p class="notice good" role="status">{done}</p> })}
            <p>{told}</p>
            {button.map(|(act, words)| view! {
                <form method="post" action=action.clone()>
                    <input type="hidden" name="action" value=act />
                    <button class="button small plain">{words}</button>
                </form>
            })}
            <details class="follow" open=is_open>
                <summary>{td_string!(l, follow.receipt_other)}</summary>
                <form method="post" action=action class="stack" novalidate>
                    <ProblemSummary problems=shown />
                    <input type="hidden" name="action" value="give" />
                    <AddressField label=td_string!(l, follow.receipt_email) written=written problems=problems />
                    <div class="actions"><button class="button small">{td_string!(l, follow.receipt_give)}</button></div>
                </form>
            </details>
        </section>
    }
}
