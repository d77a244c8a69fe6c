// Each peer in the form that its own documentation recommends for facets within which any choice counts and across
// which all must. All answer alike: how many are found, the count of each choice that has any, and the references of
// the first 24, newest first (for words: in the peer's own order).

import crossfilter from 'crossfilter2';
import itemsjs from 'itemsjs';
import MiniSearch from 'minisearch';
import { create, insertMultiple, search } from '@orama/orama';

export const GROUPS = ['facet', 'unit', 'board', 'goal', 'stage', 'origin', 'year', 'innovation'];
const LISTS = new Set(['unit', 'goal', 'innovation']);
const SHOWN = ['title', 'summary', 'title_en', 'summary_en'];
const PAGE = 24;

/** The choices of a question by their groups. */
function chosen(choices) {
  const groups = {};
  for (const [group, value] of choices) (groups[group] ??= []).push(value);
  return groups;
}

/** itemsjs: choices of a group are joined by "or" where `conjunction` is off. Records come newest first, which is the
 * order it gives them back in, so that it need not sort. English stemming and stop words are off: the texts are
 * Swedish. */
export function itemsJs(records) {
  const aggregation = { conjunction: false, size: 50 };
  const engine = itemsjs(records, {
    aggregations: Object.fromEntries(GROUPS.map((group) => [group, { ...aggregation, title: group }])),
    searchableFields: SHOWN,
    isExactSearch: true,
  });
  const answer = ({ pagination, data }) => ({
    total: pagination.total,
    counts: GROUPS.map((group) => data.aggregations[group].buckets),
    first: data.items,
  });
  return {
    prepare: ({ choices, text }) => ({ per_page: PAGE, filters: chosen(choices), ...(text && { query: text }) }),
    ask: (asked) => answer(engine.search(asked)),
    read: ({ total, counts, first }) => ({
      total,
      counts: counts.flatMap((buckets, place) =>
        buckets.filter((one) => one.doc_count).map((one) => [`${GROUPS[place]}=${one.key}`, one.doc_count]),
      ),
      first: first.map((item) => item.reference),
    }),
  };
}

/** crossfilter2: a dimension and a group for each, lists as array dimensions; the order of arrival is one more. What the
 * question before has set is taken off outside of the time measured. */
export function crossfilter2(records) {
  const engine = crossfilter(records);
  const dimensions = GROUPS.map((group) => engine.dimension((record) => record[group], LISTS.has(group)));
  const groups = dimensions.map((dimension) => dimension.group());
  const order = engine.dimension((record) => record.id);
  const all = engine.groupAll();
  return {
    prepare({ choices }) {
      dimensions.forEach((dimension) => dimension.filterAll());
      return Object.entries(chosen(choices)).map(([group, values]) => [dimensions[GROUPS.indexOf(group)], new Set(values)]);
    },
    ask(asked) {
      for (const [dimension, values] of asked) {
        if (values.size === 1) dimension.filterExact([...values][0]);
        else dimension.filterFunction((value) => values.has(value));
      }
      return { total: all.value(), counts: groups.map((group) => group.all()), first: order.bottom(PAGE) };
    },
    read: ({ total, counts, first }) => ({
      total,
      counts: counts.flatMap((list, place) =>
        list.filter((one) => one.value).map((one) => [`${GROUPS[place]}=${one.key}`, one.value]),
      ),
      first: first.map((record) => record.reference),
    }),
  };
}

/** MiniSearch: titles and summaries, prefixes, all words. It has no facets. */
export function miniSearch(records, fields = SHOWN) {
  const engine = new MiniSearch({ fields, idField: 'id' });
  engine.addAll(records);
  const options = { prefix: true, combineWith: 'AND' };
  return {
    prepare: ({ text }) => text,
    ask: (text) => engine.search(text, options),
    read: (found) => ({ found: found.map((one) => records[one.id - 1].reference) }),
  };
}

/** MiniSearch, its results counted by hand. */
export function miniSearchCounted(plain, records) {
  return {
    ...plain,
    ask(text) {
      const found = plain.ask(text);
      const counts = GROUPS.map(() => new Map());
      for (const { id } of found) {
        const record = records[id - 1];
        GROUPS.forEach((group, place) => {
          const add = (value) => counts[place].set(value, (counts[place].get(value) ?? 0) + 1);
          if (LISTS.has(group)) record[group].forEach(add);
          else add(record[group]);
        });
      }
      return { total: found.length, counts, first: found.slice(0, PAGE).map(({ id }) => records[id - 1]) };
    },
  };
}

/** Orama: it counts among what is found, so that each group with a choice is asked for once more without it. */
export async function orama(records) {
  const lists = (group) => (LISTS.has(group) ? 'enum[]' : 'enum');
  const engine = create({
    schema: { title: 'string', summary: 'string', order: 'number', ...Object.fromEntries(GROUPS.map((group) => [group, lists(group)])) },
    sort: { unsortableProperties: ['title', 'summary'] },
    components: { tokenizer: { language: 'swedish', stemming: false } },
  });
  const documents = records.map(({ id, title_en, summary_en, body, ...record }) => ({ ...record, id: String(id), order: id }));
  await insertMultiple(engine, documents, 5000);
  const facets = (groups) => Object.fromEntries(groups.map((group) => [group, {}]));
  const where = (groups) =>
    Object.fromEntries(Object.entries(groups).map(([group, values]) => [group, LISTS.has(group) ? { containsAny: values } : { in: values }]));
  return {
    prepare({ choices, text }) {
      const groups = chosen(choices);
      const own = text ? { term: text, properties: ['title', 'summary'], threshold: 0 } : {};
      const sorted = text ? {} : { sortBy: { property: 'order', order: 'ASC' } };
      const others = GROUPS.filter((group) => !groups[group]);
      const main = { ...own, ...sorted, where: where(groups), facets: facets(others), limit: PAGE };
      const without = Object.keys(groups).map((group) => {
        const { [group]: _, ...rest } = groups;
        return { ...own, where: where(rest), facets: facets([group]), limit: 1 };
      });
      return [main, ...without];
    },
    ask: (asked) => asked.map((one) => search(engine, one)),
    read: ([main, ...without]) => ({
      total: main.count,
      counts: [main, ...without].flatMap((answer) =>
        Object.entries(answer.facets).flatMap(([group, { values }]) =>
          Object.entries(values).map(([value, count]) => [`${group}=${value}`, count]),
        ),
      ),
      first: main.hits.map((hit) => hit.document.reference),
    }),
  };
}
