//! `fyrfalt user`: adding, listing and disabling accounts.

use crate::{
    clock,
    config::{User, UserAdd},
    db::{Address, Database, accounts},
    passwords,
};
use anyhow::{Context, bail};
use domain::{password::Password, person::PersonFacts, text::Email};
use std::io;

pub async fn run(command: User) -> anyhow::Result<()> {
    match command {
        User::Add(add) => self::add(add).await,
        User::List { database } => list(database.address).await,
        User::Disable { email, database } => disable(database.address, &email).await,
    }
}

async fn add(add: UserAdd) -> anyhow::Result<()> {
    let password = if add.password_stdin { from_stdin()? } else { asked()? };
    let length = password.chars().count();
    let asked_for = password;
    let Ok(password) = Password::parse(&asked_for) else {
        bail!("the password has {length} characters; it needs {} to {}", Password::SHORTEST, Password::LONGEST);
    };
    if passwords::is_guessable(&asked_for, &[&add.name, &add.email]) {
        bail!("the password is easy to guess: take several words that do not belong together");
    }
    let database = Database::open_or_make(add.database.address).await?;
    let password_hash = passwords::hash(password.into_secret()).await?;
    let person = PersonFacts { email: add.email, name: add.name, role: add.role.into() };
    let mut tx = database.begin().await?;
    if accounts::add(&mut tx, &person, &password_hash, None, clock::now()).await?.is_none() {
        bail!("{} has an account already", person.email);
    }
    tx.commit().await?;
    database.close().await;
    println!("Added {} ({}) as {}", person.name, person.email, person.role.name());
    Ok(())
}

fn from_stdin() -> anyhow::Result<String> {
    let mut line = String::new();
    io::stdin().read_line(&mut line).context("the password cannot be read")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn asked() -> anyhow::Result<String> {
    let once = rpassword::prompt_password("Password: ").context("the password cannot be asked for")?;
    if once != rpassword::prompt_password("Once more: ").context("the password cannot be asked for")? {
        bail!("the passwords differ");
    }
    Ok(once)
}

async fn list(address: Address) -> anyhow::Result<()> {
    let database = Database::open_existing(address).await?;
    for (account, disabled) in accounts::list(&database).await? {
        let note = if disabled { "  disabled" } else { "" };
        println!("{:<40}  {:<13}  {}{note}", account.email, account.role.name().name(), account.name);
    }
    database.close().await;
    Ok(())
}

async fn disable(address: Address, email: &Email) -> anyhow::Result<()> {
    let database = Database::open_existing(address).await?;
    let mut tx = database.begin().await?;
    if !accounts::disable(&mut tx, email, clock::now()).await? {
        bail!("{email} has no account in use");
    }
    tx.commit().await?;
    database.close().await;
    println!("Disabled {email} and signed it out everywhere");
    Ok(())
}
