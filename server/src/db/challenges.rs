//! Challenges, and what answers them.

use super::values::{Count, Flag};
use super::{
    Result, Store, or_outage,
    record::{reference, title, value},
};
use crate::clock;
use app::backend::{Backend, ChallengeBackend, Outage};
use async_trait::async_trait;
use domain::{
    access::ChallengePass,
    attachment::{FileKind, NewFile},
    challenge::{
        Challenge, ChallengeLine, ChallengePage, ChallengeSaved, NEW, NewChallenge, Outcome, Picture, slug_of,
    },
    taxonomy::Slug,
};
use serde_json::json;
use sqlx::{AnyConnection, FromRow};

type Answered<T> = std::result::Result<T, Outage>;

#[async_trait]
impl ChallengeBackend for Store {
    fn challenges(&self) -> Vec<ChallengeLine> {
        self.published().challenges.to_vec()
    }

    async fn challenge(&self, slug: &Slug) -> Answered<Option<ChallengePage>> {
        or_outage(page(self, slug).await)
    }

    async fn open_challenge(
        &self,
        pass: ChallengePass<'_>,
        new: &NewChallenge,
        picture: Option<&NewFile>,
    ) -> Answered<ChallengeSaved> {
        let (by, new, picture) = (pass.account().id, new.clone(), picture.cloned());
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let slug = free_slug(&mut tx, &new.title.sv).await?;
            let lacks_words = write(&mut tx, &slug, &new, picture.as_ref(), (by, clock::now())).await?;
            tx.commit().await?;
            store.renew().await;
            Ok(ChallengeSaved::Saved { slug, lacks_words })
        })
        .await
    }

    async fn change_challenge(
        &self,
        pass: ChallengePass<'_>,
        slug: &Slug,
        new: &NewChallenge,
        picture: Option<&NewFile>,
    ) -> Answered<ChallengeSaved> {
        let (by, slug, mut new, picture) = (pass.account().id, slug.clone(), new.clone(), picture.cloned());
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let Some(now) = one(&mut tx, &slug).await? else { return Ok(ChallengeSaved::Gone) };
            if now.version != new.seen {
                return Ok(ChallengeSaved::Overtaken(Box::new(now)));
            }
            let shown = now.picture.and_then(|picture| picture.shows);
            if picture.is_some() && new.shows == shown {
                // The words that came with the form are those of the picture before.
                new.shows = None;
            }
            let lacks_words = write(&mut tx, &slug, &new, picture.as_ref(), (by, clock::now())).await?;
            tx.commit().await?;
            store.renew().await;
            Ok(ChallengeSaved::Saved { slug, lacks_words })
        })
        .await
    }

    async fn challenge_picture(&self, slug: &Slug) -> Answered<Option<(Challenge, FileKind, Vec<u8>)>> {
        let read = async {
            let mut tx = self.database().read().await?;
            let Some(challenge) = one(&mut tx, slug).await? else { return Ok(None) };
            let found: Option<(String, Vec<u8>)> =
                sqlx::query_as("SELECT kind, bytes FROM challenge_picture WHERE challenge = $1 AND shows IS NOT NULL")
                    .bind(slug.to_string())
                    .fetch_optional(&mut *tx)
                    .await?;
            let Some((kind, bytes)) = found else { return Ok(None) };
            Ok(Some((challenge, value("challenge_picture", slug, &kind)?, bytes)))
        };
        or_outage(read.await)
    }
}

#[derive(FromRow)]
struct ChallengeRow {
    slug: String,
    title_sv: String,
    title_en: Option<String>,
    question: String,
    opens_on: String,
    closes_on: String,
    result: Option<String>,
    result_on: Option<String>,
    version: i64,
    width: Option<Count>,
    height: Option<Count>,
    shows: Option<String>,
}

impl ChallengeRow {
    fn challenge(self) -> Result<Challenge> {
        let key = &self.slug;
        let result = match (self.result, self.result_on) {
            (Some(text), Some(on)) => {
                Some(Outcome { on: value("challenge", key, &on)?, text: value("challenge", key, &text)? })
            }
            _ => None,
        };
        let shows = self.shows.map(|text| value("challenge", key, &text)).transpose()?;
        Ok(Challenge {
            slug: value("challenge", key, key)?,
            title: title("challenge", key, &self.title_sv, self.title_en.as_deref())?,
            question: value("challenge", key, &self.question)?,
            opens: value("challenge", key, &self.opens_on)?,
            closes: value("challenge", key, &self.closes_on)?,
            picture: self
                .width
                .zip(self.height)
                .map(|(width, height)| Picture { pixels: (width.into(), height.into()), shows }),
            result,
            version: self.version,
        })
    }
}

/// A challenge; none where there is none by that name.
pub async fn one(conn: &mut AnyConnection, slug: &Slug) -> Result<Option<Challenge>> {
    let row: Option<ChallengeRow> = sqlx::query_as(
        "SELECT slug, title_sv, title_en, question, opens_on, closes_on, result, result_on, version, width, height, shows
        FROM challenge LEFT JOIN challenge_picture ON challenge_picture.challenge = challenge.slug WHERE slug = $1",
    )
    .bind(slug.to_string())
    .fetch_optional(conn)
    .await?;
    row.map(ChallengeRow::challenge).transpose()
}

