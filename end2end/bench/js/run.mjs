// `make bench`: measures every part that is named, or all, and writes end2end/docs/benchmark.md and load.md from what was
// measured last of each.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { DATA, SIZES, keep, run } from './common.mjs';
import { click } from './parts/click.mjs';
import { growth } from './parts/growth.mjs';
import { load } from './parts/load.mjs';
import { native } from './parts/native.mjs';
import { server } from './parts/server.mjs';
import { submit } from './parts/submit.mjs';
import { visit } from './parts/visit.mjs';
import { wasm } from './parts/wasm.mjs';
import { wire } from './parts/wire.mjs';
import { report } from './report.mjs';

const parts = { wasm, click, server, submit, load, growth, wire, visit, native };
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !parts[name] && name !== 'report');
if (unknown.length) {
  console.error(`there is no part ${unknown.join(', ')}: ${Object.keys(parts).join(', ')}, report`);
  process.exit(1);
}

makeData();
for (const name of asked.length ? asked : Object.keys(parts)) {
  if (name === 'report') continue;
  console.log(`\x1b[1m${name}\x1b[0m`);
  const at = new Date().toISOString();
  await keep(name, { at, ...(await parts[name]()) });
}
await report();

/** The portfolios are always the same, but what they are written with may have changed: they are made anew, except the
 * databases, which take a minute and are removed by `make clean`. */
function makeData() {
  console.log('\x1b[1mMaking portfolios of 1,000, 10,000 and 100,000 entries\x1b[0m');
  run('cargo', ['run', '-q', '--release', '-p', 'bench', '--bin', 'bench', '--', DATA, ...SIZES.map(String)]);
  for (const entries of SIZES) {
    const folder = path.join(DATA, String(entries));
    if (existsSync(path.join(folder, 'plain.db'))) continue;
    run('cargo', ['run', '-q', '--release', '-p', 'bench', '--example', 'database', '--', folder, String(entries)]);
  }
}
