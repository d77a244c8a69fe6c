//! Passwords: hashed by argon2id, slowly on purpose, and therefore away from the threads that answer requests.

use crate::db::accounts;
use domain::{
    fault::{Fault, Field, Problem},
    password::Password,
    person,
};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// How many are hashed at the same time: each takes 19 MB.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// The hash of a password that nobody has, for addresses that nobody has: finding out takes as long for both.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$7x9KtcdwhXJJnzRz9tYnRg$a3Wa1s4YWHXGEyYkVQjIeslJdYWdTIMsI1Jn2NXG3eo";

/// Why a password could not be hashed or compared.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the password could not be worked on")]
pub struct Stopped;

/// Takes a new password, written twice, that is not easy to guess for whoever knows `about`: the names and addresses of
/// whose it is and of the site (OWASP ASVS 5.0, 6.2.4, 6.2.11, 6.2.12).
///
/// # Errors
/// Everything that is wrong at once.
pub fn choose(password: &str, again: &str, about: &[&str]) -> Result<Password, Vec<Problem>> {
    let chosen = person::new_password(password, again)?;
    if is_guessable(password, about) {
        return Err(vec![Problem { field: Field::Password, fault: Fault::Guessable }]);
    }
    Ok(chosen)
}

/// Whether somebody who knows what passwords people choose, and whose this is, would find it in some hundred million
/// guesses.
pub fn is_guessable(password: &str, about: &[&str]) -> bool {
    const OURS: [&str; 4] = ["fyrfält", "fyrfalt", "portfölj", "innovation"];
    let words = about.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).chain([*text]));
    let known: Vec<&str> = words.filter(|word| !word.is_empty()).chain(OURS).collect();
    zxcvbn::zxcvbn(password, &known).score() < zxcvbn::Score::Three
}

/// The hash to keep of a password.
///
/// # Errors
/// When the server is stopping.
pub async fn hash(password: String) -> Result<String, Stopped> {
    let _permit = AT_ONCE.acquire().await.map_err(|_| Stopped)?;
    spawn_blocking(move || password_auth::generate_hash(password)).await.map_err(|_| Stopped)
}

/// Whether a password is the one whose hash was kept. Where none was, because there is no such account or its owner has
/// chosen no password, the answer is no, after the same work.
///
/// # Errors
/// When the server is stopping.
pub async fn is_right(password: String, kept: Option<String>) -> Result<bool, Stopped> {
    let _permit = AT_ONCE.acquire().await.map_err(|_| Stopped)?;
    spawn_blocking(move || {
        let kept = kept.filter(|kept| kept != accounts::NO_PASSWORD);
        let known = kept.is_some();
        let kept = kept.unwrap_or_else(|| NOBODYS.to_owned());
        let fits =
            password.chars().count() <= Password::LONGEST && password_auth::verify_password(password, &kept).is_ok();
        known && fits
    })
    .await
    .map_err(|_| Stopped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let kept = hash("rätt lösenord här".to_owned()).await.expect("hashed");
        assert!(is_right("rätt lösenord här".to_owned(), Some(kept.clone())).await.expect("compared"));
        assert!(!is_right("fel lösenord här".to_owned(), Some(kept)).await.expect("compared"));
        assert!(!is_right("rätt lösenord här".to_owned(), None).await.expect("compared"));
    }

    #[test]
    fn what_is_long_may_still_be_easy_to_guess() {
        let about = ["Anna Ek", "anna.ek@tomelilla.se", "Tomelilla kommun"];
        for guessable in [
            "123456789012",
            "aaaaaaaaaaaa",
            "password1234",
            "qwertyuiop123",
            "Tomelilla2026",
            "tomelilla-anna",
            "anna.ek@tomelilla.se",
        ] {
            assert!(is_guessable(guessable, &about), "{guessable}");
        }
        for hard in ["ett långt lösenord", "hoppande gröna moln", "korv i tre backar", "x7#kQ!29vLp@"] {
            assert!(!is_guessable(hard, &about), "{hard}");
        }
    }

    /// What stands before the salt: the algorithm and how much work it is (docs/asvs.md, 11.4.2).
    const WORK: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

    #[tokio::test]
    async fn nobodys_hash_takes_the_same_work_as_others() {
        assert!(hash("rätt lösenord här".to_owned()).await.expect("hashed").starts_with(WORK));
        assert!(NOBODYS.starts_with(WORK) && password_auth::is_hash_obsolete(NOBODYS).ok() == Some(false));
    }

    #[tokio::test]
    async fn whoever_has_no_account_or_no_password_is_refused_after_that_work() {
        // No machine writes and reads 19 MiB twice in that time, and none needs it to do nothing: a busy one may make a
        // fault look like work, but never work like a fault.
        let least = std::time::Duration::from_millis(1);
        for kept in [None, Some(accounts::NO_PASSWORD)] {
            let mut quickest = std::time::Duration::MAX;
            for _ in 0..5 {
                let begun = std::time::Instant::now();
                let password = accounts::NO_PASSWORD.to_owned();
                assert!(!is_right(password, kept.map(ToOwned::to_owned)).await.expect("compared"));
                quickest = quickest.min(begun.elapsed());
            }
            assert!(quickest > least, "{kept:?}: {quickest:?}");
        }
    }
}
