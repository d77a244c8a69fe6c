//! What if: planned moves on a copy of the compass.

use super::frame::{InsightsPage, Telling};
use crate::{
    browser,
    i18n::{locale, td_string},
    insights::{Dots, MOST_DOTS, PLAN, Planned, Section, WhatIf, Written},
    parts::{
        chart::{
            field::TryCompass,
            figure::{Downloads, Numbers},
        },
        field::{FaultLine, ProblemSummary, described_by, field_id},
        filter::FilterState,
    },
    words,
};
use domain::{
    fault::{Field, Problem},
    insights::scenario::Scenario,
    placement::Placement,
    reference::Reference,
    stage::Standing,
};
use leptos::{prelude::*, task::spawn_local};

/// The id of the text that tells how dots are moved.
const HELP: &str = "what-if-help";

#[component]
pub fn TryOut() -> impl IntoView {
    let l = locale();
    let state = FilterState::keeping("/insights/what-if", &[PLAN]);
    let telling = Telling::of(Section::WhatIf, move || state.query());
    let what_if = telling.part(|told| told.what_if.clone());
    let what_if = Signal::derive(move || what_if.get().flatten());
    let plan = Signal::derive(move || {
        what_if.with(|what_if| what_if.as_ref().map(|what_if| what_if.plan.clone()).unwrap_or_default())
    });
    let table = Signal::derive(move || {
        what_if.with(|what_if| what_if.as_ref().map(|what_if| what_if.table.clone()).unwrap_or_default())
    });
    let picked = RwSignal::new(None::<Reference>);
    // What has been asked for since the latest answer: a dot stays where it was put down while the server reckons.
    let asked = RwSignal::new(None::<Scenario>);
    Effect::new(move |_| {
        what_if.track();
        asked.set(None);
    });
    let field = Signal::derive(move || {
        let field = what_if.with(|what_if| what_if.as_ref().map(|what_if| what_if.field.clone())).unwrap_or_default();
        asked.with(|asked| match asked {
            Some(scenario) => moved(field, scenario),
            None => field,
        })
    });
    let on_move = move |(reference, to): (Reference, Placement)| {
        let scenario = asked.get_untracked().unwrap_or_else(|| Scenario::parse(&plan.get_untracked()).0);
        let scenario = scenario.placing(reference, to);
        asked.set(Some(scenario.clone()));
        state.set_own(PLAN, &scenario.to_string(), false);
    };
    let before = move || {
        view! {
            <div class="what-if">
                <div class="needs-js">
                    <TryCompass field=field picked=picked on_move=on_move help=HELP />
                    <p id=HELP class="hint">{td_string!(l, insights.what_if_help)}</p>
                    <PickedName field=field picked=picked />
                    {move || field.with(|field| !field.bubbles.is_empty()).then(|| {
                        let words = td_string!(l, insights.what_if_many, most = MOST_DOTS as u32).to_string();
                        view! { <p class="notice">{words}</p> }
                    })}
                </div>
                <Numbers table=table title=td_string!(l, insights.what_if_compass).to_owned() />
                {move || {
                    let title = td_string!(l, insights.what_if_compass).to_owned();
                    view! { <Downloads name="what-if-compass".to_owned() title=title query=query(state, &plan.get()) /> }
                }}
                <Plans state=state what_if=what_if />
            </div>
        }
    };
    view! {
        <InsightsPage
            state=state
            telling=telling
            title=td_string!(l, insights.what_if)
            lead=td_string!(l, insights.what_if_lead)
            before=ViewFn::from(before)
        >
            <PlanForm state=state what_if=what_if field=field picked=picked />
            <Share state=state plan=plan />
        </InsightsPage>
    }
}

/// The dots where a scenario puts them.
fn moved(mut field: Dots, scenario: &Scenario) -> Dots {
    for dot in &mut field.dots {
        let truly = dot.from.unwrap_or(dot.placement);
        dot.placement = scenario.plan(dot.reference).and_then(|plan| plan.to).unwrap_or(truly);
        dot.from = (dot.placement != truly).then_some(truly);
    }
    field
}

/// The query string of the filter and a scenario.
fn query(state: FilterState, plan: &str) -> String {
    let query = state.with(|filter| filter.query());
    let plan = (!plan.is_empty()).then(|| format!("{PLAN}={plan}"));
    [Some(query).filter(|query| !query.is_empty()), plan].into_iter().flatten().collect::<Vec<_>>().join("&")
}

/// The address of this page with the filter and a scenario.
fn address(state: FilterState, plan: &str) -> String {
    let query = query(state, plan);
    if query.is_empty() { state.path().to_owned() } else { format!("{}?{query}", state.path()) }
}

