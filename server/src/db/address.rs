//! Where a database is.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};
use url::Url;

/// Where a database is: in a file of SQLite, or at a PostgreSQL server.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    Sqlite(PathBuf),
    Postgres(Url),
}

/// What is no address of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a database such as sqlite:fyrfalt.db or postgres://fyrfalt@db.example.se/fyrfalt")]
pub struct NoAddress;

impl Address {
    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }
}

impl From<&Path> for Address {
    fn from(path: &Path) -> Self {
        Self::Sqlite(path.to_owned())
    }
}

/// `sqlite:fyrfalt.db`, `sqlite:///srv/fyrfalt.db`, `postgres://user:password@host:5432/name?sslmode=require`.
impl FromStr for Address {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        if let Some(rest) = text.strip_prefix("sqlite:") {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            let is_file = !path.is_empty() && !path.starts_with(':') && !path.contains(['?', '\0']);
            return if is_file { Ok(Self::Sqlite(path.into())) } else { Err(NoAddress) };
        }
        let url: Url = text.parse().map_err(|_| NoAddress)?;
        let has_name = !url.path().trim_matches('/').is_empty();
        match url.scheme() {
            "postgres" | "postgresql" if has_name => Ok(Self::Postgres(url)),
            _ => Err(NoAddress),
        }
    }
}

/// Without the password, and without what else may stand in the address of a server.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => {
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                write!(f, "postgres://{}{port}{}", url.host_str().unwrap_or_default(), url.path())
            }
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_may_be_named_in_the_usual_ways() {
        for (text, path) in [("sqlite:a.db", "a.db"), ("sqlite://a.db", "a.db"), ("sqlite:///srv/a.db", "/srv/a.db")] {
            assert_eq!(text.parse(), Ok(Address::Sqlite(path.into())));
        }
        for text in ["postgres://db/fyrfalt", "postgresql://a:b@[::1]:5433/x?sslmode=require"] {
            assert!(matches!(text.parse(), Ok(Address::Postgres(_))), "{text}");
        }
        for text in ["", "a.db", "sqlite:", "sqlite::memory:", "postgres://db", "mysql://db/fyrfalt"] {
            assert_eq!(text.parse::<Address>(), Err(NoAddress), "{text}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let address: Address = "postgres://anna:secret@db:5433/fyrfalt?password=other".parse().expect("an address");
        assert_eq!((address.to_string(), format!("{address:?}")), {
            let shown = "postgres://db:5433/fyrfalt".to_owned();
            (shown.clone(), shown)
        });
    }
}
