// end2end/docs/benchmark.md and load.md, each from what was measured last of its parts.

import { readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import path from 'node:path';
import { ROOT, kept, says } from './common.mjs';

const ENTRIES = 10_000;
const GOALS = ['work, at 10,000 entries', 'must reach', 'measured', ''];
const LOAD_GOALS = ['work', 'must reach', 'measured', ''];
const INTRODUCTION = '`make bench` writes this file; every number is as measured. Times are milliseconds unless something else is said.\n';

/** A document whose parts have all been measured is written; of another the parts that miss are named. */
export async function report() {
  await write('benchmark.md', ['wasm', 'click', 'server', 'wire', 'visit', 'native'], exploring);
  await write('load.md', ['submit', 'load', 'growth'], underLoad);
}

async function write(name, names, document) {
  const part = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await kept(name)])));
  const missing = names.filter((name) => !part[name]);
  if (missing.length) {
    console.log(`end2end/docs/${name} stays as it is: not measured on this machine: ${missing.join(', ')}`);
    return;
  }
  await writeFile(path.join(ROOT, 'end2end/docs', name), await document(part));
  console.log(`All of it is in end2end/docs/${name}`);
}

async function exploring(part) {
  const at10k = part.wasm.sizes.find((size) => size.entries === ENTRIES);
  const at100k = part.wasm.sizes.find((size) => size.entries === 100_000);
  const goals = [
    ...wasmGoals(at10k, at100k),
    below('click to painted result, 4x CPU slow-down: median', part.click.painted.median, 50, 'ms'),
    below('the same: 95th percentile', part.click.painted.p95, 50, 'ms'),
    ...serverGoals(part.server.servers),
    below('snapshot on the wire, beyond title and summary, per entry', part.wire.beyond, 60, 'bytes'),
    below('first visit, all scripts and wasm, brotli', part.visit.bytes / 1000, 260, 'kB'),
    paint(part.visit),
  ];
  console.log(`\n${table(GOALS, goals)}`);
  return [
    '# Benchmark\n',
    INTRODUCTION,
    'Submissions and many clients at once are in [load](load.md).\n',
    '## Against what was asked for\n',
    table(GOALS, goals),
    ...part.wasm.sizes.map(wasmSection),
    agreement(part.wasm),
    clickSection(part.click),
    serverSection(part.server),
    wireSection(part.wire),
    visitSection(part.visit),
    nativeSection(part.native),
    await machine(part),
    await readFile(path.join(ROOT, 'end2end/bench/js/reading.md'), 'utf8'),
  ].join('\n');
}

async function underLoad(part) {
  const goals = [submitGoal(part.submit), ...loadGoals(part.load)];
  console.log(`\n${table(LOAD_GOALS, goals)}`);
  return [
    '# Load\n',
    INTRODUCTION,
    '## Against what was asked for\n',
    table(LOAD_GOALS, goals),
    submitSection(part.submit),
    loadSection(part.load),
    growthSection(part.growth),
    await machine(part),
  ].join('\n');
}

const verdict = (met) => (met ? 'met' : '**not met**');

/** A goal of being so many times faster, by medians. */
function faster(work, theirs, ours, times) {
  const ratio = theirs.median / ours.median;
  return [work, times === 1 ? 'faster' : `at least ${times}x faster`, `${show(ratio)}x (${show(ours.median)} beside ${show(theirs.median)})`, verdict(ratio >= times)];
}

const below = (work, value, limit, unit) => [work, `under ${limit} ${unit}`, `${show(value)} ${unit}`, verdict(value < limit)];

