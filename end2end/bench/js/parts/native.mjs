// The engine natively, by criterion.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT, quantile, run } from '../common.mjs';

export async function native() {
  run('cargo', ['bench', '-q', '-p', 'bench', '--bench', 'engine', '--', '--noplot', '--quiet']);
  const sizes = [];
  for (const count of ['1000', '10000', '100000']) {
    const work = {};
    for (const name of ['build', 'encode', 'decode', 'filter', 'text']) {
      const file = path.join(ROOT, 'target/criterion', count, name, 'new/sample.json');
      const { iters, times } = JSON.parse(await readFile(file, 'utf8'));
      const each = times.map((time, place) => time / iters[place] / 1e6);
      work[name] = { median: quantile(each, 0.5), p95: quantile(each, 0.95) };
    }
    sizes.push({ entries: Number(count), work });
  }
  return { sizes };
}
