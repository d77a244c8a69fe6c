//! The engine natively: building it from entries, writing and reading the snapshot, filters and words.

use bench::{
    entries::{Broken, entries, taxonomies},
    questions::{self, Question},
    record,
};
use criterion::{BatchSize, Criterion};
use domain::{filter::Filter, language::Language, portfolio::Portfolio};
use std::{hint::black_box, time::Duration};

fn main() -> Result<(), Broken> {
    let mut criterion = Criterion::default()
        .configure_from_args()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    for count in [1_000, 10_000, 100_000] {
        measure(&mut criterion, count)?;
    }
    criterion.final_summary();
    Ok(())
}

fn measure(criterion: &mut Criterion, count: usize) -> Result<(), Broken> {
    let (entries, taxonomies) = (entries(count)?, taxonomies()?);
    let records = record::records(&entries);
    let filters = parse(&questions::filters(200, &taxonomies, &records));
    let texts = parse(&questions::texts(200, &records)?);
    let portfolio = Portfolio::new(&entries, taxonomies.clone());
    let snapshot = portfolio.encode();
    let mut group = criterion.benchmark_group(count.to_string());
    group.sample_size(if count > 10_000 { 10 } else { 20 });
    group.bench_function("build", |bencher| {
        bencher.iter_batched(|| taxonomies.clone(), |lists| Portfolio::new(&entries, lists), BatchSize::LargeInput);
    });
    group.bench_function("encode", |bencher| bencher.iter(|| portfolio.encode()));
    group.bench_function("decode", |bencher| bencher.iter_with_large_drop(|| Portfolio::decode(&snapshot)));
    for (name, asked) in [("filter", &filters), ("text", &texts)] {
        let mut questions = asked.iter().cycle();
        group.bench_function(name, |bencher| {
            bencher.iter(|| questions.next().map(|filter| answer(&portfolio, black_box(filter))));
        });
    }
    group.finish();
    Ok(())
}

fn parse(questions: &[Question]) -> Vec<Filter> {
    questions.iter().map(|question| Filter::parse(&question.query).filter).collect()
}

/// All counts and the first page.
fn answer(portfolio: &Portfolio, filter: &Filter) -> usize {
    let found = portfolio.find(filter);
    found.groups().len() + found.numbers(1, 24, Language::Swedish).len()
}
