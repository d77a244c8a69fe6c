//! What comes in, and what can be worked out of it before the database is asked: requests have all cores for that,
//! where submissions take turns to be written.

use super::{Error, Result, changes::Beginning};
use crate::{
    clock,
    secret::{self, Hash},
};
use domain::{
    access::Account,
    change::State,
    day::Day,
    draft::{IdempotencyKey, Submission},
    entry::Entry,
    journey::{Facts, Journey},
    language::{Bilingual, Language},
    reception::{Decision, Receipt},
    reference::Reference,
    text,
};

/// Something handed in, with what the server knows of its coming.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub submission: Submission,
    pub key: IdempotencyKey,
    /// The account of whoever sent it, where that person had signed in.
    pub by: Option<Account>,
    /// The language to answer in.
    pub language: Language,
    pub at: i64,
}

/// The same with all that follows from it.
#[derive(Debug)]
pub struct Prepared {
    pub incoming: Incoming,
    /// The Swedish day on which it came in.
    pub day: Day,
    /// What its sender can see it by. It follows from the form's key, so that sending again gives the same; 128 bits.
    secret: String,
    /// What a form that was sent before is known by.
    pub receipt_hash: Hash,
    /// What was handed in, in short: tells a form sent twice from another form with the same key.
    pub digest: Hash,
    state: State,
    pub beginning: Beginning,
}

impl Prepared {
    /// # Errors
    /// When something that was checked breaks the domain's rules all the same.
    pub fn new(incoming: Incoming) -> Result<Self> {
        let secret = secret::hex(&secret::hash("fyrfalt receipt", incoming.key.as_str())[..16]);
        let state = state(incoming.submission.clone())?;
        Ok(Self {
            day: clock::day(incoming.at),
            receipt_hash: receipt_hash(&secret),
            digest: digest(&incoming.submission),
            beginning: Beginning::of(&state).map_err(|why| Error::row("change", &"of what came in", &why))?,
            incoming,
            secret,
            state,
        })
    }

    /// The receipt, once it has a reference.
    pub fn receipt(&self, reference: Reference) -> Receipt {
        Receipt { reference, secret: self.secret.clone() }
    }

    /// The entry, once it has a reference.
    pub fn entry(&self, reference: Reference) -> Entry {
        let State { title, summary, hoped_benefit, origin, units, board, goals, priority, placement, journey, .. } =
            self.state.clone();
        Entry {
            reference,
            title,
            summary,
            hoped_benefit,
            origin,
            units,
            board,
            goals,
            priority,
            placement,
            placed: 0,
            journey,
            named: None,
            example_from: None,
            created: self.day,
            updated: self.day,
        }
    }
}

/// The hash by which a receipt's secret is known.
pub fn receipt_hash(secret: &str) -> Hash {
    secret::hash("fyrfalt receipt secret", secret)
}

/// How an entry stands when it has come in.
fn state(submission: Submission) -> Result<State> {
    let Submission { kind, origin, title, need, plan, audience, hoped_benefit, .. } = submission;
    let Submission { units, board, goals, placement, priority, .. } = submission;
    let summary = text::summarise(&need);
    let facts = Facts { plan, audience, ..Facts::of_need(need) };
    let journey = Journey::begin(kind.into(), facts).map_err(|why| Error::row("submission", &"that came in", &why))?;
    Ok(State {
        title: Bilingual::swedish(title),
        summary: Bilingual::swedish(summary),
        hoped_benefit,
        origin,
        units,
        board,
        goals,
        priority,
        placement,
        journey,
        decision: Decision::Waiting,
    })
}

fn digest(submission: &Submission) -> Hash {
    let Submission { kind, origin, title, need, plan, audience, hoped_benefit, units, .. } = submission;
    let Submission { board, goals, placement, priority, sender, challenge, .. } = submission;
    let content = serde_json::json!([
        kind,
        origin,
        title,
        need,
        plan,
        audience,
        hoped_benefit,
        units,
        board,
        goals,
        placement,
        priority,
        sender,
        challenge
    ]);
    secret::hash("fyrfalt submission", &content.to_string())
}
