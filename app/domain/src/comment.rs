//! What people say about a published entry: employees at once, residents where the municipality lets them and once a
//! manager has read it.

use crate::{
    access::{Account, Visitor},
    fault::{Field, Problem, Problems},
    label::named,
    person::AccountName,
    reception::{Arrival, Named},
    text::{Line, Prose, optional},
};
use serde::{Deserialize, Serialize};

/// What is said.
pub type CommentText = Prose<3, 2000>;
/// What a resident wants to be called.
pub type Signature = Line<2, 60>;

/// How a comment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommentState {
    /// A manager has not read it yet.
    Waiting,
    Shown,
    /// A manager took it away.
    Hidden,
    /// Whoever said it took it back.
    Withdrawn,
}

named!(CommentState, "state of a comment", {
    Waiting => "waiting",
    Shown => "shown",
    Hidden => "hidden",
    Withdrawn => "withdrawn",
});

/// Who said something, as far as the reader may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// Somebody who works for the municipality, by name for readers who have signed in.
    Employee {
        name: Option<String>,
    },
    Resident {
        signature: Option<Signature>,
    },
}

/// A comment as somebody reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    pub id: i64,
    pub author: Author,
    pub when: Arrival,
    pub text: CommentText,
    pub state: CommentState,
    /// Whether the reader said it, and so may take it back.
    pub is_own: bool,
}

/// A comment that waits to be read by a manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingComment {
    pub entry: Named,
    pub comment: Comment,
}

/// Who reads the comments of an entry: what is told them follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The number of the account, for those who have signed in.
    pub account: Option<i64>,
    /// Whether the reader manages the entry.
    pub manages: bool,
}

impl Reader {
    /// Whether a comment in a state is for this reader.
    pub const fn sees(self, state: CommentState) -> bool {
        match state {
            CommentState::Shown => true,
            CommentState::Waiting | CommentState::Hidden => self.manages,
            CommentState::Withdrawn => false,
        }
    }
}

/// What may be done to a comment after it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommentAct {
    /// A manager lets everybody read it.
    Show,
    /// A manager takes it away.
    Hide,
    /// Whoever said it takes it back.
    Withdraw,
}

named!(CommentAct, "act on a comment", { Show => "show", Hide => "hide", Withdraw => "withdraw" });

impl CommentAct {
    /// The state that it leads to from another; none where it does not.
    pub const fn leads_to(self, from: CommentState) -> Option<CommentState> {
        match (self, from) {
            (Self::Show, CommentState::Waiting | CommentState::Hidden) => Some(CommentState::Shown),
            (Self::Hide, CommentState::Waiting | CommentState::Shown) => Some(CommentState::Hidden),
            (Self::Withdraw, CommentState::Shown) => Some(CommentState::Withdrawn),
            _ => None,
        }
    }
}

/// Whether somebody may comment; residents where the municipality lets them.
pub const fn may_comment(who: &Visitor, residents_may: bool) -> bool {
    who.account().is_some() || residents_may
}

/// Something to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewComment {
    pub text: CommentText,
    pub by: Speaker,
}

/// Who says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    Employee(Account),
    Resident(Option<Signature>),
}

/// A comment as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawComment {
    pub text: String,
    pub signature: String,
}

impl RawComment {
    /// What is to be said by whoever writes.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(&self, who: &Visitor) -> Result<NewComment, Vec<Problem>> {
        let mut problems = Problems::default();
        let text = problems.take(Field::Comment, CommentText::parse(&self.text));
        let by = match who.account() {
            Some(account) => Some(Speaker::Employee(account.clone())),
            None => problems.take(Field::Signature, optional(&self.signature, Signature::parse)).map(Speaker::Resident),
        };
        text.zip(by).map(|(text, by)| NewComment { text, by }).ok_or_else(|| problems.into_vec())
    }
}

/// What became of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Everybody can read it.
    Shown,
    /// A manager reads it first.
    Waiting,
    /// There is no such published entry.
    Gone,
}

/// Who is named in a text by `@` and the whole name, whatever the case of the letters. Where a name begins another, the
/// longer one is meant.
pub fn mentioned(text: &str, people: &[AccountName]) -> Vec<i64> {
    let text = text.to_lowercase();
    let mut by_length: Vec<(String, i64)> = people
        .iter()
        .map(|person| (person.name.to_lowercase(), person.id))
        .filter(|(name, _)| !name.is_empty())
        .collect();
    by_length.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let rest = &text[at + 1..];
        let ends = |name: &str| rest[name.len()..].chars().next().is_none_or(|next| !next.is_alphanumeric());
        let Some((named, _)) = by_length.iter().find(|(name, _)| rest.starts_with(name.as_str()) && ends(name)) else {
            continue;
        };
        // Two colleagues may have the same name.
        for (_, id) in by_length.iter().filter(|(name, _)| name == named) {
            if !found.contains(id) {
                found.push(*id);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use proptest::prelude::*;

    fn people() -> Vec<AccountName> {
        [(1, "Anna Ek"), (2, "Anna Ekström"), (3, "Bo"), (4, "anna ek")]
            .map(|(id, name)| AccountName { id, name: name.into() })
            .into()
    }

    #[test]
    fn a_whole_name_after_the_sign_is_a_mention() {
        for (text, who) in [
            ("Hej @Bo!", vec![3]),
            ("@ANNA EKSTRÖM och @bo", vec![2, 3]),
            ("@Anna Ek, vad tror du? @Anna Ek", vec![1, 4]),
            ("@Anna Ekman", vec![]),
            ("Bo och anna@ek.se", vec![]),
            ("@@Bo", vec![3]),
            ("@", vec![]),
        ] {
            let mut found = mentioned(text, &people());
            found.sort_unstable();
            assert_eq!(found, who, "{text}");
        }
    }

    #[test]
    fn residents_speak_where_they_may_and_are_read_first() {
        let employee =
            Visitor::SignedIn(Account { id: 1, name: "Anna Ek".into(), email: "a@b.se".into(), role: Role::Employee });
        assert!(may_comment(&employee, false) && may_comment(&Visitor::Resident, true));
        assert!(!may_comment(&Visitor::Resident, false));
        let raw = RawComment { text: "Bra idé!".into(), signature: "Kim".into() };
        assert!(matches!(raw.check(&employee).map(|new| new.by), Ok(Speaker::Employee(_))));
        let Ok(Speaker::Resident(Some(signature))) = raw.check(&Visitor::Resident).map(|new| new.by) else {
            panic!("a resident")
        };
        assert_eq!(&*signature, "Kim");
    }

    #[test]
    fn what_is_withdrawn_comes_back_to_nobody() {
        for act in CommentAct::ALL {
            assert_eq!(act.leads_to(CommentState::Withdrawn), None, "{act}");
        }
        for manages in [false, true] {
            let reader = Reader { account: Some(1), manages };
            assert!(!reader.sees(CommentState::Withdrawn) && reader.sees(CommentState::Shown));
            assert_eq!(reader.sees(CommentState::Waiting), manages);
            assert_eq!(reader.sees(CommentState::Hidden), manages);
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_looking_for_names_panic(text in ".{0,60}", name in "[@A-ZÅÄÖa-zåäöİß ]{0,12}") {
            mentioned(&text, &[AccountName { id: 1, name }]);
        }
    }
}
