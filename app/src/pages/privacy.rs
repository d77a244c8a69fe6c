//! What is known of those who use the portfolio, and what becomes of it.

use crate::{
    i18n::{locale, td_string},
    parts::heading::Heading,
    site::site,
};
use leptos::prelude::*;

#[component]
pub fn Privacy() -> impl IntoView {
    let l = locale();
    let settings = site().settings.clone();
    let part = |title: &'static str, text: &'static str| view! { <h2>{title}</h2><p>{text}</p> };
    view! {
        <div class="page">
            <div class="page-head">
                <Heading text=td_string!(l, privacy.title) />
                <p class="lead">{td_string!(l, privacy.lead, municipality = settings.municipality).to_string()}</p>
            </div>
            <div class="prose">
                {part(td_string!(l, privacy.read_title), td_string!(l, privacy.read))}
                {part(td_string!(l, privacy.submit_title), td_string!(l, privacy.submit))}
                {part(td_string!(l, privacy.public_title), td_string!(l, privacy.public))}
                {part(td_string!(l, privacy.others_title), td_string!(l, privacy.others))}
                {part(td_string!(l, privacy.mail_title), td_string!(l, privacy.mail))}
                {part(td_string!(l, privacy.comment_title), td_string!(l, privacy.comment))}
                {part(td_string!(l, privacy.same_need_title), td_string!(l, privacy.same_need))}
                {part(td_string!(l, privacy.file_title), td_string!(l, privacy.file))}
                {part(td_string!(l, privacy.basis_title), td_string!(l, privacy.basis))}
                {part(td_string!(l, privacy.browser_title), td_string!(l, privacy.browser))}
                <ul>
                    <li>{td_string!(l, privacy.cookie_language)}</li>
                    <li>{td_string!(l, privacy.cookie_session)}</li>
                    <li>{td_string!(l, privacy.cookie_browser)}</li>
                    <li>{td_string!(l, privacy.cookie_form)}</li>
                    <li>{td_string!(l, privacy.draft)}</li>
                </ul>
                {part(td_string!(l, privacy.rights_title), td_string!(l, privacy.rights))}
                <p><a href=format!("mailto:{}", settings.contact) rel="external">{settings.contact.clone()}</a></p>
            </div>
        </div>
    }
}
