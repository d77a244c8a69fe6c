//! What has been asked and answered about a submission.

use crate::{
    i18n::{locale, td_string},
    pages::receipt::arrival,
};
use domain::reception::{Message, Side};
use leptos::prelude::*;

#[component]
pub fn Talk(messages: Vec<Message>) -> impl IntoView {
    let l = locale();
    (!messages.is_empty()).then(|| {
        let lines = messages.into_iter().map(|Message { from, when, text }| {
            let (class, who) = match from {
                Side::Municipality => ("message", td_string!(l, reception.from_us)),
                Side::Sender => ("message sender", td_string!(l, reception.from_sender)),
            };
            let day = when.day.to_string();
            view! {
                <li class=class>
                    <p class="small">{who}", "<time datetime=day>{arrival(&when)}</time></p>
                    <p class="paragraph" lang="sv">{text.to_string()}</p>
                </li>
            }
        });
        let lines = lines.collect_view();
        view! {
            <section class="stack" aria-labelledby="talk">
                <h2 id="talk">{td_string!(l, reception.talk)}</h2>
                <ol class="talk">{lines}</ol>
            </section>
        }
    })
}