/// Every challenge, the newest first.
pub async fn all(conn: &mut AnyConnection) -> Result<Vec<ChallengeLine>> {
    type Row = (String, String, Option<String>, String, String);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT slug, title_sv, title_en, opens_on, closes_on FROM challenge ORDER BY opens_on DESC, slug",
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|(key, sv, en, opens, closes)| {
            Ok(ChallengeLine {
                slug: value("challenge", &key, &key)?,
                title: title("challenge", &key, &sv, en.as_deref())?,
                opens: value("challenge", &key, &opens)?,
                closes: value("challenge", &key, &closes)?,
            })
        })
        .collect()
}

async fn page(store: &Store, slug: &Slug) -> Result<Option<ChallengePage>> {
    let mut tx = store.database().read().await?;
    let Some(challenge) = one(&mut tx, slug).await? else { return Ok(None) };
    let answers: Vec<String> =
        sqlx::query_scalar("SELECT reference FROM submission WHERE challenge = $1 ORDER BY arrived_at DESC, reference")
            .bind(slug.to_string())
            .fetch_all(&mut *tx)
            .await?;
    let received = u32::try_from(answers.len()).unwrap_or(u32::MAX);
    let portfolio = store.portfolio();
    let references = answers.iter().map(|key| reference("submission", key)).collect::<Result<Vec<_>>>()?;
    let answers = references.into_iter().filter_map(|reference| portfolio.card(reference)).collect();
    let period = challenge.period(store.today());
    Ok(Some(ChallengePage { challenge, period, received, answers }))
}

/// The challenge that an entry answers, if it does.
pub async fn answered_by(
    conn: &mut AnyConnection,
    entry: domain::reference::Reference,
) -> Result<Option<ChallengeLine>> {
    let found: Option<String> = sqlx::query_scalar("SELECT challenge FROM submission WHERE reference = $1")
        .bind(entry.to_string())
        .fetch_optional(&mut *conn)
        .await?
        .flatten();
    let Some(slug) = found else { return Ok(None) };
    let slug: Slug = value("submission", &entry, &slug)?;
    let challenge = one(conn, &slug).await?;
    Ok(challenge.map(|Challenge { slug, title, opens, closes, .. }| ChallengeLine { slug, title, opens, closes }))
}

/// The name that a new challenge gets in addresses: of its title, with a number where another has it.
async fn free_slug(conn: &mut AnyConnection, title: &str) -> Result<Slug> {
    let plain = slug_of(title);
    let mut slug = plain.clone();
    let mut number = 1;
    while slug.to_string() == NEW || one(conn, &slug).await?.is_some() {
        number += 1;
        slug = value("challenge", &plain, &format!("{plain}-{number}"))?;
    }
    Ok(slug)
}

/// Writes a challenge, and says whether its picture waits for words.
async fn write(
    conn: &mut AnyConnection,
    slug: &Slug,
    new: &NewChallenge,
    picture: Option<&NewFile>,
    (by, at): (i64, i64),
) -> Result<bool> {
    let today = clock::day(at).to_string();
    let version: i64 = sqlx::query_scalar(
        "INSERT INTO challenge (slug, title_sv, title_en, question, opens_on, closes_on, result, result_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $7 IS NOT NULL THEN $8 END)
        ON CONFLICT (slug) DO UPDATE SET title_sv = $2, title_en = $3, question = $4, opens_on = $5, closes_on = $6,
            result_on = CASE WHEN $7 IS NOT NULL THEN coalesce(challenge.result_on, $8) END, result = $7,
            version = challenge.version + 1
        RETURNING version",
    )
    .bind(slug.to_string())
    .bind(&*new.title.sv)
    .bind(new.title.en.as_deref())
    .bind(&*new.question)
    .bind(new.opens.to_string())
    .bind(new.closes.to_string())
    .bind(new.result.as_deref())
    .bind(today)
    .fetch_one(&mut *conn)
    .await?;
    if let Some((picture, (width, height))) = picture.and_then(|picture| Some((picture, picture.pixels?))) {
        sqlx::query(
            "INSERT INTO challenge_picture (challenge, kind, width, height, bytes) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (challenge) DO UPDATE SET kind = $2, width = $3, height = $4, bytes = $5",
        )
        .bind(slug.to_string())
        .bind(picture.kind.name())
        .bind(Count(width))
        .bind(Count(height))
        .bind(&picture.bytes)
        .execute(&mut *conn)
        .await?;
    }
    let shows = new.shows.as_deref();
    sqlx::query("UPDATE challenge_picture SET shows = $2 WHERE challenge = $1")
        .bind(slug.to_string())
        .bind(shows)
        .execute(&mut *conn)
        .await?;
    let said = json!({
        "title": new.title, "question": new.question, "opens": new.opens, "closes": new.closes, "shows": new.shows,
        "result": new.result, "new_picture": picture.is_some(),
    });
    sqlx::query(
        "INSERT INTO challenge_version (challenge, version, changed_at, account, said) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(slug.to_string())
    .bind(version)
    .bind(at)
    .bind(by)
    .bind(said.to_string())
    .execute(&mut *conn)
    .await?;
    let Flag(lacks_words) =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM challenge_picture WHERE challenge = $1 AND shows IS NULL)")
            .bind(slug.to_string())
            .fetch_one(conn)
            .await?;
    Ok(lacks_words)
}
