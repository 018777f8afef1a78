// The files of the index, as tifa/searching writes them: which chunks have a key, and the texts of chunks.

const FOLDER = new URL("../../search/", import.meta.url);
const READER = new TextDecoder();
const kept = new Map(); // what was loaded or is being loaded, by path

function load(path) {
  if (!kept.has(path)) {
    const answer = fetch(new URL(path, FOLDER)).then((response) => {
      if (!response.ok) throw new Error(`${response.status} ${path}`);
      const stream = response.body.pipeThrough(new DecompressionStream("deflate-raw"));
      return new Response(stream).arrayBuffer();
    }).then((buffer) => new Uint8Array(buffer));
    answer.catch(() => kept.delete(path));
    kept.set(path, answer);
  }
  return kept.get(path);
}

const parsed = new Map();

// What was read from a file, read once.
function loadAs(path, read) {
  if (!parsed.has(path)) {
    const answer = load(path).then(read);
    answer.catch(() => parsed.delete(path));
    parsed.set(path, answer);
  }
  return parsed.get(path);
}

const json = (bytes) => JSON.parse(READER.decode(bytes));
export const root = () => loadAs("index/root.bin", json);
const simplifications = () => loadAs("index/simplified.bin", (bytes) => new Map(Object.entries(json(bytes))));

// What is typed, and the same in simplified characters if it has traditional ones that stand for some in the texts.
export async function forms(text) {
  if (!/\p{Script=Han}/u.test(text)) return [text];
  const table = await simplifications();
  return [...new Set([text, Array.from(text, (character) => table.get(character) ?? character).join("")])];
}

function reader(bytes, at = 0) {
  let place = at;
  return {
    get more() { return place < bytes.length; },
    number() {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = bytes[place];
        place += 1;
        value += (byte & 127) * scale;
        if (byte < 128) return value;
      }
    },
    bytes(length) {
      place += length;
      return bytes.subarray(place - length, place);
    },
  };
}

// A list of chunks that is written as differences, runs or bits.
function chunks(way, bytes, start = 0) {
  const found = [];
  if (way === 2) {
    bytes.forEach((byte, index) => {
      for (let bit = 0; bit < 8; bit += 1) if (byte & (1 << bit)) found.push(start + index * 8 + bit);
    });
    return found;
  }
  const data = reader(bytes);
  for (let last = start - 1; data.more;) {
    last += data.number();
    if (way === 0) found.push(last);
    else for (let count = data.number(); count; count -= 1, last += count ? 1 : 0) found.push(last);
  }
  return found;
}

// --- Keys

const points = (text) => Array.from(text, (character) => character.codePointAt(0));

// Which of two keys comes first: by code points, as Python has them, not by units.
export function compare(one, other) {
  const [left, right] = [points(one), points(other)];
  const at = left.findIndex((point, index) => point !== right[index]);
  return at < 0 ? left.length - right.length : left[at] - (right[at] ?? -1);
}

// The place of the last of some keys in order that does not come after a key; 0 if all do.
function below(firsts, key) {
  let [low, high] = [0, firsts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (compare(firsts[middle], key) <= 0) low = middle;
    else high = middle;
  }
  return low;
}

function readLeaf(bytes) {
  const found = [];
  let before = [];
  for (const data = reader(bytes); data.more;) {
    const shared = data.number();
    before = [...before.slice(0, shared), ...READER.decode(data.bytes(data.number()))];
    const head = data.number();
    const content = data.bytes(Math.floor(head / 4));
    found.push({ key: before.join(""), way: head % 4, content });
  }
  return found;
}

const leaf = (number) => loadAs(`index/leaves/${number}.bin`, readLeaf);

async function leafOf(key) {
  const { depth, fanout, firsts } = await root();
  let child = below(firsts, key);
  for (let level = depth; level; level -= 1) {
    child = child * fanout + below(await loadAs(`index/nodes/${level}/${child}.bin`, json), key);
  }
  return child;
}

// The lists of a key, or of all keys that begin with it. A list has its chunks, or says where they stand.
export async function lists({ key, begins = false }) {
  const { leaves } = await root();
  if (!leaves) return [];
  const found = [];
  for (let number = await leafOf(key); number < leaves; number += 1) {
    for (const entry of await leaf(number)) {
      if (entry.key === key || (begins && entry.key.startsWith(key))) found.push(listOf(entry));
      else if (compare(entry.key, key) > 0) return found;
    }
    if (!begins) break;
  }
  return found;
}

function listOf({ way, content }) {
  if (way !== 3) return { short: chunks(way, content) };
  const data = reader(content);
  return { group: data.number(), place: data.number() };
}

// The chunks of a list in a band.
export async function inBand(list, band) {
  const { band: size } = await root();
  if (list.short) return list.short.filter((chunk) => Math.floor(chunk / size) === band);
  const parts = await loadAs(`index/bands/${band}/${list.group}.bin`, (bytes) => {
    const found = [];
    for (const data = reader(bytes); data.more;) {
      const head = data.number();
      found.push(chunks(head % 4, data.bytes(Math.floor(head / 4)), band * size));
    }
    return found;
  });
  return parts[list.place];
}

// --- Texts

// The passages of a chunk, and the document in which they stand.
export async function passages(chunk) {
  const { perFile, perFolder } = await root();
  const file = Math.floor(chunk / perFile);
  const path = `texts/${Math.floor(file / perFolder)}/${file % perFolder}.bin`;
  const { documents, chunks: all, concepts } = await loadAs(path, json);
  const [number, found] = all[chunk % perFile];
  return found.map(([chinese, other, named = []], index) => ({
    id: `${chunk}.${index}`,
    document: documents[number],
    lines: [...line(chinese, "zh"), ...line(other, "en")],
    concepts: named.map((place) => ({ id: concepts[place][0], category: concepts[place][1] })),
  }));
}

const line = (lines, side) => lines.map(([anchor, text]) => ({ side, anchor, text }));
export const fileOf = async (chunk) => Math.floor(chunk / (await root()).perFile);
