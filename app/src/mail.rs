//! The words of mails: a letter's facts become a subject, paragraphs and links in the receiver's language. How they are
//! drawn as plain text and as HTML, and which addresses the links lead to, is the server's affair.

use crate::{
    i18n::{language, locale, td_string},
    insights::ground::speaking,
    words,
};
use domain::{
    filter::Filter,
    follow::Subject,
    language::{Bilingual, Language},
    letter::{Letter, Line, Part},
    news::News,
    reference::Reference,
    stage::Standing,
    taxonomy::Taxonomies,
    text::Title,
};

/// What a mail needs to know of the sender.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    pub municipality: &'a str,
    pub taxonomies: &'a Taxonomies,
}

/// The receiver's own links, as paths of ours.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// The page to confirm and stop this following at.
    pub following: Option<String>,
    /// All that the address follows.
    pub all: String,
    /// The receipt, for whoever handed something in.
    pub receipt: Option<String>,
    /// The page to choose a new password at, for whoever asked for it.
    pub reset: Option<String>,
}

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub subject: String,
    pub body: Vec<Block>,
    /// Why it came, and how to stop it.
    pub foot: Vec<Block>,
}

/// A piece of a mail. All of it is text, never markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Heading(String),
    Text(String),
    /// In somebody's own words.
    Quote(String),
    /// What the mail is for: one link that stands out.
    Button {
        text: String,
        path: String,
    },
    Link {
        text: String,
        path: String,
    },
    /// An entry of a list, with what has happened to it.
    Item {
        text: String,
        path: String,
        more: String,
    },
}

/// Puts a letter into words.
pub fn compose(letter: &Letter, to: Language, sender: Sender<'_>, links: &Links) -> Words {
    speaking(to, || match letter {
        Letter::Confirm { subject, title } => confirm(subject, title.as_ref(), sender, links),
        Letter::Reset { .. } => reset(sender, links),
        Letter::Mention { entry, title, by, said } => {
            let l = locale();
            let title = title.get(language()).to_string();
            let subject = td_string!(l, mail.mention.subject, by = by.clone(), title = title.clone()).to_string();
            let text = td_string!(l, mail.mention.text, by = by.clone()).to_string();
            let button = (td_string!(l, mail.see_entry), format!("/portfolio/{entry}/comments"));
            quoting(subject, (title, text, said), button, td_string!(l, mail.mention.foot), sender)
        }
        Letter::Answered { entry, title, said } => {
            let l = locale();
            let title = title.get(language()).to_string();
            let subject = td_string!(l, mail.answered.subject, title = title.clone()).to_string();
            let text = td_string!(l, mail.answered.text).to_owned();
            let button = (td_string!(l, mail.answered.button), format!("/manage/{entry}"));
            quoting(subject, (title, text, said), button, td_string!(l, mail.answered.foot), sender)
        }
        Letter::News { subject, entry, title, news } => {
            let (title, path) = (title.get(language()).to_string(), format!("/portfolio/{entry}"));
            let (subject_line, mut body) = tell(news, &title, *entry, sender);
            body.insert(0, Block::Heading(title));
            body.push(see(subject, news.is_public().then_some(path), links));
            Words { subject: subject_line, body, foot: foot(subject, sender, links) }
        }
        Letter::Match { subject, entry, title, summary } => {
            let l = locale();
            let title = title.get(language()).to_string();
            let followed = subject_in_words(subject, sender.taxonomies, true);
            Words {
                subject: td_string!(l, mail.found.subject, title = title.clone()).to_string(),
                body: vec![
                    Block::Text(td_string!(l, mail.found.text, subject = followed).to_string()),
                    Block::Heading(title),
                    Block::Quote(summary.get(language()).to_string()),
                    Block::Button {
                        text: td_string!(l, mail.see_entry).to_owned(),
                        path: format!("/portfolio/{entry}"),
                    },
                ],
                foot: foot(subject, sender, links),
            }
        }
        Letter::Digest { parts } => digest(parts, sender, links),
    })
}

/// What is followed, in words within a sentence. Free text that somebody wrote is told only where `with_text`.
pub fn subject_in_words(subject: &Subject, taxonomies: &Taxonomies, with_text: bool) -> String {
    let l = locale();
    match subject {
        Subject::Own(reference) => td_string!(l, mail.subject_own, reference = reference.to_string()).to_string(),
        Subject::Entry(reference) => td_string!(l, mail.subject_entry, reference = reference.to_string()).to_string(),
        Subject::Filter(filter) => filter_in_words(filter, taxonomies, with_text),
    }
}

fn filter_in_words(filter: &Filter, taxonomies: &Taxonomies, with_text: bool) -> String {
    let l = locale();
    let mut parts: Vec<_> = filter.criteria.iter().map(|criterion| words::criterion(criterion, taxonomies)).collect();
    if !filter.q.is_empty() {
        parts.push(match with_text {
            true => td_string!(l, mail.subject_search, text = filter.q.clone()).to_string(),
            false => td_string!(l, mail.subject_some_search).to_owned(),
        });
    }
    if parts.is_empty() { td_string!(l, mail.subject_all).to_owned() } else { parts.join(", ") }
}

