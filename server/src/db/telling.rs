//! Telling people what has happened: the one place from which mails about entries begin. Whatever writes to an entry
//! calls [`tell`] in the same transaction, so that what happened and the mails about it are kept both or neither.

use super::{
    Result, entries,
    followings::{self, Row},
    outbox::{self, Receiver, json},
    reception,
    record::{reference, title, value},
};
use domain::{
    entry::Entry,
    filter::Filter,
    follow::{Pace, Subject},
    letter::{Letter, Line, Part},
    news::{News, Told},
    portfolio::Portfolio,
    reception::{Decision, Message, Side},
    taxonomy::Taxonomies,
};
use sqlx::{AnyConnection, FromRow};
use std::collections::HashSet;

/// Something that has happened to an entry.
#[derive(Clone, Copy, Debug)]
pub struct Happened<'of> {
    pub news: &'of News,
    /// The entry as everybody could see it before; none where it was not published.
    pub before: Option<&'of Entry>,
    pub now: &'of Entry,
    pub at: i64,
}

/// Tells everybody whom it concerns, within the caller's transaction: by a mail at once, or by a line of the weekly
/// one.
pub async fn tell(conn: &mut AnyConnection, happened: Happened<'_>) -> Result<()> {
    let Happened { news, now, at, .. } = happened;
    let key = now.reference.to_string();
    let rows = followings::concerned(conn, &key).await?;
    let found = match rows.iter().any(|row| matches!(row.subject(), Ok(Subject::Filter(_)))) {
        true => Some(Finding::of(entries::taxonomies(conn).await?, happened)),
        false => None,
    };
    // Who handed it in and follows it too is told once.
    let mut told_at_once = HashSet::new();
    for row in rows {
        let subject = row.subject()?;
        if !news.is_for_merged() && matches!(subject, Subject::Own(own) if own != now.reference) {
            continue;
        }
        let is_found = match (&subject, &found) {
            (Subject::Filter(filter), Some(found)) => found.finds(filter),
            _ => (false, false),
        };
        let Some(told) = news.told(subject.about(), is_found) else { continue };
        match row.pace()? {
            Pace::Weekly => note_line(conn, row.id, &key, (told == Told::News).then_some(news), at).await?,
            Pace::AtOnce if !told_at_once.insert(row.email.clone()) => {}
            Pace::AtOnce => {
                let (entry, title) = (now.reference, now.title.clone());
                let letter = match told {
                    Told::News => Letter::News { subject, entry, title, news: news.clone() },
                    Told::Match => Letter::Match { subject, entry, title, summary: now.summary.clone() },
                };
                outbox::queue(conn, &row.receiver()?, &letter, at).await?;
            }
        }
    }
    Ok(())
}

/// The entry alone as a portfolio, before and now: a filter finds it there as it does among others.
struct Finding {
    before: Option<Portfolio>,
    now: Option<Portfolio>,
}

impl Finding {
    fn of(taxonomies: Taxonomies, happened: Happened<'_>) -> Self {
        let alone = |entry: &Entry| Portfolio::new([entry], taxonomies.clone());
        Self { before: happened.before.map(alone), now: happened.news.is_public().then(|| alone(happened.now)) }
    }

    /// Whether a filter found the entry before, and whether it does now.
    fn finds(&self, filter: &Filter) -> (bool, bool) {
        let finds = |portfolio: &Option<Portfolio>| portfolio.as_ref().is_some_and(|one| one.find(filter).total() > 0);
        (finds(&self.before), finds(&self.now))
    }
}

async fn note_line(conn: &mut AnyConnection, following: i64, entry: &str, news: Option<&News>, at: i64) -> Result<()> {
    sqlx::query("INSERT INTO digest_line (following, entry, news, noted_at) VALUES ($1, $2, $3, $4)")
        .bind(following)
        .bind(entry)
        .bind(news.map(json).transpose()?)
        .bind(at)
        .execute(conn)
        .await?;
    Ok(())
}

