//! Numbers for those who watch over the server, in Prometheus' format and at an address of their own: they are nobody
//! else's business.

use crate::db::{Store, outbox};
use anyhow::Context;
use axum::{
    Router,
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::time::Duration;

const ANSWERED: &str = "fyrfalt_http_request_duration_seconds";
const SHED: &str = "fyrfalt_http_requests_shed_total";
const ENTRIES: &str = "fyrfalt_published_entries";
const BACKED_UP: &str = "fyrfalt_backup_timestamp_seconds";
const MAILS: &str = "fyrfalt_mails";

/// From a millisecond to longer than any request may take.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// Begins to count, and gives what answers whoever asks for the numbers.
///
/// # Errors
/// When something counts already.
pub fn begin(store: Store) -> anyhow::Result<Router> {
    let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(ANSWERED.to_owned()), &SECONDS)?;
    let handle = builder.install_recorder().context("the numbers cannot be counted")?;
    describe_histogram!(ANSWERED, "How long answers took, by method, route and status");
    describe_counter!(SHED, "Requests that were turned away because too many were under way");
    describe_gauge!(ENTRIES, "Entries that are published");
    describe_gauge!(BACKED_UP, "When the latest backup was made, of those that the server makes by itself");
    describe_gauge!(MAILS, "Mails by state: waiting or failed");
    // What has not happened yet is told as well, so that an alarm sees the first time.
    counter!(SHED).absolute(0);
    metrics_process::Collector::default().describe();
    Ok(Router::new().route("/metrics", get(numbers)).with_state((store, handle)))
}

async fn numbers(State((store, handle)): State<(Store, PrometheusHandle)>) -> Response {
    metrics_process::Collector::default().collect();
    gauge!(ENTRIES).set(f64::from(u32::try_from(store.portfolio().len()).unwrap_or(u32::MAX)));
    let counted = async {
        let mut conn = store.database().reader.acquire().await?;
        outbox::counts(&mut conn).await
    };
    // What cannot be read now is left as it was: that the store is broken is told elsewhere.
    if let Ok(counts) = counted.await {
        gauge!(MAILS, "state" => "waiting").set(f64::from(counts.waiting));
        gauge!(MAILS, "state" => "failed").set(f64::from(counts.failed));
    }
    handle.run_upkeep();
    (StatusCode::OK, [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render()).into_response()
}

/// Counts an answer.
pub fn answered(method: &'static str, route: &str, status: u16, took: Duration) {
    let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.to_string())];
    histogram!(ANSWERED, &labels).record(took);
}

/// Notes when the latest backup was made, in seconds since 1970; 0 where there is none.
#[expect(clippy::cast_precision_loss, reason = "seconds since 1970 have room in it for millions of years")]
pub fn backed_up(at: i64) {
    gauge!(BACKED_UP).set(at as f64);
}

/// Counts a request that was turned away.
pub fn shed() {
    counter!(SHED).increment(1);
}
