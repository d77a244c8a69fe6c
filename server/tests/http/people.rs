//! People with an account: adding, changing and erasing them, their passwords and their sessions.

use crate::{
    harness::*,
    html::{Tag, tags},
};
use reqwest::Method;
use serde_json::{Value, json};

const NEW: &str = "ny@example.se";
const LONG: &str = "ett helt nytt lösenord";

/// The form of a person with a role, and units for it.
fn person<'form>(email: &'form str, role: &'form str, units: &[&'form str]) -> Vec<(&'form str, &'form str)> {
    let units = units.iter().map(|unit| ("units", *unit));
    [("name", "Nils Ny"), ("email", email), ("role", role)].into_iter().chain(units).collect()
}

/// The one-time link that a page shows.
fn link(answer: &Answer) -> String {
    let (_, after) = answer.body.split_once("href=\"/password/").expect("a link");
    format!("/password/{}", after.split('"').next().expect("a token"))
}

/// The number of the account with an address.
async fn id(town: &Town, email: &str) -> i64 {
    sqlx::query_scalar("SELECT id FROM account WHERE email = $1")
        .bind(email)
        .fetch_one(&mut town.sql().await)
        .await
        .expect("an account")
}

/// Does something with an account, by the name of its button.
async fn doing(town: &Town, id: i64, action: &str) -> Answer {
    town.administrator().await.post(&format!("/people/{id}"), &[("action", action)]).await
}

async fn can_sign_in(town: &Town, email: &str, password: &str) -> bool {
    town.visitor().sign_in(email, password).await.status == 303
}

#[tokio::test]
async fn somebody_added_chooses_a_password_by_a_link_that_works_once() {
    let town = Town::open().await;
    let administrator = town.administrator().await;
    let added = administrator.post("/people/new", &person(NEW, "unit-manager", &[OWN_UNIT])).await.is(200);
    let link = link(&added);
    assert!(!can_sign_in(&town, NEW, "!").await, "what stands in place of a password is none");

    let browser = town.visitor();
    browser.get(&link).await.is(200);
    for (password, again) in [("kort", "kort"), (LONG, "något annat långt")] {
        let refused = browser.post(&link, &[("password", password), ("again", again)]).await.is(422);
        assert!(!refused.body.contains(password), "a password is never shown again");
    }
    let chosen = browser.post(&link, &[("password", LONG), ("again", LONG)]).await;
    assert_eq!(chosen.leads_to(), "/account?done=password");
    assert!(browser.is_signed_in().await && can_sign_in(&town, NEW, LONG).await);
    browser.get("/manage").await.is(200);

    for again in [town.visitor().get(&link).await, town.visitor().post(&link, &[("password", LONG)]).await] {
        assert_eq!(again.status, 404, "a link works once");
        assert!(again.body.contains("Länken fungerar inte"), "{}", again.body);
    }
}

#[tokio::test]
async fn a_new_link_ends_the_old_one_and_a_stale_one_opens_nothing() {
    let town = Town::open().await;
    let employee = id(&town, EMPLOYEE).await;
    let first = link(&doing(&town, employee, "link").await.is(200));
    let second = link(&doing(&town, employee, "link").await.is(200));
    town.visitor().get(&first).await.is(404);
    town.visitor().get(&second).await.is(200);
    sqlx::query("UPDATE account_link SET made_at = 1, expires_at = 2")
        .execute(&mut town.sql().await)
        .await
        .expect("done");
    town.visitor().get(&second).await.is(404);
    let form = [("password", LONG), ("again", LONG)];
    town.visitor().post(&second, &form).await.is(404);
    assert!(can_sign_in(&town, EMPLOYEE, PASSWORD).await, "nothing changed");
    // A password cannot be chosen where an administrator is to be made, nor the other way round.
    let third = link(&doing(&town, employee, "link").await.is(200)).replace("/password/", "/start/");
    town.visitor().post(&third, &person(NEW, "administrator", &[])).await.is(404);
}

/// The fields of a page that passwords are written in.
fn password_fields(page: &Answer) -> Vec<Tag> {
    const NAMES: [&str; 3] = ["password", "current_password", "again"];
    let is_one = |tag: &Tag| tag.name == "input" && tag.get("name").is_some_and(|name| NAMES.contains(&name));
    tags(&page.body).into_iter().filter(is_one).collect()
}

