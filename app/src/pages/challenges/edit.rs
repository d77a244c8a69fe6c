//! The form of a challenge.

use super::slug_in_address;
use crate::{
    api::{
        ApiError,
        challenges::{fetch_challenge, fetch_challenges},
    },
    i18n::{locale, td_string},
    parts::{
        field::{ProblemSummary, TextArea, TextInput, field},
        files::FileInput,
        heading::Heading,
        trouble::Trouble,
    },
    posted::{ChallengeRefusal, Posted, posted},
    site::site,
    words,
};
use domain::{
    attachment::MOST_MEGABYTES,
    challenge::{Challenge, PictureText, RawChallenge},
    fault::{Field, Problem},
    text::{NeedText, Passage, Title},
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

/// The page to open one.
#[component]
pub fn Open() -> impl IntoView {
    let may = StoredValue::new(site().visitor.challenges().map(|_| ()));
    let posted = StoredValue::new(posted());
    let today = Resource::new(
        || (),
        move |()| async move {
            // Only courtesy: the form of somebody who may not is refused by the server.
            may.get_value().map_err(ApiError::Denied)?;
            Ok(fetch_challenges().await?.today)
        },
    );
    view! {
        <Transition>
            {move || today.get().map(|answer: Result<_, ApiError>| match answer {
                Ok(today) => view! { <ChallengeForm raw=RawChallenge::new(today) now=None posted=posted.get_value() /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

/// The page to change one.
#[component]
pub fn Change() -> impl IntoView {
    let slug = slug_in_address();
    let may = StoredValue::new(site().visitor.challenges().map(|_| ()));
    let posted = StoredValue::new(posted());
    let found = Resource::new(
        move || slug.get(),
        move |slug| async move {
            may.get_value().map_err(ApiError::Denied)?;
            fetch_challenge(slug.ok_or(ApiError::NotFound)?).await
        },
    );
    view! {
        <Transition>
            {move || found.get().map(|answer| match answer {
                Ok(page) => view! {
                    <ChallengeForm raw=RawChallenge::of(&page.challenge) now=Some(page.challenge) posted=posted.get_value() />
                }
                .into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn ChallengeForm(
    raw: RawChallenge,
    /// The challenge that is changed; none where one is opened.
    now: Option<Challenge>,
    posted: Option<Posted>,
) -> impl IntoView {
    let l = locale();
    let (mut raw, problems, overtaken) = match posted {
        Some(Posted::Challenge { raw, refusal: ChallengeRefusal::Invalid(problems) }) => (raw, problems, None),
        Some(Posted::Challenge { raw, refusal: ChallengeRefusal::Overtaken(theirs) }) => {
            (raw, Vec::new(), Some(theirs))
        }
        _ => (raw, Vec::new(), None),
    };
    if let Some(theirs) = &overtaken {
        raw.version = theirs.version.to_string();
    }
    let lacks_words = now.as_ref().and_then(|now| now.picture.as_ref()).is_some_and(|picture| picture.shows.is_none());
    let (heading, address, back) = match &now {
        Some(now) => (td_string!(l, challenge.change), format!("{}/edit", now.address()), now.address()),
        None => (td_string!(l, challenge.open), "/challenges/new".to_owned(), "/challenges".to_owned()),
    };
    let has_picture = now.as_ref().is_some_and(|now| now.picture.is_some());
    let is_new = now.is_none();
    let asks_for_words = use_query_map().with_untracked(|query| query.get("done").is_some()) && lacks_words;
    let version = raw.version.clone();
    let raw = RwSignal::new(raw);
    let problems: Signal<Vec<Problem>> = Signal::stored(problems);
    let line = move |field: Field,
                     hint: &'static str,
                     required: bool,
                     max: usize,
                     (value, write): (Signal<String>, Callback<String>)| {
        view! {
            <TextInput field=field label=words::field(field) hint=hint required=required autocomplete="off" max=max value=value on_input=write problems=problems />
        }
    };
    let (question, write_question) = field!(raw.question);
    let (result, write_result) = field!(raw.result);
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p class="crumb"><A href=back>{td_string!(l, challenge.back)}</A></p>
                <Heading text=heading />
                <p class="lead">{td_string!(l, challenge.form_lead)}</p>
            </div>
            {asks_for_words.then(|| view! { <p class="notice warning" role="status">{td_string!(l, challenge.lacks_words)}</p> })}
            {overtaken.map(|theirs| view! { <Overtaken theirs=*theirs /> })}
            <form method="post" action=address enctype="multipart/form-data" class="stack loose" novalidate>
                <ProblemSummary problems=problems />
                <input type="hidden" name="version" value=version />
                {line(Field::Title, td_string!(l, challenge.title_hint), true, Title::MAX, field!(raw.title))}
                <TextArea
                    field=Field::Question
                    label=td_string!(l, challenge.question)
                    hint=td_string!(l, challenge.question_hint)
                    required=true
                    rows=6
                    max=NeedText::MAX
                    value=question
                    on_input=write_question
                    problems=problems
                />
                {line(Field::Opens, td_string!(l, challenge.day_hint), true, 10, field!(raw.opens))}
                {line(Field::Closes, td_string!(l, challenge.day_hint), true, 10, field!(raw.closes))}
                <FileInput
                    label=if has_picture { td_string!(l, challenge.other_picture) } else { td_string!(l, challenge.picture) }
                    hint=td_string!(l, challenge.picture_hint, megabytes = MOST_MEGABYTES).to_string()
                    accept="image/jpeg,image/png,image/webp"
                    problems=problems
                />
                {line(Field::Description, td_string!(l, file.description_hint), false, PictureText::MAX, field!(raw.description))}
                {(!is_new).then(|| view! {
                    <TextArea
                        field=Field::Result
                        label=words::field(Field::Result)
                        hint=td_string!(l, challenge.result_hint)
                        rows=5
                        max=Passage::MAX
                        value=result
                        on_input=write_result
                        problems=problems
                    />
                })}
                {line(Field::TitleEnglish, "", false, Title::MAX, field!(raw.title_en))}
                <div class="actions"><button class="button">{if is_new { td_string!(l, challenge.open) } else { td_string!(l, challenge.save) }}</button></div>
            </form>
        </div>
    }
}

/// Somebody else was first: both are there to choose from.
#[component]
fn Overtaken(theirs: Challenge) -> impl IntoView {
    let l = locale();
    let theirs = RawChallenge::of(&theirs);
    let lines: Vec<_> = [
        (Field::Title, theirs.title),
        (Field::Question, theirs.question),
        (Field::Opens, theirs.opens),
        (Field::Closes, theirs.closes),
        (Field::Result, theirs.result),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(field, text)| view! { <div><dt>{words::field(field)}</dt><dd class="paragraph">{text}</dd></div> })
    .collect();
    view! {
        <div class="notice warning stack" role="alert">
            <p>{td_string!(l, challenge.overtaken)}</p>
            <dl class="facts-list across">{lines}</dl>
        </div>
    }
}
