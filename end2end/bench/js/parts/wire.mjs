// The snapshot as it is sent, beside nothing but the titles and summaries in it.

import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { DATA, serveFyrfalt } from '../common.mjs';

const PORT = 4616;
/** The server's own, in server/src/snapshot.rs. */
const QUALITY = 9;

export async function wire() {
  const stop = await serveFyrfalt(PORT);
  try {
    const { headers } = await answer('/snapshot');
    const sent = await answer(headers.location);
    if (sent.headers['content-encoding'] !== 'br') throw new Error('the snapshot is not sent as brotli');
    const records = JSON.parse(await readFile(path.join(DATA, '10000/records.json'), 'utf8'));
    const fields = ['title', 'title_en', 'summary', 'summary_en'];
    const column = (field) => records.map((record) => record[field] ?? '').join('\n');
    // Whichever packs better: entry by entry, or each field by itself.
    const rows = records.map((record) => fields.map((field) => record[field] ?? '').join('\n')).join('\n');
    const texts = Math.min(brotli(rows), brotli(fields.map(column).join('\n')));
    const plain = (await readFile(path.join(DATA, '10000/snapshot'))).length;
    return { entries: records.length, sent: sent.bytes, texts, plain, beyond: (sent.bytes - texts) / records.length };
  } finally {
    await stop();
  }
}

function brotli(text) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN } = constants;
  return brotliCompressSync(text, { params: { [BROTLI_PARAM_QUALITY]: QUALITY, [BROTLI_PARAM_LGWIN]: 24 } }).length;
}

const answer = (address) =>
  new Promise((done, failed) => {
    get(`http://127.0.0.1:${PORT}${address}`, { headers: { 'Accept-Encoding': 'br' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk) => (bytes += chunk.length));
      response.on('end', () => done({ headers: response.headers, bytes }));
    }).on('error', failed);
  });