#[tokio::test]
async fn a_password_is_hidden_and_may_be_pasted_or_filled_in_whole() {
    let town = Town::open().await;
    let link = link(&doing(&town, id(&town, EMPLOYEE).await, "link").await.is(200));
    let at_most = domain::password::Password::LONGEST;
    for (page, fills) in [
        (town.visitor().get("/sign-in").await.is(200), &["current-password"][..]),
        (town.visitor().get(&link).await.is(200), &["new-password", "new-password"]),
        (town.manager().await.get("/account").await.is(200), &["current-password", "new-password", "new-password"]),
    ] {
        let fields = password_fields(&page);
        let filled: Vec<_> = fields.iter().map(|field| field.get("autocomplete").unwrap_or_default()).collect();
        assert_eq!(filled, fills, "{}", page.body);
        for field in fields {
            assert_eq!(field.get("type"), Some("password"), "{field:?}");
            let stands_in_the_way = |name: &str| name.starts_with("on") || matches!(name, "readonly" | "disabled");
            assert!(!field.attributes().any(|(name, _)| stands_in_the_way(name)), "{field:?}");
            // Browsers count a character outside the basic plane as two, and cut what is pasted without a word.
            let longest = field.get("maxlength").map_or(usize::MAX, |longest| longest.parse().expect("a number"));
            assert!(longest >= 2 * at_most, "{field:?}");
        }
    }
}

#[tokio::test]
async fn a_password_is_compared_exactly_as_it_came() {
    let town = Town::open().await;
    // As long as it may be: whatever is cut or folded makes another one.
    let long = "Åtta gröna moln över åsen. ".repeat(8).chars().take(199).chain(['!']).collect::<String>();
    for (email, chosen, others) in [
        (EMPLOYEE, "  Åtta gröna moln  ", ["Åtta gröna moln", "  åtta gröna moln  ", "  A\u{30a}tta gröna moln  "]),
        (MANAGER, &long, [&long[..long.len() - 1], &long.replace('!', "?"), &format!("{long}!")]),
    ] {
        let form = [("action", "password"), ("current_password", PASSWORD), ("password", chosen), ("again", chosen)];
        town.signed_in(email).await.post("/account", &form).await.is(303);
        for other in others {
            assert!(!can_sign_in(&town, email, other).await, "{other:?}");
        }
        assert!(can_sign_in(&town, email, chosen).await, "{chosen:?}");
    }
}

#[tokio::test]
async fn a_kept_password_is_hashed_by_argon2id_with_a_salt_of_its_own() {
    let town = Town::open().await;
    let form = [("action", "password"), ("current_password", PASSWORD), ("password", LONG), ("again", LONG)];
    town.manager().await.post("/account", &form).await.is(303);
    let link = link(&doing(&town, id(&town, EMPLOYEE).await, "link").await.is(200));
    town.visitor().post(&link, &[("password", LONG), ("again", LONG)]).await.is(303);
    let kept: Vec<String> = sqlx::query_scalar("SELECT password_hash FROM account WHERE email IN ($1, $2)")
        .bind(MANAGER)
        .bind(EMPLOYEE)
        .fetch_all(&mut town.sql().await)
        .await
        .expect("two hashes");
    let salts: Vec<_> = kept
        .iter()
        .map(|hash| {
            // What docs/asvs.md says of 11.4.2: 19 MiB, 2 passes, 1 lane.
            let rest = hash.strip_prefix("$argon2id$v=19$m=19456,t=2,p=1$").unwrap_or_else(|| panic!("{hash}"));
            let (salt, output) = rest.split_once('$').expect("a salt and a hash");
            // 128 and 256 bits, in base64 without padding.
            assert_eq!((salt.len(), output.len()), (22, 43), "{hash}");
            salt
        })
        .collect();
    assert_eq!(salts.len(), 2);
    assert_ne!(salts[0], salts[1]);
}

#[tokio::test]
async fn choosing_a_password_ends_every_other_session() {
    let town = Town::open().await;
    let there = town.signed_in(EMPLOYEE).await;
    let link = link(&doing(&town, id(&town, EMPLOYEE).await, "link").await.is(200));
    town.visitor().post(&link, &[("password", LONG), ("again", LONG)]).await.is(303);
    assert!(!there.is_signed_in().await && !can_sign_in(&town, EMPLOYEE, PASSWORD).await);
}