function wasmGoals({ filter, text, build }, at100k) {
  const growth = at100k && at100k.filter.fyrfalt.median / filter.fyrfalt.median;
  return [
    faster('filter + all counts + first 24, in wasm, beside itemsjs', filter.itemsjs, filter.fyrfalt, 4),
    faster('the same, beside crossfilter2', filter.crossfilter2, filter.fyrfalt, 10),
    faster('text query by prefix + all counts, beside itemsjs', text.itemsjs, text.fyrfalt, 40),
    faster("the same, beside MiniSearch's search alone", text.minisearch, text.fyrfalt, 4),
    faster('build the index from the snapshot, beside itemsjs', build.itemsjs, build.fyrfalt, 5),
    faster('the same, beside MiniSearch', build.minisearch, build.fyrfalt, 1),
    ...(growth ? [['growth of filter + counts from 10,000 to 100,000', 'at most 10x', `${show(growth)}x`, verdict(growth <= 10)]] : []),
  ];
}

function serverGoals({ fyrfalt, bare, datasette }) {
  const [share, times] = [fyrfalt.rate / bare.rate, fyrfalt.rate / datasette.rate];
  return [
    ['`/portfolio` between writes, beside the bare handler', 'at least half', `${show(share * 100)} %`, verdict(share >= 0.5)],
    ["the same, beside Datasette's table page", 'at least 20x', `${show(times)}x`, verdict(times >= 20)],
  ];
}

function submitGoal({ clients, rounds, least, most, fyrfalt, pocketbase }) {
  const times = fyrfalt.rate / pocketbase.rate;
  return [`submissions acknowledged, ${clients} clients, beside PocketBase's creates`, 'at least 2x', `${show(times)}x (${show(fyrfalt.rate)} beside ${show(pocketbase.rate)} a second); in ${rounds} turns ${show(least)}x to ${show(most)}x`, verdict(times >= 2)];
}

function loadGoals({ connections, seconds, mixed, memory, narrow }) {
  const work = `95 % reading, 5 % handing in, ${connections} connections, ${seconds} s`;
  const [before, after] = [memory[1], memory.at(-1)];
  return [
    [`${work}: errors`, '0', String(mixed.errors), verdict(mixed.errors === 0)],
    ['the same: 99th percentile beside the median', 'within 10x', `${show(mixed.p99 / mixed.median)}x (${show(mixed.p99)} beside ${show(mixed.median)})`, verdict(mixed.p99 <= 10 * mixed.median)],
    ['the same: memory after a few seconds, and at the end', 'does not grow', `${show(before)} MB, ${show(after)} MB`, verdict(after <= before * 1.1)],
    ['the same with room for 4 requests: answers, and 503 for others', 'it does not fall', `${show(narrow.rate)} answers a second, 200 afterwards`, verdict(narrow.after === 200)],
  ];
}

function paint({ with: scripts, without }) {
  const later = scripts.median - without.median;
  // Within what one frame or two are off by.
  return ['first contentful paint does not wait for them', 'as without scripts', `${show(scripts.median)} ms, without scripts ${show(without.median)} ms`, verdict(later < 50)];
}

function wasmSection({ entries, build, filter, text, shown }) {
  const rows = [
    ['filter', filter], ['text', text], ['build', build],
  ].flatMap(([work, engines]) =>
    Object.entries(engines).filter(([, times]) => times).map(([name, times]) => [
      work, name, show(times.median), show(times.p95), name === 'fyrfalt' ? '' : `${show(times.median / engines.fyrfalt?.median)}x`, String(times.count),
    ]),
  );
  const page = ['filter', 'text'].filter((work) => shown[work]).map((work) => [`${work}, with the cards and marks of a page`, 'fyrfalt', show(shown[work].median), show(shown[work].p95), '', String(shown[work].count)]);
  return `\n## In the browser, ${entries.toLocaleString('en')} entries\n\n${table(['work', 'engine', 'median', '95th percentile', "times Fyrfält's", 'samples'], [...rows, ...page])}`;
}

