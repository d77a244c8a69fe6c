//! What the pages of the whole share: the way between them, the filter, and what the server tells.

use crate::{
    api::{ApiError, insights::fetch_insights},
    i18n::{language, locale, td_string},
    insights::{Section, Told},
    pages::explore::{BadParameters, Failed, Offline, Total},
    parts::{
        chart::figure::Blocks,
        filter::{Chips, FilterPanel, FilterState},
        heading::Heading,
    },
};
use domain::filter::Filter;
use leptos::prelude::*;

/// What the server tells of a section, told anew when the address changes. It must be read inside a `Transition`.
#[derive(Clone, Copy)]
pub struct Telling(Resource<Result<Told, ApiError>>);

impl Telling {
    /// What is told of a section for a query string.
    pub fn of(section: Section, query: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self(Resource::new(query, move |query| fetch_insights(section, query, language())))
    }

    /// A part of it; none before it is there. Where the server does not answer, what it told last stands.
    pub fn part<T: Clone + Send + Sync + 'static>(&self, read: fn(&Told) -> T) -> Signal<Option<T>> {
        let Self(resource) = *self;
        let latest = StoredValue::new(None);
        Signal::derive(move || {
            if let Some(told) = resource.with(|told| told.as_ref()?.as_ref().ok().map(read)) {
                latest.set_value(Some(told));
            }
            latest.get_value()
        })
    }

    /// Asks once more, after a failure.
    pub fn again(&self) {
        self.0.refetch();
    }

    /// Whether the server did not answer.
    pub fn failed(&self) -> bool {
        self.0.with(|told| matches!(told, Some(Err(_))))
    }
}

/// The pages in their order: where they are and what they are called.
fn pages() -> [(&'static str, &'static str); 6] {
    let l = locale();
    [
        ("/insights", td_string!(l, insights.nav_balance)),
        ("/insights/gaps", td_string!(l, insights.nav_gaps)),
        ("/insights/flow", td_string!(l, insights.nav_flow)),
        ("/insights/time", td_string!(l, insights.nav_time)),
        ("/insights/what-if", td_string!(l, insights.nav_what_if)),
        ("/insights/report", td_string!(l, insights.nav_report)),
    ]
}

/// The way between the pages; the filter comes along.
#[component]
fn SectionNav(state: FilterState) -> impl IntoView {
    let link = move |(path, words): (&'static str, &'static str)| {
        let to = move || state.with(|filter| carried(filter).address(path));
        let here = (path == state.path()).then_some("page");
        // Not the router's own link, which takes /insights to be current on all of its pages.
        view! { <li><a href=to aria-current=here>{words}</a></li> }
    };
    view! {
        <nav class="insight-nav" aria-label=td_string!(locale(), insights.nav_label)>
            <ul>{pages().map(link).collect_view()}</ul>
        </nav>
    }
}

/// What of a filter is carried along: not the page of a list, its order or its layout.
fn carried(filter: &Filter) -> Filter {
    Filter { criteria: filter.criteria.clone(), q: filter.q.clone(), ..Filter::default() }
}

/// A page of the whole.
#[component]
pub fn InsightsPage(
    state: FilterState,
    telling: Telling,
    #[prop(into)] title: String,
    #[prop(into)] lead: String,
    /// What stands between the filter's result and what the server tells.
    #[prop(optional)]
    before: Option<ViewFn>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let groups = telling.part(|told| told.groups.clone());
    let groups = Signal::derive(move || groups.get().unwrap_or_default());
    let total = telling.part(|told| told.total);
    let total = Signal::derive(move || total.get().unwrap_or_default());
    let bad = telling.part(|told| told.bad.clone());
    let blocks = telling.part(|told| told.blocks.clone());
    let blocks = move || blocks.get().unwrap_or_default();
    view! {
        <div class="page wide insights">
            <div class="page-head">
                <Heading text=title />
                <p class="lead">{lead}</p>
                <SectionNav state=state />
            </div>
            <Transition>
                {move || telling.failed().then(|| view! { <Failed again=move || telling.again() /> })}
                <Offline />
                {move || bad.get().map(|bad| view! { <BadParameters bad=bad /> })}
                <div class="explore">
                    <FilterPanel state=state groups=groups total=total />
                    <section class="found" aria-labelledby="found">
                        <div class="found-head"><Total total=total /></div>
                        <Chips state=state />
                        {before.map(|before| before.run())}
                        <div class="insight-body">{move || view! { <Blocks blocks=blocks() /> }}</div>
                        // Made within the transition: what it reads is waited for.
                        {children.map(|children| children())}
                    </section>
                </div>
            </Transition>
        </div>
    }
}