#[tokio::test]
async fn what_is_wrong_with_a_person_is_said_and_kept() {
    let town = Town::open().await;
    let administrator = town.administrator().await;
    for (form, said) in [
        (person("ny", "manager", &[]), "e-postadress"),
        (person(NEW, "unit-manager", &[]), "Välj"),
        (person(NEW, "king", &[]), "finns inte bland valen"),
        (person(EMPLOYEE, "manager", &[]), "ett annat konto"),
    ] {
        let refused = administrator.post("/people/new", &form).await.is(422);
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
        assert!(refused.body.contains("value=\"Nils Ny\""), "what was written is kept");
    }
    let employee = format!("/people/{}", id(&town, EMPLOYEE).await);
    let taken = [&person(MANAGER, "employee", &[])[..], &[("action", "save")]].concat();
    assert!(administrator.post(&employee, &taken).await.is(422).body.contains("ett annat konto"));
    for gone in ["/people/999", "/people/x"] {
        administrator.post(gone, &[("action", "link")]).await.is(404);
        administrator.get(gone).await.is(404);
    }
    administrator.post(&employee, &[("action", "crown")]).await.is(422);
}

#[tokio::test]
async fn a_new_role_holds_at_once() {
    let town = Town::open().await;
    let employee = town.signed_in(EMPLOYEE).await;
    employee.get("/manage").await.is(403);
    let path = format!("/people/{}", id(&town, EMPLOYEE).await);
    let administrator = town.administrator().await;
    let save =
        |role, units: &'static [&'static str]| [&person(EMPLOYEE, role, units)[..], &[("action", "save")]].concat();
    administrator.post(&path, &save("manager", &[])).await.is(303);
    employee.get("/manage").await.is(200);
    employee.get("/insights/target").await.is(200);
    administrator.post(&path, &save("unit-manager", &["kommunikation"])).await.is(303);
    employee.get("/manage").await.is(200);
    employee.get("/insights/target").await.is(403);
    // Without its unit, a manager of some units manages nothing: never everything.
    sqlx::query("DELETE FROM account_unit").execute(&mut town.sql().await).await.expect("deleted");
    employee.get("/manage").await.is(403);
}

#[tokio::test]
async fn a_disabled_account_is_out_until_it_is_enabled() {
    let town = Town::open().await;
    let (employee, there) = (id(&town, EMPLOYEE).await, town.signed_in(EMPLOYEE).await);
    let link = link(&doing(&town, employee, "link").await.is(200));
    doing(&town, employee, "disable").await.is(303);
    assert!(!there.is_signed_in().await && !can_sign_in(&town, EMPLOYEE, PASSWORD).await);
    town.visitor().get(&link).await.is(404);
    doing(&town, employee, "link").await.is(404);
    doing(&town, employee, "enable").await.is(303);
    assert!(can_sign_in(&town, EMPLOYEE, PASSWORD).await);
    doing(&town, employee, "sign-out").await.is(303);
    assert!(!there.is_signed_in().await);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let town = Town::open().await;
    let administrator = id(&town, ADMINISTRATOR).await;
    let path = format!("/people/{administrator}");
    for form in [
        vec![("action", "disable")],
        vec![("action", "erase"), ("sure", "yes")],
        [&person(ADMINISTRATOR, "manager", &[])[..], &[("action", "save")]].concat(),
    ] {
        let refused = town.administrator().await.post(&path, &form).await.is(422);
        assert!(refused.body.contains("Ingen annan kan administrera"), "{}", refused.body);
    }
    // Somebody who has been invited and has chosen no password could not take over.
    let added = town.administrator().await.post("/people/new", &person(NEW, "administrator", &[])).await.is(200);
    town.administrator().await.post(&path, &[("action", "disable")]).await.is(422);
    town.visitor().post(&link(&added), &[("password", LONG), ("again", LONG)]).await.is(303);
    town.administrator().await.post(&path, &[("action", "disable")]).await.is(303);
    assert!(!can_sign_in(&town, ADMINISTRATOR, PASSWORD).await);
}

