// How cost grows with the portfolio, from 1,000 to 100,000 entries, and with those who use it at once, from 1 to 200.

import { cp, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { BINARY, DATA, ROOT, SIZES, megabytes, quantile, says, start } from '../common.mjs';

const CLIENTS = [1, 8, 32, 200];
const KINDS = ['kept', 'new', 'program', 'submit'];
const SECONDS = 4;
const PLACEMENTS = 20;
const PORT = 4623;
const SITE = `http://127.0.0.1:${PORT}`;
const SCRIPT = path.join(ROOT, 'end2end/bench/js/parts/growth.lua');
const [EMAIL, PASSWORD] = ['bench@example.se', 'en-ganska-lang-matning'];

export async function growth() {
  const sizes = [];
  for (const entries of SIZES) sizes.push(await grown(entries));
  return { seconds: SECONDS, placements: PLACEMENTS, sizes };
}

async function grown(entries) {
  const folder = await mkdtemp(path.join(DATA, 'growth-'));
  const database = `sqlite:${folder}/fyrfalt.db`;
  // What is measured writes: the next time begins with the same.
  await cp(path.join(DATA, String(entries), 'fyrfalt.db'), `${folder}/fyrfalt.db`);
  execFileSync(BINARY, ['user', 'add', '--database', database, '--email', EMAIL, '--name', 'Bench', '--role', 'manager', '--password-stdin'], { input: `${PASSWORD}\n` });
  const began = performance.now();
  const stop = await start(BINARY, ['serve', '--addr', `127.0.0.1:${PORT}`, '--database', database, '--log', 'error', '--submissions-per-hour', '4000000000', '--metrics-addr', `127.0.0.1:${PORT + 10}`], `${SITE}/ready`);
  try {
    const started = performance.now() - began;
    const memory = await megabytes(PORT + 10);
    const place = await placing();
    const kinds = Object.fromEntries(KINDS.map((kind) => [kind, CLIENTS.map((clients) => ({ clients, ...load(kind, clients) }))]));
    return { entries, start: started, memory, place, kinds, afterLoad: await megabytes(PORT + 10) };
  } finally {
    await stop();
    await rm(folder, { recursive: true });
  }
}

function load(kind, clients) {
  const told = says('wrk', ['-t1', `-c${clients}`, `-d${SECONDS}s`, '--timeout', '30s', '-s', SCRIPT, SITE, '--', kind]);
  return JSON.parse(told.slice(told.indexOf('{"')));
}

/** The median of moves of one dot, in milliseconds. */
async function placing() {
  const signedIn = await fetch(`${SITE}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ email: EMAIL, password: PASSWORD }),
  });
  if (signedIn.status !== 303) throw new Error(`signing in: ${signedIn.status}`);
  const cookie = signedIn.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  const { entries } = await (await fetch(`${SITE}/api/v1/entries?page_size=1`)).json();
  const times = [];
  for (let seen = 0; seen < PLACEMENTS; seen += 1) {
    const at = performance.now();
    const answer = await fetch(`${SITE}/api/place`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', Cookie: cookie },
      body: JSON.stringify({ reference: entries[0].reference, placing: { to: { x: seen / 100, y: 0.1 }, seen } }),
    });
    if (!answer.ok) throw new Error(`placing: ${answer.status} ${await answer.text()}`);
    await answer.text();
    times.push(performance.now() - at);
  }
  return quantile(times, 0.5);
}
