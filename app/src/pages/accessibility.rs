//! The accessibility statement that Swedish law asks for (lagen om tillgänglighet till digital offentlig service,
//! 2018:1937), with what the municipality has set filled in.

use crate::{
    i18n::{locale, td_string},
    parts::heading::Heading,
    site::site,
    words,
};
use domain::day::Day;
use leptos::prelude::*;

/// Where complaints about a public body's accessibility go.
const AUTHORITY: &str = "https://www.digg.se/tdosanmalan";

#[component]
pub fn Accessibility() -> impl IntoView {
    let l = locale();
    let settings = site().settings.clone();
    let assessed = settings.accessibility_assessed.as_deref().and_then(|day| day.parse::<Day>().ok()).map(words::day);
    let assessed = match assessed {
        Some(day) => td_string!(l, accessibility.assessed, day = day).to_string(),
        None => td_string!(l, accessibility.not_assessed).to_string(),
    };
    let shortcomings = match settings.accessibility_shortcomings {
        Some(known) => view! { <p lang="sv">{known}</p> }.into_any(),
        None => view! { <p>{td_string!(l, accessibility.no_shortcomings)}</p> }.into_any(),
    };
    view! {
        <div class="page">
            <div class="page-head">
                <Heading text=td_string!(l, accessibility.title) />
                <p class="lead">{td_string!(l, accessibility.lead, municipality = settings.municipality).to_string()}</p>
            </div>
            <div class="prose">
                <h2>{td_string!(l, accessibility.status_title)}</h2>
                <p>{td_string!(l, accessibility.status)}</p>
                <h2>{td_string!(l, accessibility.shortcomings_title)}</h2>
                {shortcomings}
                <h2>{td_string!(l, accessibility.help_title)}</h2>
                <p>
                    {td_string!(l, accessibility.help)}" "
                    <a href=format!("mailto:{}", settings.contact) rel="external">{settings.contact.clone()}</a>
                </p>
                <h2>{td_string!(l, accessibility.authority_title)}</h2>
                <p>
                    {td_string!(l, accessibility.authority)}" "
                    <a href=AUTHORITY rel="external noopener">{td_string!(l, accessibility.authority_link)}</a>
                </p>
                <h2>{td_string!(l, accessibility.how_title)}</h2>
                <p>{td_string!(l, accessibility.how)}</p>
                <p>{assessed}</p>
                <h2>{td_string!(l, accessibility.use_title)}</h2>
                <ul>
                    <li>{td_string!(l, accessibility.use_keyboard)}</li>
                    <li>{td_string!(l, accessibility.use_compass)}</li>
                    <li>{td_string!(l, accessibility.use_scripts)}</li>
                    <li>{td_string!(l, accessibility.use_motion)}</li>
                </ul>
            </div>
        </div>
    }
}