#[tokio::test]
async fn an_erased_person_is_gone_and_what_was_decided_stays() {
    let town = Town::open().await;
    let reference = town.published("Säkrare väg till skolan").await;
    let named =
        with(&good(), &[("title", "Lenas behov"), ("naming", "public"), ("name", "Lena Lärare"), ("email", EMPLOYEE)]);
    let employee = town.signed_in(EMPLOYEE).await;
    let handed_in = employee.call("submit", submission(&named, &new_key())).await.is(200).json();
    let handed_in = handed_in["reference"].as_str().expect("a reference");
    town.manager().await.publish(handed_in).await.is(303);
    let page = format!("/portfolio/{handed_in}");
    assert!(town.visitor().get(&page).await.body.contains("Lena Lärare"));

    let (employee, manager) = (id(&town, EMPLOYEE).await, id(&town, MANAGER).await);
    let unsure = doing(&town, employee, "erase").await.is(422);
    assert!(unsure.body.contains("Kryssa i rutan"), "{}", unsure.body);
    let administrator = town.administrator().await;
    for id in [employee, manager] {
        let path = format!("/people/{id}");
        administrator.post(&path, &[("action", "erase"), ("sure", "yes")]).await.is(303);
        administrator.get(&path).await.is(200);
        administrator.post(&path, &[("action", "link")]).await.is(404);
    }
    assert!(!town.visitor().get(&page).await.body.contains("Lena Lärare"), "the name is off the pages");
    assert!(!can_sign_in(&town, EMPLOYEE, PASSWORD).await);
    let kept: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM following WHERE email = $1) + (SELECT count(*) FROM mail_address WHERE email = $1)
            + (SELECT count(*) FROM outbox WHERE email = $1)",
    )
    .bind(EMPLOYEE)
    .fetch_one(&mut town.sql().await)
    .await
    .expect("a count");
    assert_eq!(kept, 0, "nothing is followed or mailed any longer");
    for column in ["name", "email"] {
        let left: i64 = sqlx::query_scalar(match column {
            "name" => "SELECT count(*) FROM account WHERE name IN ('Lena Lärare', 'Cilla Chef')",
            _ => "SELECT count(*) FROM submission WHERE sender_name IS NOT NULL OR sender_email IS NOT NULL",
        })
        .fetch_one(&mut town.sql().await)
        .await
        .expect("a count");
        assert_eq!(left, 0, "{column}");
    }
    let decided: i64 = sqlx::query_scalar("SELECT count(*) FROM event WHERE account = $1 AND what = 'published'")
        .bind(manager)
        .fetch_one(&mut town.sql().await)
        .await
        .expect("a count");
    assert_eq!(decided, 2, "what the manager decided stays");
    town.visitor().get(&format!("/portfolio/{reference}")).await.is(200);
    // The address is free for somebody else.
    administrator.post("/people/new", &person(EMPLOYEE, "employee", &[])).await.is(200);
}

#[tokio::test]
async fn people_and_administrators_get_what_is_kept() {
    let town = Town::open().await;
    town.published("Säkrare väg till skolan").await;
    let manager = town.manager().await;
    let own = manager.post("/account", &[("action", "export")]).await.is(200);
    assert!(own.header("content-disposition").starts_with("attachment"));
    let kept = own.json();
    assert_eq!(kept["account"]["account"]["email"], MANAGER);
    let published =
        |kept: &Value| kept["events"].as_array().expect("events").iter().any(|event| event["what"] == "published");
    assert!(published(&kept), "{kept}");
    assert!(!own.body.contains("argon2") && !own.body.contains("token"), "no secrets");
    let theirs = doing(&town, id(&town, MANAGER).await, "export").await.is(200).json();
    assert!(published(&theirs));
}