fn confirm(subject: &Subject, title: Option<&Bilingual<Title>>, sender: Sender<'_>, links: &Links) -> Words {
    let l = locale();
    let municipality = sender.municipality.to_owned();
    let mut body = match subject {
        Subject::Own(reference) => vec![
            Block::Text(
                td_string!(l, mail.confirm.own, municipality = municipality, reference = reference.to_string())
                    .to_string(),
            ),
            Block::Text(td_string!(l, mail.confirm.own_more).to_owned()),
        ],
        subject => {
            let about = match title {
                Some(title) => title.get(language()).to_string(),
                None => subject_in_words(subject, sender.taxonomies, false),
            };
            vec![
                Block::Text(td_string!(l, mail.confirm.follow, municipality = municipality).to_string()),
                Block::Text(td_string!(l, mail.confirm.about, subject = about).to_string()),
                Block::Text(td_string!(l, mail.confirm.follow_more).to_owned()),
            ]
        }
    };
    body.extend(
        links.following.clone().map(|path| Block::Button { text: td_string!(l, mail.confirm.button).to_owned(), path }),
    );
    let foot = vec![Block::Text(td_string!(l, mail.confirm.not_you).to_owned()), signature(sender)];
    Words { subject: td_string!(l, mail.confirm.subject).to_owned(), body, foot }
}

/// To a colleague, what somebody said about an entry, with where to read on.
fn quoting(
    subject: String,
    (title, text, said): (String, String, &str),
    (button, path): (&str, String),
    why: &str,
    sender: Sender<'_>,
) -> Words {
    Words {
        subject,
        body: vec![
            Block::Heading(title),
            Block::Text(text),
            Block::Quote(said.to_owned()),
            Block::Button { text: button.to_owned(), path },
        ],
        foot: vec![Block::Text(why.to_owned()), signature(sender)],
    }
}

fn reset(sender: Sender<'_>, links: &Links) -> Words {
    let l = locale();
    let municipality = sender.municipality.to_owned();
    let mut body = vec![Block::Text(td_string!(l, mail.reset.text, municipality = municipality).to_string())];
    body.extend(
        links.reset.clone().map(|path| Block::Button { text: td_string!(l, mail.reset.button).to_owned(), path }),
    );
    body.push(Block::Text(td_string!(l, mail.reset.once).to_owned()));
    let foot = vec![Block::Text(td_string!(l, mail.reset.not_you).to_owned()), signature(sender)];
    Words { subject: td_string!(l, mail.reset.subject).to_owned(), body, foot }
}

/// What has happened: the subject line, and what is said of it.
fn tell(news: &News, title: &str, reference: Reference, sender: Sender<'_>) -> (String, Vec<Block>) {
    let l = locale();
    let title = title.to_owned();
    match news {
        News::Received => (
            td_string!(l, mail.received.subject, title = title).to_string(),
            vec![
                Block::Text(
                    td_string!(
                        l,
                        mail.received.text,
                        municipality = sender.municipality.to_owned(),
                        reference = reference.to_string()
                    )
                    .to_string(),
                ),
                Block::Text(td_string!(l, mail.received.more).to_owned()),
            ],
        ),
        News::Published => (
            td_string!(l, mail.published.subject, title = title).to_string(),
            vec![
                Block::Text(td_string!(l, mail.published.text).to_owned()),
                Block::Text(td_string!(l, mail.published.more).to_owned()),
            ],
        ),
        News::Declined { reason } => (
            td_string!(l, mail.declined.subject, title = title).to_string(),
            vec![
                Block::Text(td_string!(l, mail.declined.text).to_owned()),
                Block::Text(td_string!(l, mail.reason).to_owned()),
                Block::Quote(reason.to_string()),
                Block::Text(td_string!(l, mail.declined.more).to_owned()),
            ],
        ),
        News::Asked { question } => (
            td_string!(l, mail.asked.subject, title = title).to_string(),
            vec![
                Block::Text(td_string!(l, mail.asked.text).to_owned()),
                Block::Quote(question.to_string()),
                Block::Text(td_string!(l, mail.asked.more).to_owned()),
            ],
        ),
        News::SentOn { to, reason } => (
            td_string!(l, mail.sent_on.subject, title = title).to_string(),
            vec![
                Block::Text(td_string!(l, mail.sent_on.text, channel = words::channel(to)).to_string()),
                Block::Text(td_string!(l, mail.reason).to_owned()),
                Block::Quote(reason.to_string()),
                Block::Text(td_string!(l, mail.sent_on.more).to_owned()),
            ],
        ),
        News::Merged { reason, .. } => (
            td_string!(l, mail.merged.subject, title = title).to_string(),
            vec![
                Block::Text(td_string!(l, mail.merged.text).to_owned()),
                Block::Text(td_string!(l, mail.reason).to_owned()),
                Block::Quote(reason.to_string()),
                Block::Text(td_string!(l, mail.merged.more).to_owned()),
            ],
        ),
        News::Moved { from, to, why } => {
            let mut body = vec![Block::Text(moved(*from, *to))];
            if let Some(why) = why {
                body.extend([Block::Text(td_string!(l, mail.reason).to_owned()), Block::Quote(why.to_string())]);
            }
            (td_string!(l, mail.moved.subject, title = title, stage = words::standing(*to)).to_string(), body)
        }
        News::Benefit => (
            td_string!(l, mail.benefit.subject, title = title).to_string(),
            vec![Block::Text(td_string!(l, mail.benefit.text).to_owned())],
        ),
        News::Spread { place } => (
            td_string!(l, mail.spread.subject, title = title).to_string(),
            vec![Block::Text(td_string!(l, mail.spread.text, place = place.to_string()).to_string())],
        ),
    }
}

