// Fills a demo database with entries like its own, spread around them on the compass: what is for many cannot be seen
// with forty.

import { readFile, writeFile } from 'node:fs/promises';
import initSqlJs from 'sql.js';

/** Where SQLite notes how a file is written and read: 1 is the old way, the only one that this library knows. */
const [WRITE_VERSION, READ_VERSION] = [18, 19];

/** The references that they get, from the one after `BEFORE`. */
const [YEAR, BEFORE] = [2025, 100];

/** Adds entries to the database of a server that does not run. The same number gives the same entries. */
export async function addEntries(file: string, count: number) {
  const bytes = await readFile(file);
  bytes[WRITE_VERSION] = bytes[READ_VERSION] = 1;
  const SQL = await initSqlJs();
  const database = new SQL.Database(bytes);
  const entries = database.exec("SELECT * FROM entry WHERE decision = 'published' ORDER BY reference")[0];
  const units = database.exec('SELECT slug FROM unit ORDER BY position')[0].values.flat();
  const insert = database.prepare(`INSERT INTO entry (${entries.columns}) VALUES (${entries.columns.map(() => '?')})`);
  const random = randomness();
  database.run('BEGIN');
  for (let number = 1; number <= count; number += 1) {
    const reference = `${YEAR}-${String(number + BEFORE).padStart(4, '0')}`;
    const like = entries.values[number % entries.values.length];
    const of = (column: string) => Number(like[entries.columns.indexOf(column)]);
    const [x, y] = nearby(of('x'), of('y'), random);
    const changed: Record<string, string | number> = { reference, x, y, title_sv: `Post nummer ${number} av många` };
    insert.run(entries.columns.map((column, place) => changed[column] ?? like[place]));
    database.run('INSERT INTO entry_unit VALUES (?, ?, 0)', [reference, units[Math.floor(random() * units.length)]]);
  }
  const counted = 'INSERT INTO reference_counter VALUES (?, ?) ON CONFLICT (year) DO UPDATE SET latest = excluded.latest';
  database.run(counted, [YEAR, BEFORE + count]);
  database.run('COMMIT');
  await writeFile(file, database.export());
  database.close();
}

/** A place of the diamond within a fifth of another. */
function nearby(x: number, y: number, random: () => number): [number, number] {
  const near = (coordinate: number) => Math.round((coordinate + (random() - 0.5) * 0.4) * 1000) / 1000;
  for (;;) {
    const [across, up] = [near(x), near(y)];
    if (Math.abs(across) + Math.abs(up) <= 1) return [across, up];
  }
}

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function randomness() {
  let state = 42;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