#[tokio::test]
async fn a_password_is_changed_by_whoever_knows_it() {
    let town = Town::open().await;
    let (here, there) = (town.signed_in(EMPLOYEE).await, town.signed_in(EMPLOYEE).await);
    let form = |current, new, again| {
        [("action", "password"), ("current_password", current), ("password", new), ("again", again)]
    };
    for (wrong, said) in [
        (form("ett fel lösenord", LONG, LONG), "inte ditt nuvarande"),
        (form(PASSWORD, "kort", "kort"), "12 tecken"),
        (form(PASSWORD, LONG, "ett annat långt"), "inte lika"),
        (form(PASSWORD, "password1234", "password1234"), "lätt att gissa"),
        (form(PASSWORD, "larare@example.se", "larare@example.se"), "lätt att gissa"),
    ] {
        let refused = here.post("/account", &wrong).await.is(422);
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    assert!(there.is_signed_in().await);
    here.post("/account", &form(PASSWORD, LONG, LONG)).await.is(303);
    assert!(here.is_signed_in().await && !there.is_signed_in().await);
    assert!(can_sign_in(&town, EMPLOYEE, LONG).await && !can_sign_in(&town, EMPLOYEE, PASSWORD).await);
}

#[tokio::test]
async fn sessions_are_seen_and_ended_one_by_one() {
    let town = Town::open().await;
    let (here, there, other) =
        (town.signed_in(EMPLOYEE).await, town.signed_in(EMPLOYEE).await, town.signed_in(MANAGER).await);
    let keys = async |browser: &Browser| {
        let own = browser.call("own_account", json!({})).await.is(200).json();
        let sessions = own[0]["sessions"].as_array().expect("sessions").clone();
        let keys = sessions.into_iter().map(|session| session["key"].as_str().expect("a key").to_owned());
        (keys.collect::<Vec<_>>(), own[1].as_str().expect("a key").to_owned())
    };
    let (of_employee, current) = keys(&here).await;
    assert_eq!(of_employee.len(), 2);
    assert!(of_employee.contains(&current) && current != keys(&there).await.1);
    // Nobody is signed in by a key, and nobody ends another's session.
    let by_key = town.visitor().request(Method::POST, "/api/own_account").json(&json!({}));
    Answer::of(by_key.header("cookie", format!("fyrfalt_session={current}"))).await.is(401);
    other.post("/account", &[("action", "end"), ("session", &current)]).await.is(303);
    assert!(here.is_signed_in().await);
    let elsewhere = keys(&there).await.1;
    here.post("/account", &[("action", "end"), ("session", &elsewhere)]).await.is(303);
    assert!(here.is_signed_in().await && !there.is_signed_in().await);
    let third = town.signed_in(EMPLOYEE).await;
    here.post("/account", &[("action", "end-others")]).await.is(303);
    assert!(here.is_signed_in().await && !third.is_signed_in().await && other.is_signed_in().await);
    here.post("/account", &[("action", "end"), ("session", "inget")]).await.is(303);
}

#[tokio::test]
async fn the_first_administrator_is_made_by_a_link_that_works_once() {
    let town = Town::open().await;
    let now = fyrfalt::clock::now();
    let make = async || {
        let mut tx = town.store.database().begin().await.expect("a transaction");
        let token = fyrfalt::db::links::first_administrator(&mut tx, now).await.expect("asked");
        tx.commit().await.expect("committed");
        token
    };
    assert_eq!(make().await, None, "there is somebody who administers");
    sqlx::query("UPDATE account SET administers = FALSE").execute(&mut town.sql().await).await.expect("done");
    let earlier = format!("/start/{}", make().await.expect("a token"));
    let link = format!("/start/{}", make().await.expect("a token"));
    town.visitor().get(&earlier).await.is(404);
    let browser = town.visitor();
    browser.get(&link).await.is(200);
    let form =
        |email, password| [("name", "Första Admin"), ("email", email), ("password", password), ("again", password)];
    let refused = browser.post(&link, &form("ingen adress", "kort")).await.is(422);
    assert!(refused.body.contains("Första Admin") && refused.body.contains("12 tecken"), "{}", refused.body);
    assert!(browser.post(&link, &form(EMPLOYEE, LONG)).await.is(422).body.contains("ett annat konto"));
    assert_eq!(browser.post(&link, &form("forsta@example.se", LONG)).await.leads_to(), "/people");
    browser.get("/people").await.is(200);
    town.visitor().post(&link, &form("andra@example.se", LONG)).await.is(404);
}

#[tokio::test]
async fn an_account_that_signs_in_elsewhere_is_no_longer_opened_by_what_opened_it_before() {
    let town = Town::open().await;
    let before = town.signed_in(EMPLOYEE).await;
    let identity = fyrfalt::sso::Identity {
        issuer: "https://login.example.se".to_owned(),
        subject: "lena".to_owned(),
        name: "Lena Lärare".parse().expect("a name"),
        email: EMPLOYEE.parse().expect("an address"),
        email_verified: true,
        role: Some(domain::access::Role::Employee),
    };
    let mut tx = town.store.database().begin().await.expect("a transaction");
    let entered = fyrfalt::db::single_sign_on::enter(&mut tx, &identity, fyrfalt::clock::now()).await.expect("entered");
    assert!(matches!(entered, fyrfalt::db::single_sign_on::Entered::Account(_)));
    tx.commit().await.expect("committed");
    assert!(!before.is_signed_in().await);
    assert!(!can_sign_in(&town, EMPLOYEE, PASSWORD).await);
}
