// Asks npm's registry for known weaknesses of the tools that we build and test with. None of them is part of the program.
// A registry that does not answer about weaknesses, as mirrors often do not, is said to be silent.

import { spawnSync } from 'node:child_process';

const FOLDERS = ['end2end', 'end2end/bench/js'];

for (const cwd of FOLDERS) {
  const { stdout, stderr } = spawnSync('npm', ['audit', '--json', '--package-lock-only'], { cwd, encoding: 'utf8' });
  const answer = JSON.parse(stdout.slice(Math.max(0, stdout.indexOf('{'))) || '{}');
  const found = answer.metadata?.vulnerabilities;
  if (!found) {
    const why = answer.message || answer.error?.summary || stderr.trim().split('\n').at(-1);
    console.log(`${cwd}: the registry does not tell of weaknesses (${why})`);
    continue;
  }
  console.log(`${cwd}: ${found.total} known weaknesses, ${found.high + found.critical} of them high or critical`);
  if (found.high + found.critical > 0) process.exitCode = 1;
}