/// Tells whoever handed something in, and has only now confirmed the address, where it stands.
pub(super) async fn tell_where_it_stands(conn: &mut AnyConnection, row: &Row, at: i64) -> Result<()> {
    let subject = row.subject()?;
    let Subject::Own(entry) = subject else { return Ok(()) };
    let Some(now) = entries::any_one(conn, entry).await? else { return Ok(()) };
    let news = match reception::decided(conn, entry).await? {
        Decision::Waiting => match reception::messages::all(conn, entry).await?.pop() {
            Some(Message { from: Side::Municipality, text, .. }) => News::Asked { question: text },
            _ => News::Received,
        },
        Decision::Published { .. } => News::Published,
        Decision::Declined { reason, .. } => News::Declined { reason },
        Decision::SentOn { to, reason, .. } => News::SentOn { to, reason },
        Decision::Merged { into, reason, .. } => News::Merged { into, reason },
    };
    outbox::queue(conn, &row.receiver()?, &Letter::News { subject, entry, title: now.title, news }, at).await
}

#[derive(FromRow)]
struct LineRow {
    id: i64,
    following: i64,
    entry: String,
    news: Option<String>,
    title_sv: String,
    title_en: Option<String>,
    email: String,
    language: String,
    about: String,
    followed: Option<String>,
    query: Option<String>,
}

impl LineRow {
    fn subject(&self) -> Result<Subject> {
        match (&self.followed, &self.query) {
            (None, Some(query)) => Subject::filter(query).map_err(|why| super::Error::row("following", &self.id, &why)),
            (entry, _) => reference("following", entry.as_ref().unwrap_or(&self.about)).map(Subject::Entry),
        }
    }

    fn line(&self) -> Result<Line> {
        let news = self.news.as_deref().map(serde_json::from_str).transpose();
        Ok(Line {
            entry: reference("digest_line", &self.entry)?,
            title: title("entry", &self.entry, &self.title_sv, self.title_en.as_deref())?,
            news: news.map_err(|why| super::Error::row("digest_line", &self.id, &why))?,
        })
    }
}

/// Gathers what is new into one mail for each address, within the caller's transaction; how many mails it made. What is
/// gathered is not gathered again.
pub async fn gather(conn: &mut AnyConnection, at: i64) -> Result<usize> {
    let rows: Vec<LineRow> = sqlx::query_as(
        "SELECT digest_line.id, digest_line.following, digest_line.entry, news, title_sv, title_en, following.email,
            language, about, following.entry AS followed, query
        FROM digest_line JOIN following ON following.id = digest_line.following
            JOIN mail_address ON mail_address.email = following.email
            JOIN entry ON entry.reference = digest_line.entry
            LEFT JOIN account ON account.id = following.account
        WHERE confirmed_at IS NOT NULL AND stopped_at IS NULL AND refused_at IS NULL AND disabled_at IS NULL
            AND decision = 'published'
        ORDER BY following.email, following.id, digest_line.id",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut mails = 0;
    for of_one in rows.chunk_by(|a, b| a.email == b.email) {
        let parts = of_one.chunk_by(|a, b| a.following == b.following).map(|lines| {
            let subject = lines[0].subject()?;
            Ok(Part { subject, lines: lines.iter().map(LineRow::line).collect::<Result<_>>()? })
        });
        let letter = Letter::Digest { parts: parts.collect::<Result<_>>()? };
        let newest = &of_one[of_one.len() - 1];
        let language = value("following", &newest.following, &newest.language)?;
        let to = Receiver { email: newest.email.clone(), language, following: None };
        outbox::queue(conn, &to, &letter, at).await?;
        mails += 1;
    }
    for row in rows {
        sqlx::query("DELETE FROM digest_line WHERE id = $1").bind(row.id).execute(&mut *conn).await?;
    }
    Ok(mails)
}
