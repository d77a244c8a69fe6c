// What the parts share: where things lie, programs, a browser, a loopback server for a page, and sums.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

export const HERE = path.dirname(fileURLToPath(import.meta.url));
export const ROOT = path.resolve(HERE, '../../..');
/** How many entries the portfolios have that are measured. */
export const SIZES = [1000, 10_000, 100_000];
export const DATA = path.join(ROOT, 'target/bench');
export const BINARY = process.env.BENCH_BINARY ?? path.join(ROOT, 'target/release/fyrfalt');

/** Runs a program to its end, showing what it says. */
export function run(program, args, options = {}) {
  return execFileSync(program, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], maxBuffer: 1 << 28, ...options });
}

/** What a program says. */
export function says(program, args) {
  return run(program, args, { stdio: ['ignore', 'pipe', 'inherit'] }).toString().trim();
}

/** Starts a program that stays, and waits until it answers at the address. */
export async function start(program, args, address) {
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) break;
    if (await fetch(address).then((answer) => answer.ok, () => false)) return () => stop(child);
    await pause(100);
  }
  await stop(child);
  throw new Error(`${program} does not answer at ${address}`);
}

async function stop(child) {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

export const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));

/** The release server over the made-up portfolio of 10,000. */
export function serveFyrfalt(port) {
  const database = `sqlite:${path.join(DATA, '10000/fyrfalt.db')}`;
  return start(BINARY, ['serve', '--addr', `127.0.0.1:${port}`, '--database', database, '--log', 'error'], `http://127.0.0.1:${port}/health`);
}

export function openBrowser() {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--js-flags=--expose-gc'];
  return chromium.launch({ executablePath: '/usr/bin/chromium', args });
}

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' };

/** Serves folders on loopback, isolated so that the browser's clock shows microseconds. */
export async function serveFiles(port, folders) {
  const server = createServer(async (request, response) => {
    for (const folder of folders) {
      const bytes = await readFile(path.join(folder, path.normalize(request.url))).catch(() => null);
      if (!bytes) continue;
      response.writeHead(200, {
        'Content-Type': TYPES[path.extname(request.url)] ?? 'application/octet-stream',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      });
      return response.end(bytes);
    }
    response.writeHead(404).end();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
}

/** The memory of the server in megabytes, as it tells of itself. */
export async function megabytes(port) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)[1]) / 1e6;
}

/** The value that a share of all lie below. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}

export const sums = (values) => ({ median: quantile(values, 0.5), p95: quantile(values, 0.95), count: values.length });

const place = (name) => path.join(DATA, 'results', `${name}.json`);

export async function keep(name, result) {
  await mkdir(path.dirname(place(name)), { recursive: true });
  await writeFile(place(name), JSON.stringify(result, null, 1));
}

export const kept = (name) => readFile(place(name), 'utf8').then(JSON.parse, () => null);
