//! The plain form that places one entry: two numbers that work without scripts, and the compass for those who have
//! them.

use crate::{
    api::{ApiError, portfolio::fetch_dossier},
    i18n::{language, locale, td_string},
    parts::{
        address::reference_in_address,
        card::other_language,
        compass::{PlacePicker, WeightBars},
        field::{FaultLine, field_id},
        heading::Heading,
        trouble::Trouble,
    },
    posted::{PlacingRefusal, Posted, posted},
    site::site,
    words,
};
use domain::{
    entry::Entry,
    fault::{Field, Problem},
    placement::Placement,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

#[component]
pub fn PlaceEntry() -> impl IntoView {
    let reference = reference_in_address();
    let posted = StoredValue::new(posted());
    let dossier =
        Resource::new(reference, |reference| async move { fetch_dossier(reference.ok_or(ApiError::NotFound)?).await });
    // Only courtesy: the form of somebody who may not place is refused by the server.
    let may = StoredValue::new(site().visitor.manager().map(|_| ()));
    view! {
        <Transition>
            {move || dossier.get().map(|answer| match (may.get_value(), answer) {
                (Err(denied), _) => view! { <Trouble error=ApiError::Denied(denied) /> }.into_any(),
                (Ok(()), Ok(dossier)) => view! { <PlaceForm entry=dossier.entry posted=posted.get_value() /> }.into_any(),
                (Ok(()), Err(error)) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn PlaceForm(entry: Entry, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let written = |number: f64| number.to_string();
    let (x, y, seen, problems, conflict) = match posted {
        Some(Posted::Placing { x, y, refusal: PlacingRefusal::Invalid(fault) }) => {
            (x, y, entry.placed, vec![Problem { field: Field::X, fault }], None)
        }
        Some(Posted::Placing { x, y, refusal: PlacingRefusal::Conflict(conflict) }) => {
            (x, y, conflict.count, Vec::new(), Some(conflict))
        }
        _ => (written(entry.placement.x()), written(entry.placement.y()), entry.placed, Vec::new(), None),
    };
    let (x, y) = (RwSignal::new(x), RwSignal::new(y));
    let number = |text: String| text.trim().replace(',', ".").parse::<f64>().unwrap_or(f64::NAN);
    let placement = Signal::derive(move || Placement::nearest(number(x.get()), number(y.get())));
    let on_move = move |place: Placement| {
        x.set(place.x().to_string());
        y.set(place.y().to_string());
    };
    let query = use_query_map();
    let saved = move || query.with(|query| query.get("placed").is_some());
    let told = conflict.map(|conflict| {
        let by = conflict.by.unwrap_or_else(|| td_string!(l, compass.someone).to_string());
        let place = words::place(conflict.placement);
        view! {
            <p class="notice warning" role="alert">
                {td_string!(l, compass.place_conflict, by = by, place = place).to_string()}
            </p>
        }
    });
    let (title, lang) = (entry.title.get(reader).to_string(), other_language(entry.title.language(reader)));
    let problems = Signal::stored(problems);
    let input = move |field: Field, label: &'static str, value: RwSignal<String>| {
        view! {
            <div class="field">
                <label for=field_id(field)>{label}</label>
                <input
                    id=field_id(field)
                    name=field.name()
                    inputmode="decimal"
                    required
                    aria-describedby="fault-x"
                    value=value.get_untracked()
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
            </div>
        }
    };
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p><A href="/compass">{td_string!(l, compass.back)}</A></p>
                <Heading text=td_string!(l, compass.place_title) />
                <p class="lead" lang=lang>{title}</p>
            </div>
            {move || saved().then(|| view! { <p class="notice good" role="status">{td_string!(l, compass.placed_done)}</p> })}
            {told}
            <form method="post" action=format!("/compass/{}", entry.reference) class="stack">
                <p>{td_string!(l, compass.place_lead)}</p>
                <p class="hidden" id="picker-label">{td_string!(l, compass.picker_label)}</p>
                <div class="needs-js"><PlacePicker placement=placement on_move=on_move labelled_by="picker-label" /></div>
                <p class="needs-js"><strong>{move || words::place(placement.get())}</strong></p>
                <WeightBars placement=placement />
                <input type="hidden" name="seen" value=seen.to_string() />
                <FaultLine field=Field::X problems=problems />
                {input(Field::X, td_string!(l, compass.x_label), x)}
                {input(Field::Y, td_string!(l, compass.y_label), y)}
                <div class="actions"><button class="button">{td_string!(l, compass.save_place)}</button></div>
            </form>
        </div>
    }
}
