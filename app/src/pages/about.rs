//! The model explained: the compass, the journey, and how the arithmetic goes.

use crate::{
    i18n::{locale, td_string},
    parts::{
        compass::EmptyCompass,
        heading::Heading,
        tags::{FacetShape, facet_class},
    },
    words,
};
use domain::facet::Facet;
use leptos::prelude::*;
use leptos_router::components::A;

#[component]
pub fn About() -> impl IntoView {
    let l = locale();
    let facets: Vec<_> = [
        (Facet::Mission, td_string!(l, about.mission)),
        (Facet::Enhancement, td_string!(l, about.enhancement)),
        (Facet::Anticipatory, td_string!(l, about.anticipatory)),
        (Facet::Adaptive, td_string!(l, about.adaptive)),
    ]
    .into_iter()
    .map(|(facet, more)| {
        view! {
            <div class=facet_class(facet)>
                <dt class="facet-tag"><FacetShape facet=facet />{words::facet(facet)}</dt>
                <dd>
                    <p class="asks">{words::facet_asks(facet)}</p>
                    <p>{more}</p>
                </dd>
            </div>
        }
    })
    .collect();
    let formula = |name: String, formula: &'static str| view! { <tr><th scope="row">{name}</th><td><code>{formula}</code></td></tr> };
    view! {
        <div class="page wide about">
            <div class="page-head">
                <Heading text=td_string!(l, about.title) />
                <p class="lead">{td_string!(l, about.lead)}</p>
            </div>
            <div class="about-body">
                <figure>
                    <EmptyCompass />
                    <figcaption class="small">{td_string!(l, about.caption)}</figcaption>
                </figure>
                <div class="prose">
                    <h2>{td_string!(l, about.model_title)}</h2>
                    <p>{td_string!(l, about.model)}</p>
                    <dl class="about-facets">{facets}</dl>
                    <h2>{td_string!(l, about.change_title)}</h2>
                    <p>{td_string!(l, about.change)}</p>
                    <p>{td_string!(l, about.confusion)}</p>
                    <h2>{td_string!(l, about.innovation_title)}</h2>
                    <p class="rule">{td_string!(l, about.innovation_rule)}</p>
                    <p>{td_string!(l, about.innovation)}</p>
                    <p>{td_string!(l, about.ended)}</p>
                    <h2>{td_string!(l, about.arithmetic_title)}</h2>
                    <p>{td_string!(l, about.arithmetic_own)}</p>
                    <p>{td_string!(l, about.arithmetic)}</p>
                    <div class="table-scroll" tabindex="0" role="region" aria-labelledby="formulas">
                        <table>
                            <caption id="formulas">{td_string!(l, about.formulas)}</caption>
                            <thead><tr><th scope="col">{td_string!(l, words.group.facet)}</th><th scope="col">{td_string!(l, about.weight)}</th></tr></thead>
                            <tbody>
                                {formula(words::facet(Facet::Mission), "(1 + u)(1 + v) / 4")}
                                {formula(words::facet(Facet::Anticipatory), "(1 + u)(1 − v) / 4")}
                                {formula(words::facet(Facet::Adaptive), "(1 − u)(1 − v) / 4")}
                                {formula(words::facet(Facet::Enhancement), "(1 − u)(1 + v) / 4")}
                            </tbody>
                        </table>
                    </div>
                    <p>{td_string!(l, about.arithmetic_more)}</p>
                    <h2>{td_string!(l, about.who_title)}</h2>
                    <p>{td_string!(l, about.who)}</p>
                    <p><A href="/submit">{td_string!(l, home.submit)}</A></p>
                </div>
            </div>
        </div>
    }
}
