// `node run.mjs SCHEMATHESIS [options…]`: starts the program with its demo and has schemathesis ask it all that the
// description of the interface for programs allows, and what it does not: no answer may be a fault of ours, or another
// than the description says.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../port.mjs';

const BINARY = path.resolve(process.env.CONTRACT_BINARY ?? 'target/release/fyrfalt');
const READY_WITHIN = 20_000;
// The same questions each time.
const OPTIONS = ['--seed', '1', '--max-examples', '300', '--phases', 'examples,coverage,fuzzing', '--checks', 'all', '--workers', '2', '--no-color'];

const [schemathesis, ...more] = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'contract-'));
const address = `127.0.0.1:${await freePort()}`;
const settings = ['--demo', '--addr', address, '--database', `sqlite:${folder}/demo.db`, '--log', 'error'];
const server = spawn(BINARY, ['serve', ...settings], { stdio: ['ignore', 'inherit', 'inherit'] });
try {
  await ready();
  const description = `http://${address}/api/v1/openapi.json`;
  const program = path.resolve(schemathesis);
  // What it remembers of one run is nothing to the next.
  const asked = spawnSync(program, ['run', description, ...OPTIONS, ...more], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  process.exitCode = asked.status ?? 1;
} finally {
  const stopped = once(server, 'close');
  server.kill('SIGTERM');
  if (server.exitCode === null) await stopped;
  rmSync(folder, { recursive: true });
}

async function ready() {
  const deadline = Date.now() + READY_WITHIN;
  while (server.exitCode === null && Date.now() < deadline) {
    if (await fetch(`http://${address}/ready`).then((answer) => answer.ok, () => false)) return;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  throw new Error('the program does not start');
}
