// `/portfolio` between writes, beside a bare handler of the same bytes and Datasette's page of the same rows.

import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DATA, ROOT, pause, quantile, run, says, serveFyrfalt, start } from '../common.mjs';

const DATASETTE = '0.65.5';
const CONNECTIONS = 32;
const SECONDS = 5;
const ROUNDS = 5;
const [OURS, BARE, THEIRS] = [4613, 4614, 4615];

export async function server() {
  const datasette = install();
  const stops = [await serveFyrfalt(OURS)];
  try {
    const html = Buffer.from(await (await fetch(`http://127.0.0.1:${OURS}/portfolio`, { headers: { 'Accept-Encoding': 'identity' } })).arrayBuffer());
    const file = path.join(DATA, 'portfolio.html');
    await writeFile(file, html);
    run('cargo', ['build', '-q', '--release', '-p', 'bench', '--example', 'bare']);
    const urls = {
      fyrfalt: `http://127.0.0.1:${OURS}/portfolio`,
      bare: `http://127.0.0.1:${BARE}/portfolio`,
      datasette: `http://127.0.0.1:${THEIRS}/plain/entry`,
    };
    stops.push(await start('target/release/examples/bare', [`127.0.0.1:${BARE}`, file], urls.bare));
    stops.push(await start(datasette, ['serve', path.join(DATA, '10000/plain.db'), '-h', '127.0.0.1', '-p', String(THEIRS)], urls.datasette));
    const bytes = (await (await fetch(urls.datasette)).text()).length;
    return { connections: CONNECTIONS, seconds: SECONDS, rounds: ROUNDS, page: html.length, datasettePage: bytes, ...(await interleaved(urls)) };
  } finally {
    for (const stop of stops) await stop();
  }
}

async function interleaved(urls) {
  const all = {};
  for (const url of Object.values(urls)) load(url, 1);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, url] of Object.entries(urls)) {
      (all[name] ??= []).push(load(url, SECONDS));
      await pause(300);
    }
  }
  const each = ([name, list]) => {
    const of = (field) => quantile(list.map((one) => one[field]), 0.5);
    return [name, { rate: of('rate'), median: of('median'), p95: of('p95'), errors: list.reduce((sum, one) => sum + one.errors, 0) }];
  };
  return { servers: Object.fromEntries(Object.entries(all).map(each)) };
}

/** wrk's measure of an address: requests a second, and milliseconds. autocannon, in JavaScript, was slower than the
 * servers it should load. */
function load(url, seconds) {
  const script = path.join(ROOT, 'end2end/bench/js/parts/load.lua');
  const told = says('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', script, url]);
  return JSON.parse(told.slice(told.indexOf('{"')));
}

/** Datasette in a Python environment of its own. */
function install() {
  const folder = path.join(ROOT, `.tools/datasette-${DATASETTE}`);
  const program = path.join(folder, 'bin/datasette');
  if (!existsSync(program)) {
    run('python3', ['-m', 'venv', folder]);
    run(path.join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', `datasette==${DATASETTE}`]);
  }
  return program;
}
