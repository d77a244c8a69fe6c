//! What people say about an entry: shown on a page of its own, to which the entry leads.

use crate::{
    api::{
        ApiError,
        comments::{fetch_comments, fetch_waiting_comments},
        portfolio::fetch_dossier,
    },
    i18n::{language, locale, td_string},
    pages::receipt::arrival,
    parts::{
        address::reference_in_address,
        card::other_language,
        field::{ProblemSummary, TextArea, TextInput},
        heading::Heading,
        trouble::Trouble,
    },
    posted::{CommentRefusal, Posted, posted},
    site::site,
    words,
};
use domain::{
    comment::{
        Author, Comment, CommentAct, CommentState, CommentText, RawComment, Signature, WaitingComment, may_comment,
    },
    entry::Entry,
    fault::{Field, Problem},
    reception::Named,
    reference::Reference,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

#[component]
pub fn Comments() -> impl IntoView {
    let reference = reference_in_address();
    let posted = StoredValue::new(posted());
    let found = Resource::new(reference, |reference| async move {
        let reference = reference.ok_or(ApiError::NotFound)?;
        let entry = fetch_dossier(reference).await?.entry;
        Ok((entry, fetch_comments(reference).await?))
    });
    view! {
        <Transition>
            {move || found.get().map(|answer: Result<_, ApiError>| match answer {
                Ok((entry, comments)) => {
                    view! { <CommentsPage entry=entry comments=comments posted=posted.get_value() /> }.into_any()
                }
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn CommentsPage(entry: Entry, comments: Vec<Comment>, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let site = site();
    let reference = entry.reference;
    let (title, lang) = (entry.title.get(reader).to_string(), other_language(entry.title.language(reader)));
    let manages = site.visitor.answers_for(reference, entry.units.iter());
    let shown = comments.iter().filter(|comment| comment.state == CommentState::Shown).count();
    let count = u32::try_from(shown).unwrap_or(u32::MAX);
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let done = done.filter(|_| posted.is_none()).and_then(|done| match done.as_str() {
        "said" => Some(td_string!(l, comment.said)),
        "waits" => Some(td_string!(l, comment.waits)),
        "withdraw" => Some(td_string!(l, comment.withdrawn)),
        "hide" => Some(td_string!(l, comment.hidden)),
        "show" => Some(td_string!(l, comment.shown)),
        _ => None,
    });
    let lines: Vec<_> = comments
        .into_iter()
        .map(|comment| view! { <li><Line reference=reference comment=comment manages=manages next="" /></li> })
        .collect();
    let may = may_comment(&site.visitor, site.settings.resident_comments);
    view! {
        <div class="page stack loose comments">
            <div class="page-head">
                <p class="crumb"><A href=format!("/portfolio/{reference}")>{td_string!(l, action.back_to)}</A></p>
                <Heading text=title lang=lang.unwrap_or(reader.name()) />
                <p class="lead">{td_string!(l, comment.count, count = count).to_string()}</p>
            </div>
            {done.map(|done| view! { <p class="notice good" role="status">{done}</p> })}
            {(!lines.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="comments">
                    <h2 id="comments">{td_string!(l, comment.title)}</h2>
                    <ol class="talk">{lines}</ol>
                </section>
            })}
            {if may {
                view! { <SayForm reference=reference posted=posted /> }.into_any()
            } else {
                view! { <p><a href=format!("/sign-in?next=/portfolio/{reference}/comments")>{td_string!(l, comment.sign_in)}</a></p> }.into_any()
            }}
        </div>
    }
}

/// A comment, with what the reader may do to it.
#[component]
fn Line(
    reference: Reference,
    comment: Comment,
    manages: bool,
    /// Where to go afterwards; the comment's own page where it is empty.
    next: &'static str,
) -> impl IntoView {
    let l = locale();
    let Comment { id, author, when, text, state, is_own } = comment;
    let who = author_name(&author);
    let day = when.day.to_string();
    let (class, word) = match state {
        CommentState::Waiting => ("message", Some(td_string!(l, comment.state.waiting))),
        CommentState::Hidden => ("message hidden-comment", Some(td_string!(l, comment.state.hidden))),
        CommentState::Shown | CommentState::Withdrawn => ("message", None),
    };
    let acts = CommentAct::ALL.iter().copied().filter(|act| match act {
        CommentAct::Withdraw => is_own,
        CommentAct::Show | CommentAct::Hide => manages,
    });
    let buttons: Vec<_> = acts
        .filter(|act| act.leads_to(state).is_some())
        .map(|act| {
            let words = match act {
                CommentAct::Show => td_string!(l, comment.act.show),
                CommentAct::Hide => td_string!(l, comment.act.hide),
                CommentAct::Withdraw => td_string!(l, comment.act.withdraw),
            };
            let label = td_string!(l, comment.act.about, act = words, who = who.clone(), day = day.clone()).to_string();
            view! { <button class="button small plain" name="action" value=act.name() aria-label=label>{words}</button> }
        })
        .collect();
    view! {
        <div class=class>
            <p class="small"><strong>{who.clone()}</strong>", "<time datetime=day.clone()>{arrival(&when)}</time>{word.map(|word| format!(" · {word}"))}</p>
            <p class="paragraph" lang="sv">{text.to_string()}</p>
            {(!buttons.is_empty()).then(|| view! {
                <form method="post" action=format!("/portfolio/{reference}/comments") class="actions">
                    <input type="hidden" name="id" value=id.to_string() />
                    {(!next.is_empty()).then(|| view! { <input type="hidden" name="next" value=next /> })}
                    {buttons}
                </form>
            })}
        </div>
    }
}

fn author_name(author: &Author) -> String {
    let l = locale();
    match author {
        Author::Employee { name: Some(name) } => name.clone(),
        Author::Employee { name: None } => td_string!(l, comment.employee).to_owned(),
        Author::Resident { signature: Some(name) } => {
            td_string!(l, comment.resident_named, name = name.to_string()).to_string()
        }
        Author::Resident { signature: None } => td_string!(l, comment.resident).to_owned(),
    }
}

#[component]
fn SayForm(reference: Reference, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let is_employee = site().visitor.account().is_some();
    let (raw, problems, wait) = match posted {
        Some(Posted::Comment { raw, refusal: CommentRefusal::Invalid(problems) }) => (raw, problems, None),
        Some(Posted::Comment { raw, refusal: CommentRefusal::Wait { seconds } }) => (raw, Vec::new(), Some(seconds)),
        _ => (RawComment::default(), Vec::new(), None),
    };
    let raw = RwSignal::new(raw);
    let problems: Signal<Vec<Problem>> = Signal::stored(problems);
    let hint = if is_employee { td_string!(l, comment.hint) } else { td_string!(l, comment.hint_resident) };
    view! {
        <form method="post" action=format!("/portfolio/{reference}/comments") class="stack loose" novalidate>
            <h2>{td_string!(l, comment.write)}</h2>
            <ProblemSummary problems=problems />
            {wait.map(|seconds| view! {
                <p class="notice problem" role="alert">{td_string!(l, comment.wait, count = seconds.div_ceil(60)).to_string()}</p>
            })}
            <input type="hidden" name="action" value="say" />
            <TextArea
                field=Field::Comment
                label=words::field(Field::Comment)
                hint=hint
                required=true
                rows=4
                max=CommentText::MAX
                value=Signal::derive(move || raw.with(|raw| raw.text.clone()))
                on_input=Callback::new(move |text| raw.update(|raw| raw.text = text))
                problems=problems
            />
            {(!is_employee).then(|| view! {
                <TextInput
                    field=Field::Signature
                    label=words::field(Field::Signature)
                    hint=td_string!(l, comment.signature_hint)
                    autocomplete="nickname"
                    max=Signature::MAX
                    value=Signal::derive(move || raw.with(|raw| raw.signature.clone()))
                    on_input=Callback::new(move |name| raw.update(|raw| raw.signature = name))
                    problems=problems
                />
            })}
            <div class="actions"><button class="button">{td_string!(l, comment.send)}</button></div>
        </form>
    }
}

/// What residents have said, for managers to read before everybody can.
#[component]
pub fn WaitingComments() -> impl IntoView {
    let waiting = Resource::new(|| (), |()| fetch_waiting_comments());
    view! {
        <Transition>
            {move || waiting.get().map(|answer| match answer {
                Ok(waiting) => view! { <Waiting waiting=waiting /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn Waiting(waiting: Vec<WaitingComment>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let is_done = use_query_map().with_untracked(|query| query.get("done").is_some());
    let is_empty = waiting.is_empty();
    let lines: Vec<_> = waiting
        .into_iter()
        .map(|WaitingComment { entry: Named { reference, title }, comment }| {
            let lang = other_language(title.language(reader));
            view! {
                <li class="stack">
                    <h2 class="queue-title"><A href=format!("/portfolio/{reference}/comments") attr:lang=lang>{title.get(reader).to_string()}</A></h2>
                    <Line reference=reference comment=comment manages=true next="/manage/comments" />
                </li>
            }
        })
        .collect();
    view! {
        <div class="page wide stack loose">
            <div class="page-head">
                <p class="crumb"><A href="/manage">{td_string!(l, manage.title)}</A></p>
                <Heading text=td_string!(l, comment.review_title) />
                <p class="lead">{td_string!(l, comment.review_lead)}</p>
            </div>
            {is_done.then(|| view! { <p class="notice good" role="status">{td_string!(l, comment.decided)}</p> })}
            {if is_empty {
                view! { <p class="nothing lead">{td_string!(l, comment.review_empty)}</p> }.into_any()
            } else {
                view! { <ol class="talk">{lines}</ol> }.into_any()
            }}
        </div>
    }
}
