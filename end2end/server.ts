// A server of one's own: each worker starts the program with a fresh demo database, so that journeys that write never
// disturb each other.

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { addEntries } from './many';
import { freePort } from './port.mjs';

const BINARY = path.resolve(process.env.JOURNEYS_BINARY ?? '../target/release/fyrfalt');
const START_WITHIN = 20_000;
/** The PostgreSQL server that the databases are to be at, where they are not to be files (postgres.mjs). */
const POSTGRES = process.env.TEST_POSTGRES;
const call = promisify(execFile);

export class Server {
  private constructor(
    readonly url: string,
    private program: ChildProcess,
    private readonly folder: string,
    private readonly database: string,
    private readonly settings: Record<string, string>,
  ) {}

  /** A server over the demo, with `more` entries like its own, and settings of the environment. */
  static async start(more = 0, settings: Record<string, string> = {}): Promise<Server> {
    const folder = await mkdtemp(path.join(tmpdir(), 'fyrfalt-'));
    const file = path.join(folder, 'demo.db');
    const database = POSTGRES ? await newDatabase(POSTGRES) : `sqlite:${file}`;
    if (more > 0) {
      await Server.once(folder, file);
      await addEntries(file, more);
      if (POSTGRES) {
        // Entries get their logs at a start.
        await Server.once(folder, file);
        await call(BINARY, ['migrate-to', database, '--database', `sqlite:${file}`]);
      }
    }
    return Server.over(folder, database, settings);
  }

  /** Starts and stops a server over a file. */
  private static async once(folder: string, file: string) {
    const server = await Server.over(folder, `sqlite:${file}`);
    await server.exit();
  }

  private static async over(folder: string, database: string, settings: Record<string, string> = {}): Promise<Server> {
    const address = `127.0.0.1:${await freePort()}`;
    const server = new Server(`http://${address}`, run(address, database, settings), folder, database, settings);
    await server.healthy();
    return server;
  }

  /** Kills the program as a power cut would, and starts it again over the same database. */
  async killAndStartAgain() {
    const exit = once(this.program, 'exit');
    this.program.kill('SIGKILL');
    await exit;
    this.program = run(new URL(this.url).host, this.database, this.settings);
    await this.healthy();
  }

  async stop() {
    await this.exit();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async exit() {
    if (this.program.exitCode === null) {
      const exit = once(this.program, 'exit');
      this.program.kill('SIGTERM');
      await exit;
    }
  }

  private async healthy() {
    const deadline = Date.now() + START_WITHIN;
    while (Date.now() < deadline && this.program.exitCode === null) {
      const answer = await fetch(`${this.url}/health`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resume) => setTimeout(resume, 50));
    }
    await this.stop();
    throw new Error(`${BINARY} gave no healthy answer on ${this.url}/health`);
  }
}

function run(address: string, database: string, settings: Record<string, string>): ChildProcess {
  return spawn(BINARY, ['serve', '--demo', '--addr', address, '--database', database], {
    env: { ...process.env, FYRFALT_PUBLIC_URL: `http://${address}`, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

let databases = 0;

/** The address of a new database at a server. */
async function newDatabase(server: string): Promise<string> {
  const name = `journeys_${process.pid}_${(databases += 1)}`;
  await call('createdb', [`--maintenance-db=${server}/postgres`, name]);
  return `${server}/${name}`;
}
