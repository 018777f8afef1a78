// Answers a query: first the entries of the glossary, then pages, then passages, those of the newest reports first.
//
// Passages are read in batches. Those of one batch stand in the order of their scores (BM25, and more if the words stand
// as typed); what is found in few files is one batch.

import { fileOf, forms, inBand, lists, passages, root } from "./search_index.js";
import { fold, names, parse, pattern, stretches } from "./search_text.js";

const FEW_FILES = 3; // are read as one batch
const AT_ONCE = 2; // files asked for together
const SURE = 2; // chunks in a band that are read without asking more of the index
const COMMON = 0.3; // share of all chunks that a key is taken to have whose list is long
const USUAL = 60; // characters of a line

const sorted = (numbers) => [...new Set(numbers)].sort((a, b) => a - b);

// One way to fit: all of its keys.
async function clause(keys) {
  const items = await Promise.all(keys.map(lists));
  if (items.some((found) => !found.length)) return null;
  const short = items.filter((found) => found.every((list) => list.short))
    .map((found) => (found.length === 1 ? found[0].short : sorted(found.flatMap((list) => list.short))))
    .sort((a, b) => a.length - b.length);
  const long = items.filter((found) => !found.every((list) => list.short));
  const sure = short.length ? short.reduce(common) : null;
  return sure && !sure.length ? null : { sure, long };
}

function common(some, others) {
  const known = new Set(others);
  return some.filter((number) => known.has(number));
}

async function inBandOf({ sure, long }, band, size) {
  let found = sure?.filter((chunk) => Math.floor(chunk / size) === band) ?? null;
  if (found && found.length <= SURE) return found;
  const parts = await Promise.all(long.map(async (item) => (await Promise.all(item.map((list) => inBand(list, band)))).flat()));
  for (const part of parts) found = found ? common(found, part) : sorted(part);
  return found;
}

// The chunks of a lane that may fit, in order, band by band.
async function* candidates(clauses, [from, to]) {
  const { band: size } = await root();
  const isAnywhere = clauses.some(({ sure }) => !sure);
  const bands = isAnywhere
    ? Array.from({ length: Math.ceil(to / size) }, (_, band) => band).filter((band) => (band + 1) * size > from)
    : sorted(clauses.flatMap(({ sure }) => sure).filter((chunk) => chunk >= from && chunk < to).map((chunk) => Math.floor(chunk / size)));
  for (const [index, band] of bands.entries()) {
    const found = await Promise.all(clauses.map((item) => inBandOf(item, band, size)));
    yield { chunks: sorted(found.flat()).filter((chunk) => chunk >= from && chunk < to), isLast: index === bands.length - 1 };
  }
}

// Reads results from the chunks of a lane, a batch at a time.
class Lane {
  constructor(clauses, range, judge) {
    this.judge = judge;
    this.bands = range && clauses.length ? candidates(clauses, range) : null;
    this.waiting = []; // chunks that may fit
    this.isWhole = !this.bands; // whether these are all there are
    this.read = 0; // chunks
    this.found = 0; // results
  }

  async fill() {
    while (!this.isWhole && !this.waiting.length) {
      const { value, done } = await this.bands.next();
      this.waiting.push(...(value?.chunks ?? []));
      this.isWhole = done || value.isLast;
    }
  }

  get isDone() {
    return this.isWhole && !this.waiting.length;
  }

  // How many results there are: exactly, or about.
  get total() {
    if (this.isDone) return { number: this.found, isExact: true };
    return { number: this.found + Math.round((this.waiting.length * this.found) / Math.max(1, this.read)), isExact: false };
  }

  async next(wanted) {
    const batch = [];
    await this.fill();
    const files = new Set(await Promise.all(this.waiting.map(fileOf)));
    const enough = this.isWhole && files.size <= FEW_FILES ? Infinity : wanted;
    while (this.waiting.length && batch.length < enough) {
      const first = await this.takeFiles();
      const read = (await Promise.all(first.map(passages))).flat();
      this.read += first.length;
      for (const passage of read) {
        const result = this.judge(passage);
        if (result) batch.push(result);
      }
      await this.fill();
    }
    this.found += batch.length;
    return batch.sort((a, b) => b.score - a.score);
  }

  async takeFiles() {
    const files = new Set();
    const taken = [];
    while (this.waiting.length) {
      const file = await fileOf(this.waiting[0]);
      if (!files.has(file) && files.size === AT_ONCE) break;
      files.add(file);
      taken.push(this.waiting.shift());
    }
    return taken;
  }
}

// --- Judging

const lineFolded = (line) => (line.folded ??= fold(line.text));

function hits(passage, part, lang) {
  return passage.lines.filter((line) => (!lang || line.side === lang) && stretches(lineFolded(line), part.pattern).length);
}

function score(passage, parts, weights, whole) {
  const length = passage.lines.reduce((sum, line) => sum + line.text.length, 0) / USUAL;
  let sum = 0;
  parts.forEach((part, index) => {
    const times = passage.lines.reduce((count, line) => count + stretches(lineFolded(line), part.pattern).length, 0);
    sum += (weights[index] * times * 2.2) / (times + 1.2 * (0.25 + 0.75 * length));
  });
  const isAsTyped = parts.length > 1 && passage.lines.some((line) => stretches(lineFolded(line), whole).length);
  return sum + (isAsTyped ? 5 : 0);
}

