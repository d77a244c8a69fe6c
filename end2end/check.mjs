// `make test`: runs every check to its end, even after a failure, and closes with the sums and with what took how long.
// Each check's own output is shown as it comes; what is counted is read from the tools, never guessed.

import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

const REPORT = 'end2end/test-results/journeys.json';
const WASM = '--target wasm32-unknown-unknown --features hydrate';
// The documentation is for those who work on the code: it shows private items, so links to them are fine.
const RUSTDOCFLAGS = '-D warnings -A rustdoc::private_intra_doc_links';

// What `cargo test` builds to try the program is what journeys run on too. It holds the browser's part as it is released;
// optimising the server once more would take a third of the time that all of this takes.
const BUILD = 'Build';
const BINARY = `${process.cwd()}/target/debug/fyrfalt`;
const ON_THE_BUILD = { JOURNEYS_BINARY: BINARY, CONTRACT_BINARY: BINARY };

// Making the browser's part keeps one core busy for minutes, and these have nothing to do with its files.
const MEANWHILE = [
  ['Format', 'cargo fmt --all --check'],
  ['Lint the browser part', `cargo clippy -p app --lib ${WASM} -- -D warnings`],
  ['Supply chain', 'make supply'],
];
const THEN = [
  ['Lint the server', 'cargo clippy --workspace --all-targets --features app/ssr -- -D warnings'],
  ['Documentation', 'cargo doc --workspace --no-deps --document-private-items --features app/ssr', { RUSTDOCFLAGS }],
  [BUILD, 'make site && cargo test --quiet --workspace --features app/ssr --no-run'],
  ['Interface for programs', 'node end2end/contract/run.mjs .tools/contract/bin/schemathesis', ON_THE_BUILD],
];

const sums = [{ name: 'Checks', passed: 0, failed: 0, skipped: 0 }];
const failures = [];
const times = [];

await Promise.all([check('Browser part', 'make site'), inOrder(MEANWHILE)]);
await inOrder(THEN);

const TESTS = [
  ['Rust tests', 'cargo test --workspace --features app/ssr --no-fail-fast'],
  ['Rust, PostgreSQL', 'make postgres-tests'],
];
for (const [name, command] of TESTS) {
  const { ok, output } = await run(name, command);
  record(name, ok, countRust(output));
}

// Each journey runs on both databases and at both widths, but twice and not four times: what a width changes is the
// browser's part, which is the same on both.
const JOURNEYS = [
  ['Journeys', 'cd end2end && node_modules/.bin/playwright test --project desktop'],
  ['Journeys, PostgreSQL', 'cd end2end && node postgres.mjs node_modules/.bin/playwright test --project phone'],
];
for (const [name, command] of JOURNEYS) {
  await rm(REPORT, { force: true });
  const ok = canRun(ON_THE_BUILD) && (await run(name, command, ON_THE_BUILD)).ok;
  const report = await readFile(REPORT, 'utf8').then(JSON.parse, () => null);
  record(name, ok, report && countJourneys(report.stats));
  for (const line of report ? troubles(report) : []) console.log(line);
}

const total = { name: 'Total', passed: 0, failed: 0, skipped: 0 };
for (const sum of sums) for (const key of ['passed', 'failed', 'skipped']) total[key] += sum[key];

console.log(failures.length ? `\nFailed: ${failures.join(', ')}` : '\nAll is well');
for (const { name, passed, failed, skipped } of [...sums, total]) {
  console.log(`${name.padEnd(22)}${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
}
console.log(`\nSeconds: ${times.map(({ name, seconds }) => `${name} ${seconds}`).join(', ')}`);
process.exitCode = total.failed ? 1 : 0;

async function inOrder(checks) {
  for (const [name, command, env] of checks) await check(name, command, env);
}

async function check(name, command, env) {
  const ok = canRun(env) && (await run(name, command, env)).ok;
  sums[0][ok ? 'passed' : 'failed'] += 1;
  if (!ok) failures.push(name);
}

/** Where the build failed, an older program would answer for code that it does not hold. */
function canRun(env) {
  return env !== ON_THE_BUILD || !failures.includes(BUILD);
}

/** A group that fails without a failed test (it did not build, or crashed) counts as one failure. */
function record(name, ok, counts) {
  const sum = { name, passed: 0, failed: 0, skipped: 0, ...counts };
  if (!ok && !sum.failed) sum.failed = 1;
  if (sum.failed) failures.push(name);
  sums.push(sum);
}

/** Adds up libtest's lines, one for each test program: "test result: ok. 12 passed; 0 failed; 1 ignored; …". */
function countRust(output) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [, passed, failed, ignored] of output.matchAll(/^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/gm)) {
    counts.passed += Number(passed);
    counts.failed += Number(failed);
    counts.skipped += Number(ignored);
  }
  return counts;
}

function countJourneys({ expected, unexpected, flaky, skipped }) {
  return { passed: expected + flaky, failed: unexpected, skipped };
}

/** A line for each journey that failed, or passed only when tried again: where a log is cut, these still stand in it. */
function* troubles(suite) {
  for (const inner of suite.suites ?? []) yield* troubles(inner);
  for (const { title, file, line, tests } of suite.specs ?? []) {
    for (const { projectName, status, results } of tests) {
      if (status !== 'unexpected' && status !== 'flaky') continue;
      const why = results.flatMap(({ errors }) => errors).map(({ message }) => stripVTControlCharacters(message))[0];
      const [first, ...more] = (why ?? 'no reason given').split('\n').filter(Boolean);
      const told = [first, ...more.filter((text) => /^\s*(Locator|Expected|Received|- waiting)/.test(text))].join(' | ');
      yield `${status === 'flaky' ? 'Passed when tried again' : 'Failed'}: [${projectName}] ${file}:${line} ${title}: ${told.slice(0, 300)}`;
    }
  }
}

/** Runs a shell command, showing its output and keeping what it wrote to stdout. */
function run(name, command, env = {}) {
  console.log(`\n\x1b[1m${name}\x1b[0m  ${command}`);
  const begun = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      output += chunk;
    });
    child.on('close', (code) => {
      times.push({ name, seconds: Math.round((performance.now() - begun) / 1000) });
      resolve({ ok: code === 0, output });
    });
  });
}
