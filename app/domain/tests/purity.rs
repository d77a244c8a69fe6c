//! The rules know nothing of the web or of SQL, and stay that way.

#[test]
fn the_domain_depends_on_no_framework_and_no_database() {
    let manifest = include_str!("../Cargo.toml");
    for foreign in ["leptos", "axum", "sqlx", "tokio", "web-sys", "wasm-bindgen"] {
        assert!(!manifest.contains(foreign), "the domain must not depend on {foreign}");
    }
}
