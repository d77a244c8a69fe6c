//! The panel of choices. Without scripts it is a plain form; with them every click and letter shows its result.

use super::FilterState;
use crate::{
    browser,
    i18n::{locale, td_string},
    parts::tags::{FacetShape, GoalChip},
    site::site,
    words,
};
use domain::{
    filter::{Criterion, Filter, Group},
    portfolio::Choices,
};
use leptos::{html::Details, leptos_dom::helpers::debounce, prelude::*};
use std::time::Duration;

/// How long a person may pause between two letters before what is written so far is looked for.
const PAUSE: Duration = Duration::from_millis(120);

/// The free text and every group of choices, with what each choice would give.
#[component]
pub fn FilterPanel(
    state: FilterState,
    /// The groups with their counts, for the filter as it stands.
    #[prop(into)]
    groups: Signal<Vec<Choices>>,
    /// How many entries are found.
    #[prop(into)]
    total: Signal<u32>,
) -> impl IntoView {
    let l = locale();
    // A group that holds a choice starts open; after that the person decides.
    let chosen_at_first: Vec<_> = state.get_untracked().criteria.iter().map(Criterion::group).collect();
    let keeps = Memo::new(move |_| {
        let mut kept = state.kept();
        let sort = state.with(|filter| filter.sort);
        kept.extend(sort.map(|sort| ("sort".to_owned(), sort.to_string())));
        kept.push(("view".to_owned(), state.with(|filter| filter.view.to_string())));
        kept
    });
    // The choices stay as they are while their counts change: only numbers are written anew.
    let offered = Memo::new(move |_| groups.with(|groups| offered(groups)));
    let counts = Memo::new(move |_| groups.with(|groups| counts(groups)));
    view! {
        <button type="button" class="button plain sheet-opener" popovertarget="filters">
            {td_string!(l, explore.filters)}
            {move || {
                let active = state.with(|filter| filter.criteria.len());
                (active > 0).then(|| view! { <span class="count-dot">{active}</span> })
            }}
        </button>
        <form
            id="filters"
            class="filters"
            popover="auto"
            method="get"
            action=state.path()
            role="search"
            aria-label=td_string!(l, explore.filters)
            on:submit=move |event| {
                event.prevent_default();
                browser::close_popover("filters");
            }
        >
            <SearchField state=state />
            {move || {
                let mut first = 0;
                offered
                    .get()
                    .into_iter()
                    .map(|(group, choices)| {
                        let open = opens(group) || chosen_at_first.contains(&group);
                        let start = first;
                        first += choices.len();
                        view! { <ChoiceGroup state=state group=group choices=choices counts=counts first=start open=open /> }
                    })
                    .collect_view()
            }}
            // The order, the layout and what is the page's own are kept when the form is sent without scripts.
            {move || keeps.get().into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()}
            <div class="sheet-foot">
                <button class="button">
                    {move || td_string!(l, explore.show, count = total.get()).to_string()}
                </button>
            </div>
        </form>
    }
}

/// The groups and their choices, without counts.
fn offered(groups: &[Choices]) -> Vec<(Group, Vec<Criterion>)> {
    let criteria = |group: &Choices| group.choices.iter().map(|choice| choice.criterion.clone()).collect();
    groups.iter().map(|group| (group.group, criteria(group))).collect()
}

/// The counts of all choices, group by group.
fn counts(groups: &[Choices]) -> Vec<u32> {
    groups.iter().flat_map(|group| &group.choices).map(|choice| choice.count).collect()
}

/// Whether a group is unfolded from the beginning.
const fn opens(group: Group) -> bool {
    matches!(group, Group::Facet | Group::Stage | Group::Innovation | Group::Unit)
}

#[component]
fn SearchField(state: FilterState) -> impl IntoView {
    let l = locale();
    let written = RwSignal::new(state.get_untracked().q);
    // Back and forward change what is looked for; while a person writes, the text is theirs.
    Effect::new(move |_| {
        let wanted = state.with(|filter| filter.q.clone());
        if Filter::default().with_text(&written.get_untracked()).q != wanted {
            written.set(wanted);
        }
    });
    let mut look = debounce(PAUSE, move |text: String| {
        let now = state.get_untracked();
        // The first letter is a step that "back" returns from, the others are not.
        let show = if now.q.is_empty() { FilterState::set } else { FilterState::replace };
        show(&state, &now.with_text(&text));
    });
    view! {
        <div class="search-field">
            <label for="q">{td_string!(l, explore.search)}</label>
            <input
                id="q"
                type="search"
                name="q"
                maxlength=Filter::MAX_TEXT.to_string()
                autocomplete="off"
                value=state.get_untracked().q
                prop:value=move || written.get()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    written.set(text.clone());
                    look(text);
                }
            />
        </div>
    }
}

#[component]
fn ChoiceGroup(
    state: FilterState,
    group: Group,
    choices: Vec<Criterion>,
    counts: Memo<Vec<u32>>,
    /// Where the counts of this group start among all.
    first: usize,
    open: bool,
) -> impl IntoView {
    // A folded group keeps its numbers until somebody unfolds it.
    let unfolded = RwSignal::new(open);
    let details = NodeRef::<Details>::new();
    let look = move || {
        if let Some(details) = details.get() {
            unfolded.set(details.open());
        }
    };
    // It may have been unfolded before the program ran.
    Effect::new(move |_| look());
    let lines = choices
        .into_iter()
        .zip(first..)
        .map(|(criterion, place)| {
            let read = move |counts: &Vec<u32>| counts.get(place).copied().unwrap_or(0);
            let count = Memo::new(move |shown: Option<&u32>| match shown {
                Some(shown) if !unfolded.get() => *shown,
                _ => counts.with(read),
            });
            view! { <ChoiceLine state=state criterion=criterion count=count /> }
        })
        .collect_view();
    view! {
        <details class="group" open=open node_ref=details on:toggle=move |_| look()>
            <summary>{words::group(group)}</summary>
            <fieldset>
                <legend class="hidden">{words::group(group)}</legend>
                {lines}
            </fieldset>
        </details>
    }
}

#[component]
fn ChoiceLine(state: FilterState, criterion: Criterion, count: Memo<u32>) -> impl IntoView {
    let label = match &criterion {
        Criterion::Goal(goal) => words::goal(*goal),
        other => words::criterion(other, &site().taxonomies),
    };
    let mark = match &criterion {
        Criterion::Facet(facet) => Some(view! { <FacetShape facet=*facet /> }.into_any()),
        Criterion::Goal(goal) => Some(view! { <span aria-hidden="true"><GoalChip goal=*goal /></span> }.into_any()),
        _ => None,
    };
    let is_chosen = {
        let criterion = criterion.clone();
        move || state.with(|filter| filter.criteria.contains(&criterion))
    };
    let was_chosen = untrack(&is_chosen);
    let (name, value) = (criterion.group().name(), criterion.value());
    view! {
        <label class="choice" class:none=move || count.get() == 0>
            <input
                type="checkbox"
                name=name
                value=value
                checked=was_chosen
                prop:checked=is_chosen
                on:change=move |_| state.set(&state.get_untracked().toggled(&criterion))
            />
            {mark}
            <span class="choice-label">{label}</span>
            <span class="choice-count">{count}</span>
        </label>
    }
}