/// What the dot is that is pointed at.
#[component]
fn PickedName(field: Signal<Dots>, picked: RwSignal<Option<Reference>>) -> impl IntoView {
    move || {
        let picked = picked.get()?;
        let dot = field.with(|field| field.dots.iter().find(|dot| dot.reference == picked).cloned())?;
        Some(view! { <p class="picked-name"><strong>{dot.title}</strong>" · "{words::place(dot.placement)}</p> })
    }
}

/// The moves so far, each to be taken away.
#[component]
fn Plans(state: FilterState, what_if: Signal<Option<WhatIf>>) -> impl IntoView {
    let l = locale();
    let line = move |planned: Planned| {
        let Planned { title, words, without, .. } = planned;
        let remove = td_string!(l, insights.remove_plan_of, title = title.clone()).to_string();
        view! {
            <li>
                <span class="insight-point">{title}</span>
                <span class="insight-note">{words}</span>
                <a href=address(state, &without) data-noscroll aria-label=remove>{td_string!(l, insights.remove_plan)}</a>
            </li>
        }
    };
    move || {
        let planned =
            what_if.with(|what_if| what_if.as_ref().map(|what_if| what_if.planned.clone()).unwrap_or_default());
        let is_empty = planned.is_empty();
        view! {
            <h2 class="insight-heading">{td_string!(l, insights.plans_heading)}</h2>
            {is_empty.then(|| view! { <p class="insight-words">{td_string!(l, insights.no_plans)}</p> })}
            {(!is_empty).then(|| view! {
                <ul class="insight-points plans">{planned.into_iter().map(line).collect_view()}</ul>
                <p><a href=address(state, "") data-noscroll>{td_string!(l, insights.clear_plans)}</a></p>
            })}
        }
    }
}

/// A move by choosing and writing: the same without a compass, without a mouse and without scripts.
#[component]
fn PlanForm(
    state: FilterState,
    what_if: Signal<Option<WhatIf>>,
    field: Signal<Dots>,
    picked: RwSignal<Option<Reference>>,
) -> impl IntoView {
    // The fields begin with what was written, so there must be an answer.
    let is_there = Memo::new(move |_| what_if.with(Option::is_some));
    move || {
        let form = || view! { <PlanFields state=state what_if=what_if field=field picked=picked /> };
        is_there.get().then(form)
    }
}

#[component]
fn PlanFields(
    state: FilterState,
    what_if: Signal<Option<WhatIf>>,
    field: Signal<Dots>,
    picked: RwSignal<Option<Reference>>,
) -> impl IntoView {
    let l = locale();
    let first = what_if.with_untracked(|what_if| what_if.as_ref().map(|what_if| what_if.written.clone()));
    let written = RwSignal::new(first.unwrap_or_default());
    let problems = Signal::derive(move || {
        what_if.with(|what_if| what_if.as_ref().map(|what_if| what_if.problems.clone()).unwrap_or_default())
    });
    // What was added is in the scenario; what was refused stays to be mended.
    Effect::new(move |before: Option<()>| {
        let now = what_if.with(|what_if| what_if.as_ref().map(|what_if| what_if.written.clone()));
        if let (Some(()), Some(now)) = (before, now) {
            written.set(now);
        }
    });
    Effect::new(move |_| {
        if let Some(picked) = picked.get() {
            written.update(|written| written.entry = picked.to_string());
        }
    });
    let plan = move || what_if.with(|what_if| what_if.as_ref().map(|what_if| what_if.plan.clone()).unwrap_or_default());
    let hidden = move || {
        let pairs = query_pairs(state, &plan());
        pairs.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()
    };
    let number =
        move |field: Field, label: &'static str, read: fn(&Written) -> String, write: fn(&mut Written, String)| {
            let faulty = move || problems.with(|problems| problems.iter().any(|problem| problem.field == field));
            view! {
                <div class="field" class:faulty=faulty>
                    <label for=field_id(field)>{label}</label>
                    <FaultLine field=field problems=problems />
                    <input
                        id=field_id(field)
                        name=field.name()
                        inputmode="decimal"
                        autocomplete="off"
                        aria-describedby=format!("hint-x fault-{field}")
                        aria-invalid=move || faulty().then_some("true")
                        value=written.with_untracked(read)
                        prop:value=move || written.with(read)
                        on:input=move |event| written.update(|written| write(written, event_target_value(&event)))
                    />
                </div>
            }
        };
    view! {
        <form class="plan-form stack" method="get" action=state.path()>
            <h2 class="insight-heading">{td_string!(l, insights.plan_form)}</h2>
            <p class="hint" id="hint-x">{td_string!(l, insights.plan_form_hint)}</p>
            <ProblemSummary problems=problems />
            {hidden}
            <EntryChoice field=field written=written problems=problems />
            {number(Field::X, td_string!(l, compass.x_label), |written| written.x.clone(), |written, x| written.x = x)}
            {number(Field::Y, td_string!(l, compass.y_label), |written| written.y.clone(), |written, y| written.y = y)}
            <StandingChoice written=written problems=problems />
            <div class="actions"><button class="button">{td_string!(l, insights.plan_add)}</button></div>
        </form>
    }
}

