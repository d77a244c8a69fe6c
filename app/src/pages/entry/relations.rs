//! How an entry hangs together with others: a small graph with a list beside it, and the page to change it.

use crate::{
    api::{ApiError, portfolio::fetch_dossier},
    i18n::{language, locale, td_string},
    parts::{
        address::reference_in_address,
        card::{entry_address, other_language},
        field::{ProblemSummary, Select, TextInput},
        heading::Heading,
        tags::{StandingTag, facet_class},
        trouble::Trouble,
    },
    posted::{Posted, posted},
    site::site,
    words,
};
use domain::{
    entry::Dossier,
    facet::Facet,
    fault::{Field, Problem},
    reference::Reference,
    relation::{RawRelation, Relation, Tie},
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};
use std::f64::consts::TAU;

/// The relations on the entry's page; nothing where there are none and none can be added.
#[component]
pub fn Relations(
    reference: Reference,
    facet: Facet,
    relations: Vec<Relation>,
    /// Whether whoever reads may change them.
    may_change: bool,
) -> impl IntoView {
    let l = locale();
    (may_change || !relations.is_empty()).then(|| {
        let picture = (!relations.is_empty()).then(|| {
            view! {
                <div class="relations">
                    <Graph facet=facet relations=relations.clone() />
                    <List relations=relations />
                </div>
            }
        });
        view! {
            <section class="stack" aria-labelledby="relations">
                <h2 id="relations">{td_string!(l, relation.title)}</h2>
                {picture}
                {may_change.then(|| view! { <p><A href=format!("/portfolio/{reference}/relations")>{td_string!(l, relation.change)}</A></p> })}
            </section>
        }
    })
}

/// Where the others stand around the entry, in the drawing's own measure.
const RADIUS: f64 = 74.0;
/// How large they are, and how large the entry in the middle.
const OTHER: f64 = 13.0;
const OWN: f64 = 17.0;

/// The entry in the middle and the others around it, numbered as in the list. The list says all of it.
#[component]
fn Graph(facet: Facet, relations: Vec<Relation>) -> impl IntoView {
    let count = relations.len() as f64;
    let others: Vec<_> = relations
        .into_iter()
        .zip(1_u32..)
        .map(|(Relation { tie, other, .. }, number)| {
            // From the top, the way of the clock.
            let angle = TAU * (f64::from(number - 1) / count - 0.25);
            let at = |distance: f64| (distance * angle.cos(), distance * angle.sin());
            let (inner, outer) = (at(OWN + 3.0), at(RADIUS - OTHER - 3.0));
            let ((x1, y1), (x2, y2)) = if tie.leads_away() { (inner, outer) } else { (outer, inner) };
            let (x, y) = at(RADIUS);
            let line = format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}");
            let class = if tie.is_mutual() { "tie mutual" } else { "tie" };
            let conflict = tie == Tie::ConflictsWith;
            view! {
                <path class=class class:conflict=conflict d=line marker-end=(!tie.is_mutual()).then_some("url(#arrow)") />
                <g class=facet_class(other.placement.main_facet()) transform=format!("translate({x:.1} {y:.1})")>
                    <circle r=OTHER.to_string() />
                    <text dy="0.35em">{number}</text>
                </g>
            }
        })
        .collect();
    view! {
        <svg class="relation-graph" viewBox="-92 -92 184 184" aria-hidden="true">
            <defs>
                <marker id="arrow" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto">
                    <path d="M0 0L6 3L0 6z" />
                </marker>
            </defs>
            {others}
            <g class=facet_class(facet)><circle class="own" r=OWN.to_string() /></g>
        </svg>
    }
}

#[component]
fn List(relations: Vec<Relation>) -> impl IntoView {
    let lines: Vec<_> = relations.into_iter().map(|relation| view! { <li><Line relation=relation /></li> }).collect();
    view! { <ol class="relation-list">{lines}</ol> }
}

#[component]
fn Line(relation: Relation) -> impl IntoView {
    let reader = language();
    let Relation { tie, other, .. } = relation;
    let lang = other_language(other.title.language(reader));
    view! {
        <span class="tie-name">{words::tie(tie)}</span>
        <A href=entry_address(&other) attr:lang=lang>{other.title.get(reader).to_string()}</A>
        <StandingTag standing=other.standing />
    }
}