function agreement({ sizes, wasm, browser }) {
  const lines = sizes.flatMap(({ entries, agreement: { different, words } }) => {
    const size = `${entries.toLocaleString('en')} entries`;
    const filters = Object.entries(different).map(([name, { asked, different }]) => `- ${size}, ${name}: ${different ? `**${different}** of ${asked} filters answered differently` : `all ${asked} filters answered alike`}.`);
    if (!words) return filters;
    const missed = words.missed.length ? `**${words.missed.length}** queries missed some, such as ${words.missed.slice(0, 3).map(([text, count, first]) => `"${text}" (${count}, first ${first})`).join(', ')}` : 'Fyrfält found them all';
    return [...filters, `- ${size}, MiniSearch: ${words.asked} queries found ${words.found.toLocaleString('en')} entries by prefix in titles and summaries; ${missed}, and ${words.more.toLocaleString('en')} more (bodies, inflections, parts of compounds).`];
  });
  return `\n### Whether the answers agree\n\nOf filters the total, the count of every choice of every group and the first 24 must be the same; of words everything that MiniSearch finds must be found.\n\n${lines.join('\n')}\n\nThe engine's wasm for this page is ${show(wasm / 1000)} kB uncompressed; the browser is Chromium ${browser}.\n`;
}

function clickSection({ clicks, fetches, changed, painted, browser }) {
  const rows = [
    ['the document has changed', changed],
    ['what is in sight is painted as it stays (the main thread is done with that frame)', painted],
    ['the next frame is on the screen, as the browser says (steps of 8 ms, with what this machine\'s processor does for a graphics card)', browser],
  ];
  return `\n## From click to painted result\n\n${clicks} clicks on choices at \`/portfolio\` with 10,000 entries, processor slowed down four times by Chromium. Requests to the server meanwhile: ${fetches}.\n\n${table(['from the click until', 'median', '95th percentile'], rows.map(([name, times]) => [name, show(times.median), show(times.p95)]))}`;
}

function serverSection({ connections, seconds, rounds, page, datasettePage, servers }) {
  const names = { fyrfalt: `Fyrfält, \`/portfolio\` (${show(page / 1000)} kB)`, bare: 'bare axum handler, the same bytes', datasette: `Datasette, table page of 100 rows (${show(datasettePage / 1000)} kB)` };
  const rows = Object.entries(servers).map(([name, { rate, median, p95, errors }]) => [names[name], show(rate), show(median), show(p95), String(errors)]);
  return `\n## Pages served between writes\n\nwrk with ${connections} connections, ${rounds} turns of ${seconds} s each, one server after the other; medians of the turns. The load tool shares the machine with the servers.\n\n${table(['server', 'requests/s', 'median', '95th percentile', 'errors'], rows)}`;
}

function submitSection({ clients, seconds, rounds, pocketbaseVersion, fyrfalt, pocketbase, inserts }) {
  const row = (name, { rate, median, p95, errors }) => [name, show(rate), ...[median, p95].map((ms) => (ms === undefined ? '–' : show(ms))), String(errors ?? '–')];
  return `\n## Submissions\n\nwrk with ${clients} connections, ${rounds} turns of ${seconds} s each, one after the other; medians of the turns. Fyrfält answers when the submission is on the disk (SQLite's WAL, synced before the answer), with its entry, log and receipt. PocketBase ${pocketbaseVersion} stores one row, as it comes: WAL, synchronous NORMAL, which a power cut may take the last seconds of. The plain loop inserts one row at a time over one connection of sqlx, synchronous FULL.\n\n${table(['', 'acknowledged/s', 'median', '95th percentile', 'errors'], [row('Fyrfält, submissions', fyrfalt), row('PocketBase, records', pocketbase), row('plain loop of sqlx inserts', inserts)])}`;
}

function loadSection({ connections, seconds, mixed, memory, narrow }) {
  const row = (name, { rate, median, p95, p99, most, errors }) => [name, ...[rate, median, p95, p99, most].map(show), String(errors)];
  return `\n## Mixed load\n\nwrk with ${connections} connections: of every 200 requests ten hand in, twenty search for what nobody has searched for, the others read the start, the list, the compass, the pictures of the whole and single entries. The load tool shares the machine. Memory, in MB, every five seconds over ${seconds} s and two seconds after: ${memory.map((megabytes) => show(megabytes)).join(', ')}.\n\n${table(['', 'answers/s', 'median', '95th', '99th percentile', 'slowest', 'not 2xx or 3xx'], [row('512 requests at once, the default', mixed), row('4 requests at once, 10 s', narrow)])}`;
}