/// The filter and the scenario as fields of a form.
fn query_pairs(state: FilterState, plan: &str) -> Vec<(String, String)> {
    let mut pairs = state.with(|filter| {
        let criteria = filter.criteria.iter().map(|one| (one.group().name().to_owned(), one.value()));
        let text = (!filter.q.is_empty()).then(|| ("q".to_owned(), filter.q.clone()));
        criteria.chain(text).collect::<Vec<_>>()
    });
    if !plan.is_empty() {
        pairs.push((PLAN.to_owned(), plan.to_owned()));
    }
    pairs
}

/// Which entry: from a list, or by its number where they are too many for one.
#[component]
fn EntryChoice(field: Signal<Dots>, written: RwSignal<Written>, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let l = locale();
    let entries = Memo::new(move |_| {
        field.with(|field| field.dots.iter().map(|dot| (dot.reference, dot.title.clone())).collect::<Vec<_>>())
    });
    let is_many = Memo::new(move |_| field.with(|field| !field.bubbles.is_empty()));
    let set = move |event| written.update(|written| written.entry = event_target_value(&event));
    let option = move |(reference, title): (Reference, String)| {
        let value = reference.to_string();
        let is_chosen = {
            let value = value.clone();
            move || written.with(|written| written.entry == value)
        };
        view! { <option value=value selected=untrack(&is_chosen) prop:selected=is_chosen>{title}</option> }
    };
    let input = move || {
        if is_many.get() {
            view! {
                <input
                    id=field_id(Field::Entry)
                    name=Field::Entry.name()
                    autocomplete="off"
                    aria-describedby=described_by(Field::Entry)
                    value=written.with_untracked(|written| written.entry.clone())
                    prop:value=move || written.with(|written| written.entry.clone())
                    on:input=set
                />
            }
            .into_any()
        } else {
            view! {
                <select id=field_id(Field::Entry) name=Field::Entry.name() aria-describedby=described_by(Field::Entry) on:change=set>
                    <option value="">{td_string!(l, insights.plan_choose)}</option>
                    {entries.get().into_iter().map(option).collect_view()}
                </select>
            }
            .into_any()
        }
    };
    let label =
        move || if is_many.get() { td_string!(l, insights.plan_reference) } else { td_string!(l, insights.plan_entry) };
    view! {
        <div class="field">
            <label for=field_id(Field::Entry)>{label}</label>
            <FaultLine field=Field::Entry problems=problems />
            {input}
        </div>
    }
}

/// Which stage: the same, or another.
#[component]
fn StandingChoice(written: RwSignal<Written>, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let l = locale();
    let option = move |standing: &Standing| {
        let value = standing.name();
        let is_chosen = move || written.with(|written| written.standing == value);
        let words = words::standing(*standing);
        view! { <option value=value selected=untrack(is_chosen) prop:selected=is_chosen>{words}</option> }
    };
    view! {
        <div class="field">
            <label for=field_id(Field::Standing)>{td_string!(l, insights.plan_new_standing)}</label>
            <FaultLine field=Field::Standing problems=problems />
            <select
                id=field_id(Field::Standing)
                name=Field::Standing.name()
                on:change=move |event| written.update(|written| written.standing = event_target_value(&event))
            >
                <option value="">{td_string!(l, insights.plan_keep)}</option>
                {Standing::ALL.iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// The address that holds the scenario, to be copied.
#[component]
fn Share(state: FilterState, plan: Signal<String>) -> impl IntoView {
    let l = locale();
    let said = RwSignal::new(None::<bool>);
    // Where the site is, only a browser knows.
    let origin = RwSignal::new(String::new());
    Effect::new(move |_| origin.set(browser::origin()));
    let whole = move || format!("{}{}", origin.get(), address(state, &plan.get()));
    let copy = move |_| spawn_local(async move { said.set(Some(browser::copy("shared").await)) });
    move || {
        (!plan.with(String::is_empty)).then(|| {
            view! {
                <section class="stack share">
                    <h2 class="insight-heading">{td_string!(l, insights.share_heading)}</h2>
                    <p class="hint">{td_string!(l, insights.share_hint)}</p>
                    <div class="address-line">
                        <label class="hidden" for="shared">{td_string!(l, insights.share_label)}</label>
                        <input id="shared" readonly value=untrack(whole) prop:value=whole />
                        <button type="button" class="button plain needs-js" on:click=copy>{td_string!(l, insights.copy)}</button>
                    </div>
                    <p role="status">{move || said.get().map(|copied| {
                        if copied { td_string!(l, insights.copied) } else { td_string!(l, insights.not_copied) }
                    })}</p>
                </section>
            }
        })
    }
}
