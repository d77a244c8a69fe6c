// `node postgres.mjs <command…>`: runs a command beside a PostgreSQL server of its own, on loopback and in a temporary
// folder, and ends both. The command finds the server in TEST_POSTGRES, such as postgres://postgres@127.0.0.1:40123, and
// in TEST_POSTGRES_CA the certificate of the authority that vouches for it. Nothing is encrypted that does not ask for it.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './port.mjs';

const DEBIAN = '/usr/lib/postgresql';
const READY_WITHIN = 30_000;
// Everything is thrown away afterwards, so nothing need be safe from a power cut.
const SETTINGS = ['fsync=off', 'max_connections=300', 'ssl=on'];

const newest = readdirSync(DEBIAN).sort((one, other) => other - one)[0];
const program = (name) => path.join(DEBIAN, newest, 'bin', name);
const folder = mkdtempSync(path.join(tmpdir(), 'postgres-'));
const data = path.join(folder, 'data');

// It refuses to run as root, whom CI is.
const owner = process.getuid() === 0 ? ownerOf('postgres') : {};
if (owner.uid) chownSync(folder, owner.uid, owner.gid);

let status = 1;
try {
  const made = ['--pgdata', data, '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--auth', 'trust', '--username', 'postgres'];
  execFileSync(program('initdb'), made, { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const authority = certify(data);
  const port = await freePort();
  const where = ['-D', data, '-h', '127.0.0.1', '-p', port, '-k', folder, ...SETTINGS.flatMap((setting) => ['-c', setting])];
  const server = spawn(program('postgres'), where, { ...owner, cwd: folder, stdio: 'ignore' });
  await ready(server, port);
  const [command, ...rest] = process.argv.slice(2);
  const env = {
    ...process.env,
    TEST_POSTGRES: `postgres://postgres@127.0.0.1:${port}`,
    TEST_POSTGRES_CA: authority,
    PGSSLMODE: 'disable',
  };
  const child = spawn(command, rest, { env, stdio: 'inherit' });
  const [code] = await Promise.race([once(child, 'close'), once(server, 'close').then(() => Promise.reject(Error('PostgreSQL has stopped')))]);
  status = code ?? 1;
  const stopped = once(server, 'close');
  server.kill('SIGINT');
  await stopped;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(status);

function ownerOf(name) {
  const id = (flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Gives the server a certificate, and the file of the authority's that stands behind it. */
function certify(folder) {
  const certificate = (name, subject, ...more) => {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', `${name}.key`];
    const asked = ['req', '-x509', ...key, '-subj', subject, '-days', '2', '-out', `${name}.crt`, ...more];
    execFileSync('openssl', asked, { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  certificate('authority', '/CN=Authority of the tests');
  const leaf = ['subjectAltName=IP:127.0.0.1', 'basicConstraints=critical,CA:FALSE'].flatMap((text) => ['-addext', text]);
  certificate('server', '/CN=127.0.0.1', '-CA', 'authority.crt', '-CAkey', 'authority.key', ...leaf);
  return path.join(folder, 'authority.crt');
}

async function ready(server, port) {
  const deadline = Date.now() + READY_WITHIN;
  while (server.exitCode === null && Date.now() < deadline) {
    try {
      execFileSync(program('pg_isready'), ['-q', '-h', '127.0.0.1', '-p', port]);
      return;
    } catch {
      await new Promise((resume) => setTimeout(resume, 100));
    }
  }
  throw new Error('PostgreSQL did not start');
}
