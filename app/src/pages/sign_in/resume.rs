//! What somebody wrote whose session ended meanwhile, to be sent now that there is another.

use crate::{
    i18n::{locale, td_string},
    parts::heading::Heading,
    words,
};
use domain::fault::Field;
use leptos::prelude::*;
use leptos_router::components::A;

#[component]
pub fn Resume(
    /// Where the form was sent, and its fields; none where nothing is kept any more.
    form: Option<(String, Vec<(String, String)>)>,
) -> impl IntoView {
    let l = locale();
    match form {
        None => view! {
            <div class="page stack">
                <Heading text=td_string!(l, sign_in.resume.gone_title) />
                <p class="lead">{td_string!(l, sign_in.resume.gone)}</p>
            </div>
        }
        .into_any(),
        Some((path, pairs)) => {
            let told: Vec<_> = pairs
                .iter()
                .filter(|(_, value)| !value.trim().is_empty())
                .filter_map(|(name, value)| Some((name.parse::<Field>().ok()?, value.clone())))
                .filter(|(field, _)| !matches!(field, Field::Version | Field::Key | Field::X | Field::Y))
                .map(|(field, value)| view! { <div><dt>{words::field(field)}</dt><dd class="paragraph">{value}</dd></div> })
                .collect();
            let hidden: Vec<_> = pairs
                .into_iter()
                .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
                .collect();
            let address = path.clone();
            view! {
                <div class="page stack loose">
                    <div class="page-head">
                        <Heading text=td_string!(l, sign_in.resume.title) />
                        <p class="lead">{td_string!(l, sign_in.resume.lead)}</p>
                    </div>
                    <dl class="facts-list across">{told}</dl>
                    <form method="post" action=address class="actions">
                        {hidden}
                        <button class="button">{td_string!(l, sign_in.resume.send)}</button>
                        <A href=path attr:class="button plain">{td_string!(l, sign_in.resume.leave)}</A>
                    </form>
                </div>
            }
            .into_any()
        }
    }
}