fn moved(from: Standing, to: Standing) -> String {
    let l = locale();
    let stage = words::standing(to);
    match (from, to) {
        (_, Standing::Paused) => td_string!(l, mail.moved.paused).to_owned(),
        (_, Standing::Ended) => td_string!(l, mail.moved.ended).to_owned(),
        (Standing::Paused | Standing::Ended, _) => td_string!(l, mail.moved.reopened, stage = stage).to_string(),
        (from, to) if to < from => td_string!(l, mail.moved.back, stage = stage).to_string(),
        (_, Standing::Trial) => td_string!(l, mail.moved.trial).to_owned(),
        (_, Standing::InUse) => td_string!(l, mail.moved.in_use).to_owned(),
        (_, Standing::Idea | Standing::Need) => td_string!(l, mail.moved.idea).to_owned(),
    }
}

/// Where to read more: the entry where it is published, else the receipt.
fn see(subject: &Subject, published: Option<String>, links: &Links) -> Block {
    let l = locale();
    match (published, &links.receipt) {
        (None, Some(receipt)) => {
            Block::Button { text: td_string!(l, mail.see_receipt).to_owned(), path: receipt.clone() }
        }
        (published, _) => Block::Button {
            text: td_string!(l, mail.see_entry).to_owned(),
            path: published.unwrap_or_else(|| subject.address()),
        },
    }
}

fn foot(subject: &Subject, sender: Sender<'_>, links: &Links) -> Vec<Block> {
    let l = locale();
    let why = match subject {
        Subject::Own(reference) => td_string!(l, mail.why_own, reference = reference.to_string()).to_string(),
        subject => {
            let followed = subject_in_words(subject, sender.taxonomies, true);
            td_string!(l, mail.why_follow, subject = followed).to_string()
        }
    };
    let stop = links.following.clone().map(|path| Block::Link { text: td_string!(l, mail.stop).to_owned(), path });
    [Some(Block::Text(why)), stop, Some(signature(sender))].into_iter().flatten().collect()
}

fn signature(sender: Sender<'_>) -> Block {
    Block::Text(td_string!(locale(), mail.sender, municipality = sender.municipality.to_owned()).to_string())
}

fn digest(parts: &[Part], sender: Sender<'_>, links: &Links) -> Words {
    let l = locale();
    let mut body = vec![Block::Text(td_string!(l, mail.digest.text).to_owned())];
    for Part { subject, lines } in parts {
        body.push(Block::Heading(match subject {
            Subject::Filter(filter) => filter_in_words(filter, sender.taxonomies, true),
            Subject::Entry(_) | Subject::Own(_) => td_string!(l, mail.digest.followed).to_owned(),
        }));
        body.extend(lines.iter().map(|Line { entry, title, news }| {
            let title = title.get(language()).to_string();
            let more = match news {
                None => td_string!(l, mail.digest.new_entry).to_owned(),
                Some(news) => news_line(news),
            };
            Block::Item { text: title, path: format!("/portfolio/{entry}"), more }
        }));
    }
    let foot = vec![
        Block::Text(td_string!(l, mail.why_digest).to_owned()),
        Block::Link { text: td_string!(l, mail.all).to_owned(), path: links.all.clone() },
        signature(sender),
    ];
    Words { subject: td_string!(l, mail.digest.subject).to_owned(), body, foot }
}

/// What has happened, in one line of a list.
fn news_line(news: &News) -> String {
    let l = locale();
    match news {
        News::Received => td_string!(l, outbox.kind.received).to_owned(),
        News::Published => td_string!(l, outbox.kind.published).to_owned(),
        News::Asked { .. } => td_string!(l, outbox.kind.asked).to_owned(),
        News::Declined { .. } => td_string!(l, outbox.kind.declined).to_owned(),
        News::SentOn { .. } => td_string!(l, outbox.kind.sent_on).to_owned(),
        News::Merged { .. } => td_string!(l, outbox.kind.merged).to_owned(),
        News::Moved { from, to, .. } => moved(*from, *to),
        News::Benefit => td_string!(l, mail.benefit.text).to_owned(),
        News::Spread { place } => td_string!(l, mail.spread.text, place = place.to_string()).to_string(),
    }
}
