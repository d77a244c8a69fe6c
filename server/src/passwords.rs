//! Passwords: hashed by argon2id, slowly on purpose, and therefore away from the threads that answer requests.

use domain::password::Password;
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

/// The hash to keep of a password.
///
/// # Errors
/// When the server is stopping.
pub async fn hash(password: String) -> Result<String, Stopped> {
    let _permit = AT_ONCE.acquire().await.map_err(|_| Stopped)?;
    spawn_blocking(move || password_auth::generate_hash(password)).await.map_err(|_| Stopped)
}

/// Whether a password is the one whose hash was kept. Without a kept hash the answer is no, after the same work.
///
/// # Errors
/// When the server is stopping.
pub async fn is_right(password: String, kept: Option<String>) -> Result<bool, Stopped> {
    let _permit = AT_ONCE.acquire().await.map_err(|_| Stopped)?;
    spawn_blocking(move || {
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
    fn nobodys_hash_takes_the_same_work_as_others() {
        assert_eq!(password_auth::is_hash_obsolete(NOBODYS).ok(), Some(false));
    }
}
