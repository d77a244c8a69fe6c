// What runs in the browser: builds every engine, asks all of them the same, one after the other, and compares what they
// answer.

import init, { Engine } from './engine.js';
import { crossfilter2, itemsJs, miniSearch, miniSearchCounted, orama } from './peers.js';

const now = () => performance.now();
const json = async (path) => (await fetch(path)).json();

/** Fyrfält's engine, in the shape of the peers. */
function fyrfalt(snapshot) {
  const engine = Engine.load(snapshot);
  const names = engine.choices();
  return {
    engine,
    prepare: ({ query }) => query,
    ask: (query) => engine.explore(query),
    read: ([total, ...rest]) => ({
      total,
      counts: names.map((name, place) => [name, rest[place]]).filter(([, count]) => count),
      first: rest.slice(names.length).map(reference),
    }),
  };
}

const reference = (number) => `${Math.floor(number / 1e6)}-${String(number % 1e6).padStart(4, '0')}`;

/** Measures at one size. `peers` are the engines to measure beside Fyrfält's. */
globalThis.measure = async ({ folder, peers, rounds, passes, textPasses }) => {
  await init();
  const snapshot = new Uint8Array(await (await fetch(`${folder}/snapshot`)).arrayBuffer());
  const [records, filters, texts] = await Promise.all(['records', 'filters', 'texts'].map((name) => json(`${folder}/${name}.json`)));
  const makers = {
    fyrfalt: () => fyrfalt(snapshot),
    itemsjs: (own) => itemsJs(own),
    crossfilter2: (own) => crossfilter2(own),
    minisearch: (own) => miniSearch(own),
    'minisearch with bodies': (own) => miniSearch(own, ['title', 'summary', 'title_en', 'summary_en', 'body']),
    orama: (own) => orama(own),
  };
  const names = ['fyrfalt', ...peers];
  const built = {};
  const build = {};
  for (let round = 0; round < rounds; round++) {
    for (const name of turned(names, round)) {
      built[name]?.engine?.free();
      const own = structuredClone(records);
      const start = now();
      built[name] = await makers[name](own);
      (build[name] ??= []).push(now() - start);
    }
  }
  if (built.minisearch) built['minisearch and counts'] = miniSearchCounted(built.minisearch, records);
  const only = (...wanted) => wanted.filter((name) => built[name]);
  const filter = ask(built, only('fyrfalt', 'itemsjs', 'crossfilter2', 'orama'), filters, passes);
  const text = ask(built, only('fyrfalt', 'itemsjs', 'minisearch', 'minisearch and counts', 'minisearch with bodies', 'orama'), texts, textPasses);
  const { engine } = built.fyrfalt;
  built.shown = { prepare: ({ query }) => query, ask: (query) => engine.show(query) };
  const shown = { filter: ask(built, ['shown'], filters, passes).shown, text: ask(built, ['shown'], texts, textPasses).shown };
  return { entries: records.length, build, filter, text, shown, agreement: agree(built, filters, texts) };
};

/** The names from another one on, so that none is always first. */
const turned = (names, by) => names.map((_, place) => names[(place + by) % names.length]);

/** Asks each engine each question; the first pass warms up and is not counted. Milliseconds by engine. */
function ask(built, names, questions, passes) {
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let pass = 0; pass <= passes; pass++) {
    questions.forEach((question, number) => {
      for (const name of turned(names, number + pass)) {
        const asked = built[name].prepare(question);
        const start = now();
        globalThis.kept = built[name].ask(asked);
        if (pass) times[name].push(now() - start);
        else now();
      }
    });
  }
  return times;
}

/** Where engines answer differently, with a few examples. */
function agree(built, filters, texts) {
  const answer = (name, question) => built[name].read(built[name].ask(built[name].prepare(question)));
  const normal = ({ total, counts, first }) => JSON.stringify([total, counts.map(([name, count]) => `${name}:${count}`).sort(), first]);
  const different = {};
  for (const name of ['itemsjs', 'crossfilter2', 'orama'].filter((name) => built[name])) {
    const differing = filters.filter((question) => normal(answer('fyrfalt', question)) !== normal(answer(name, question)));
    const example = differing[0] && [differing[0].query, answer('fyrfalt', differing[0]), answer(name, differing[0])];
    different[name] = { asked: filters.length, different: differing.length, example };
  }
  if (!built.minisearch) return { different };
  const missed = [];
  let found = 0;
  let more = 0;
  for (const question of texts) {
    const ours = new Set([...built.fyrfalt.engine.found(question.query)].map(reference));
    const theirs = answer('minisearch', question).found;
    found += theirs.length;
    more += ours.size - theirs.length;
    const missing = theirs.filter((one) => !ours.has(one));
    if (missing.length) missed.push([question.text, missing.length, missing[0]]);
  }
  return { different, words: { asked: texts.length, found, more, missed } };
}