// Lines of a passage with what is to be marked in them.
export function marked(passage, patterns) {
  return passage.lines.map((line) => {
    const found = patterns.flatMap((item) => stretches(lineFolded(line), item)).sort((a, b) => a[0] - b[0]);
    const marks = [];
    for (const [start, end] of found) {
      if (marks.length && start <= marks.at(-1)[1]) marks.at(-1)[1] = Math.max(end, marks.at(-1)[1]);
      else marks.push([start, end]);
    }
    return { ...line, marks };
  });
}

// The weight of a part: how rare the rarest of its keys is.
async function weight(part) {
  const { lanes } = await root();
  const all = Math.max(1, ...Object.values(lanes).map(([, end]) => end));
  const rarest = await Promise.all(part.ways.map(async (keys) => Math.min(...await Promise.all(keys.map(async (key) =>
    (await lists(key)).reduce((sum, list) => sum + (list.short?.length ?? COMMON * all), 0))))));
  return Math.log(1 + all / (1 + Math.max(...rarest)));
}

// --- Queries

// The entries that have one of some keys of their own.
async function entriesOf(keys) {
  const found = new Map();
  for (const list of (await Promise.all(keys.map((key) => lists({ key })))).flat()) {
    for (const chunk of list.short ?? []) {
      for (const passage of await passages(chunk)) found.set(passage.document.id, passage);
    }
  }
  return [...found.values()];
}

const either = (patterns) => new RegExp(patterns.map(({ source }) => source).join("|"), "gu");

// The parts of a query in all its forms: each with the ways to find it, as keys, and one pattern.
function partsOf(queries, common) {
  const readings = queries.map((query) => parse(query, common));
  return readings[0].map((part, index) => {
    const same = readings.map((parts) => parts[index]);
    return { exact: part.exact, ways: same.map(({ keys }) => keys), pattern: either(same.map((one) => one.pattern)) };
  });
}

// Starts a search; nothing but the index is read before its lanes are.
//
// `asked` has the query `q` and perhaps `report`, `year`, `place`, `lang`, `category`, `concept`, and `only` if no other
// wordings of the concept are wanted that the query names.
export async function search(asked) {
  const { lanes, common: words } = await root();
  const query = asked.q ?? "";
  const queries = await forms(query);
  const parts = partsOf(queries, new Set(words));
  const filters = ["report", "year", "place", "category", "concept"].filter((name) => asked[name]);
  const filterKeys = filters.map((name) => ({ key: `\t${name}:${asked[name]}` }));
  const keys = queries.map((_, way) => parts.flatMap((part) => part.ways[way]));
  const isQuoted = parts.some((part) => part.exact);
  const entries = await entriesOf(parts.length ? [...new Set(queries.flatMap(names))].map((name) => `=${name}`) : []);
  const asFilter = await entriesOf(asked.concept ? [`\tentry:${asked.concept}`] : []);
  const concepts = asked.only || isQuoted ? [] : entries.map((passage) => passage.document.id);
  const ways = parts.length
    ? [...keys.map((own) => [...own, ...filterKeys]), ...concepts.map((id) => [{ key: `\tconcept:${id}` }, ...filterKeys])]
    : asked.concept || asked.category ? [filterKeys] : [];
  const clausesOf = async (some) => (await Promise.all(some.map(clause))).filter(Boolean);
  const clauses = await clausesOf(ways);
  const texts = parts.length ? await clausesOf(keys) : [];
  const categories = filterKeys.filter(({ key }) => key.startsWith("\tcategory:"));
  const inCategory = categories.length && parts.length ? await clausesOf(keys.map((own) => [...own, ...categories])) : texts;
  const weights = await Promise.all(parts.map(weight));
  const whole = parts.length > 1 ? either(queries.map((one) => pattern(fold(one).text, false))) : null;

  function judge(passage) {
    const { lang } = asked;
    if (asked.concept && !passage.concepts.some(({ id }) => id === asked.concept)) return null;
    if (asked.category && !passage.concepts.some(({ category }) => category === asked.category)) return null;
    if (lang && !passage.lines.some((line) => line.side === lang)) return null;
    const found = parts.map((part) => hits(passage, part, lang));
    const hasWords = found.every((lines) => lines.length);
    if (!hasWords && !passage.concepts.some(({ id }) => concepts.includes(id))) return null;
    const value = hasWords ? score(passage, parts, weights, whole) + 1 : 0;
    return { passage, score: value, hasWords, matched: sortedLines(passage, found.flat()) };
  }
  const judgeText = (passage) => {
    if (entries.some(({ id }) => id === passage.id)) return null;
    const found = parts.map((part) => hits(passage, part, ""));
    if (!found.every((lines) => lines.length)) return null;
    return { passage, score: score(passage, parts, weights, whole), hasWords: true, matched: sortedLines(passage, found.flat()) };
  };
  const isFiltered = asked.report || asked.year || asked.place || asked.concept;
  const wordings = [...(concepts.length ? entries : []), ...asFilter]
    .flatMap(({ lines }) => lines.filter(({ text }) => text.length < 100).map(({ text }) => pattern(fold(text).text, false)));
  return {
    parts,
    named: entries,
    concept: asFilter[0]?.document.en ?? asked.concept,
    hasOthers: concepts.length > 0,
    patterns: [...parts.map((part) => part.pattern), ...wordings],
    entries: new Lane(!isFiltered && parts.length ? inCategory : [], lanes.entry, judgeText),
    pages: new Lane(!isFiltered && !asked.category && !asked.lang ? texts : [], lanes.page, judgeText),
    passages: new Lane(clauses, lanes.passage, judge),
  };
}

const sortedLines = (passage, lines) => passage.lines.filter((line) => lines.includes(line));