/// The page to change them.
#[component]
pub fn Relate() -> impl IntoView {
    let reference = reference_in_address();
    let posted = StoredValue::new(posted());
    let visitor = StoredValue::new(site().visitor.clone());
    let dossier = Resource::new(reference, move |reference| async move {
        let reference = reference.ok_or(ApiError::NotFound)?;
        // Only courtesy: the form of somebody who may not is refused by the server.
        visitor.with_value(|visitor| visitor.manager().map(|_| ())).map_err(ApiError::Denied)?;
        let dossier = fetch_dossier(reference).await?;
        let may = visitor.with_value(|visitor| visitor.answers_for(reference, dossier.entry.units.iter()));
        if may { Ok(dossier) } else { Err(ApiError::Denied(domain::access::Denied::OtherUnits)) }
    });
    view! {
        <Transition>
            {move || dossier.get().map(|answer| match answer {
                Ok(dossier) => view! { <RelatePage dossier=dossier posted=posted.get_value() /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn RelatePage(dossier: Dossier, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let Dossier { entry, relations, .. } = dossier;
    let reference = entry.reference;
    let (title, lang) = (entry.title.get(reader).to_string(), other_language(entry.title.language(reader)));
    let (raw, problems) = match posted {
        Some(Posted::Relation { raw, problems }) => (raw, problems),
        _ => (RawRelation::default(), Vec::new()),
    };
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let done = done.filter(|_| problems.is_empty()).map(|done| match done.as_str() {
        "withdrawn" => td_string!(l, relation.withdrawn),
        _ => td_string!(l, relation.added),
    });
    let action = format!("/portfolio/{reference}/relations");
    let lines: Vec<_> = relations
        .into_iter()
        .map(|relation| {
            let (id, title) = (relation.id, relation.other.title.get(reader).to_string());
            let label = td_string!(l, relation.withdraw_label, title = title).to_string();
            let action = action.clone();
            view! {
                <li>
                    <Line relation=relation />
                    <form method="post" action=action>
                        <input type="hidden" name="id" value=id.to_string() />
                        <button class="button small plain" name="action" value="withdraw" aria-label=label>{td_string!(l, relation.withdraw)}</button>
                    </form>
                </li>
            }
        })
        .collect();
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p class="crumb"><A href=format!("/portfolio/{reference}")>{td_string!(l, action.back_to)}</A></p>
                <Heading text=title lang=lang.unwrap_or(reader.name()) />
                <p class="lead">{td_string!(l, relation.lead)}</p>
            </div>
            {done.map(|done| view! { <p class="notice good" role="status">{done}</p> })}
            {(!lines.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="relations">
                    <h2 id="relations">{td_string!(l, relation.title)}</h2>
                    <ul class="like">{lines}</ul>
                </section>
            })}
            <AddForm action=action raw=raw problems=problems />
        </div>
    }
}

#[component]
fn AddForm(action: String, raw: RawRelation, problems: Vec<Problem>) -> impl IntoView {
    let l = locale();
    let raw = RwSignal::new(raw);
    let problems: Signal<Vec<Problem>> = Signal::stored(problems);
    let choose = (String::new(), td_string!(l, relation.choose).to_owned());
    let ties = Tie::ALL.iter().map(|tie| (tie.to_string(), words::tie(*tie)));
    view! {
        <form method="post" action=action class="stack loose" novalidate>
            <h2>{td_string!(l, relation.add)}</h2>
            <ProblemSummary problems=problems />
            <input type="hidden" name="action" value="add" />
            <Select
                field=Field::Tie
                label=words::field(Field::Tie)
                required=true
                options=[choose].into_iter().chain(ties).collect()
                value=Signal::derive(move || raw.with(|raw| raw.tie.clone()))
                on_input=Callback::new(move |tie| raw.update(|raw| raw.tie = tie))
                problems=problems
            />
            <TextInput
                field=Field::Other
                label=words::field(Field::Other)
                hint=td_string!(l, relation.other_hint)
                required=true
                autocomplete="off"
                max=20
                value=Signal::derive(move || raw.with(|raw| raw.other.clone()))
                on_input=Callback::new(move |other| raw.update(|raw| raw.other = other))
                problems=problems
            />
            <div class="actions"><button class="button">{td_string!(l, relation.add)}</button></div>
        </form>
    }
}
