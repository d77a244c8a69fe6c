// Sustained mixed load: of every twenty requests nineteen read and one hands in, over 200 connections for a minute; and
// how much memory the server has before, meanwhile and after. Then more than it has room for.

import { mkdtemp, rm } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { BINARY, DATA, ROOT, megabytes, pause, says, start } from '../common.mjs';

const CONNECTIONS = 200;
const SECONDS = 60;
const [PORT, NARROW] = [4621, 4622];
const SCRIPT = path.join(ROOT, 'end2end/bench/js/parts/mixed.lua');

export async function load() {
  const folder = await mkdtemp(path.join(DATA, 'load-'));
  const serve = (port, more) => start(BINARY, ['serve', '--demo', '--addr', `127.0.0.1:${port}`, '--database', `sqlite:${folder}/${port}.db`, '--log', 'error', '--submissions-per-hour', '4000000000', ...more], `http://127.0.0.1:${port}/ready`);
  const stops = [await serve(PORT, ['--metrics-addr', `127.0.0.1:${PORT + 10}`]), await serve(NARROW, ['--requests-at-once', '4'])];
  try {
    const { entries } = await (await fetch(`http://127.0.0.1:${PORT}/api/v1/entries?page_size=48`)).json();
    const references = entries.map(({ reference }) => reference);
    wrk(PORT, 5, references);
    const memory = [await megabytes(PORT + 10)];
    const sampling = sample(memory, PORT + 10);
    const mixed = await wrkBeside(PORT, SECONDS, references);
    await sampling.stop();
    await pause(2000);
    memory.push(await megabytes(PORT + 10));
    // As many as before, where four have room.
    const narrow = await wrkBeside(NARROW, 10, references);
    const after = (await fetch(`http://127.0.0.1:${NARROW}/sign-in`)).status;
    return { connections: CONNECTIONS, seconds: SECONDS, mixed, memory, narrow: { ...narrow, after } };
  } finally {
    for (const stop of stops) await stop();
    await rm(folder, { recursive: true });
  }
}

const argumentsOf = (port, seconds, references) => ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--timeout', '30s', '-s', SCRIPT, `http://127.0.0.1:${port}`, '--', ...references];
const read = (told) => JSON.parse(told.slice(told.indexOf('{"')));

function wrk(port, seconds, references) {
  return read(says('wrk', argumentsOf(port, seconds, references)));
}

/** The same, while this program does other things. */
function wrkBeside(port, seconds, references) {
  const child = spawn('wrk', argumentsOf(port, seconds, references), { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.on('data', (chunk) => { told += chunk; });
  return new Promise((resolve) => child.on('close', () => resolve(read(told))));
}

function sample(memory, port) {
  let on = true;
  const loop = (async () => {
    while (on) {
      await pause(5000);
      if (on) memory.push(await megabytes(port));
    }
  })();
  return { stop: () => { on = false; return loop; } };
}