function growthSection({ seconds, placements, sizes }) {
  const sized = sizes.map(({ entries, start, memory, afterLoad, place }) => [entries.toLocaleString('en'), ...[start, memory, afterLoad, place].map(show)]);
  const rows = sizes.flatMap(({ entries, kinds }) => Object.entries(kinds).flatMap(([kind, all]) => all.map(({ clients, rate, median, p95, p99, errors }) => [
    entries.toLocaleString('en'), kind, String(clients), ...[rate, median, p95, p99].map(show), String(errors)])));
  return `\n## How cost grows\n\nOne server at a time, with so many published entries. \`start\` is until it is ready, \`place\` the median of ${placements} moves of a dot on the compass one after the other, each on the disk and in what others read when it is answered. Memory is in MB, when ready and after the load.\n\n${table(['entries', 'start', 'memory', 'after the load', 'place'], sized)}\n\nwrk, ${seconds} s each: \`kept\` is the list between writes, \`new\` a search that nobody has made before, drawn anew, \`program\` the same for programs, \`submit\` a submission that is on the disk.\n\n${table(['entries', '', 'clients', 'answers/s', 'median', '95th', '99th percentile', 'not 2xx or 3xx'], rows)}`;
}

function wireSection({ entries, sent, texts, plain, beyond }) {
  return `\n## The snapshot on the wire\n\n${table(['', 'bytes', 'per entry'], [
    ['the snapshot, uncompressed', plain, plain / entries], ['as it is sent, brotli', sent, sent / entries], ['its titles and summaries alone, brotli', texts, texts / entries], ['beyond these', sent - texts, beyond],
  ].map(([name, bytes, each]) => [name, bytes.toLocaleString('en'), show(each)]))}`;
}

function visitSection({ files, with: scripts, without }) {
  const rows = files.map(({ name, bytes }) => [name.split('/').pop(), bytes.toLocaleString('en')]);
  return `\n## The first visit\n\n${table(['file', 'bytes sent, with headers'], rows)}\n\nFirst contentful paint on a network of 1.6 Mbit/s and 150 ms: median ${show(scripts.median)} ms (95th percentile ${show(scripts.p95)}), without scripts ${show(without.median)} ms (${show(without.p95)}).\n`;
}

function nativeSection({ sizes }) {
  const rows = sizes.flatMap(({ entries, work }) => Object.entries(work).map(([name, { median, p95 }]) => [entries.toLocaleString('en'), name, show(median), show(p95)]));
  return `\n## Natively\n\nBy criterion. \`build\` is from whole entries, \`decode\` from the snapshot, \`filter\` and \`text\` a question with all counts and the first 24.\n\n${table(['entries', 'work', 'median', '95th percentile'], rows)}`;
}

async function machine(part) {
  const lock = JSON.parse(await readFile(path.join(ROOT, 'end2end/bench/js/package-lock.json'), 'utf8'));
  const version = (name) => `${name} ${lock.packages[`node_modules/${name}`].version}`;
  const rows = [
    ['processor', `${cpus()[0].model.trim()}, ${cpus().length} cores`],
    ['memory', `${show(totalmem() / 2 ** 30)} GiB`],
    ['system', `Linux ${release()}`],
    ['browser', says('/usr/bin/chromium', ['--version', '--no-sandbox'])],
    ['Rust', says('rustc', ['--version'])],
    ['Node', process.version],
    ['peers', ['itemsjs', 'crossfilter2', 'minisearch', '@orama/orama'].map(version).join(', ')],
    ['Fyrfält', says('git', ['rev-parse', '--short', 'HEAD'])],
    ['measured', Object.entries(part).filter(([, one]) => one).map(([name, { at }]) => `${name} ${at.slice(0, 16).replace('T', ' ')}`).join(', ') + ' (UTC)'],
  ];
  return `\n## The machine\n\n${table(['', ''], rows)}\n`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Three digits that mean something. */
function show(value) {
  if (value === undefined || Number.isNaN(value)) return '';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
