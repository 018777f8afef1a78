// What a query asks for, and where a text has it. Folding and keys are those of tifa/text.py and tifa/searching/keys.py;
// tests hold them together.

const HAN = "\\u2e80-\\u2fd5\\u3005\\u3007\\u3021-\\u3029\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}";
const IS_WORD = new RegExp(`^(?![${HAN}])[\\p{L}\\p{N}']`, "u");
const TOKEN = new RegExp(`([${HAN}]+)|((?:(?![${HAN}])[\\p{L}\\p{N}]|')+)`, "gu");
const PLAIN = /^[0-9A-Za-z\u4e00-\u9fff、。]$/;
const APOSTROPHES = "'’ʼ＇";
const QUOTATION_MARKS = "“”„‟«»‹›‘’‚‛'\"`´′″‵‶「」『』〝〞〟｢｣﹁﹂﹃﹄＂＇❛❜❝❞";
const MIDDLE_DOTS = "·•・‧∙⋅●−";
const MARK = /[\p{Mn}\p{Me}]/gu;

const folded = new Map(); // by character

function foldCharacter(character) {
  if (PLAIN.test(character)) return character.toLowerCase();
  if (APOSTROPHES.includes(character)) return "'";
  if (QUOTATION_MARKS.includes(character)) return " ";
  let text = character.normalize("NFKD");
  for (let before = ""; text !== before;) {
    before = text;
    // Upper case first, for letters that are two in capitals (ß); the dotless ı is a letter of its own
    text = [...text.replace(MARK, "")].map((one) => (/(?!ı)[\p{Lu}\p{Ll}]/u.test(one) ? one.toUpperCase().toLowerCase() : one))
      .join("").normalize("NFKD");
  }
  return [...text].map((one) => {
    if (APOSTROPHES.includes(one)) return "'";
    if (/[\s\x1c-\x1f\x85\p{Pd}]/u.test(one) && one !== "\ufeff") return " ";
    if (QUOTATION_MARKS.includes(one) || MIDDLE_DOTS.includes(one)) return " ";
    return /[\p{Mn}\p{Me}\p{Cf}\p{Cc}\p{Cs}]/u.test(one) ? "" : one;
  }).join("");
}

// The folded text, and for each of its units where the character begins and ends of which it was made.
export function fold(text) {
  let out = "";
  let gap = "";
  let gapAt = 0;
  let at = 0;
  const starts = [];
  const ends = [];
  const put = (piece, start, end) => {
    out += piece;
    for (let count = piece.length; count; count -= 1) {
      starts.push(start);
      ends.push(end);
    }
  };
  for (const character of text) {
    const start = at;
    at += character.length;
    if (!folded.has(character)) folded.set(character, foldCharacter(character));
    const pieces = folded.get(character);
    if (!pieces && out && !gap && /^[\p{Mn}\p{Me}]$/u.test(character)) ends[ends.length - 1] = at;
    for (const piece of pieces) {
      if (piece === " " || piece === "'") {
        if (!gap) gapAt = start;
        gap = gap ? " " : piece;
        continue;
      }
      if (gap && IS_WORD.test(last(out)) && IS_WORD.test(piece)) put(gap, gapAt, start);
      gap = "";
      put(piece, start, at);
    }
  }
  return { text: out, starts, ends };
}

const last = (text) => (/[\udc00-\udfff]$/.test(text) ? text.slice(-2) : text.slice(-1));

export function stem(word) {
  const bare = word.replace(/'s$/, "");
  if (!/^[a-z]{3,}$/.test(bare)) return bare;
  if (/^[a-z]{2,}ies$/.test(bare)) return `${bare.slice(0, -3)}y`;
  if (!bare.endsWith("s") || bare.length <= 3 || /(?:ss|us|is|ics|ies|news|means)$/.test(bare)) return bare;
  return bare.slice(0, /(?:sses|xes|ches|shes|zzes)$/.test(bare) ? -2 : -1);
}

// The keys under which a folded text is found in the index; `begins` if a key is to be the beginning of others. Of a
// long run of Chinese every other pair will do. Two common words that follow one another are one key.
export function keysOf(text, common = new Set()) {
  const keys = [];
  const single = [];
  let before = "";
  let end = 0;
  for (const { index, 0: token, 1: run, 2: word } of text.matchAll(TOKEN)) {
    const follows = before && text.slice(end, index) === " ";
    const own = word ? stem(word) : "";
    if (word) keys.push({ key: own });
    if (follows && common.has(own)) keys.push({ key: `${before} ${own}` });
    before = common.has(own) ? own : "";
    end = index + token.length;
    if (word) continue;
    const characters = [...run];
    if (characters.length === 1) single.push({ key: run, begins: true });
    for (let at = 1; at < characters.length; at += characters.length > 5 && at < characters.length - 2 ? 2 : 1) {
      keys.push({ key: characters[at - 1] + characters[at] });
    }
  }
  // What is part of a pair need not be asked for
  const paired = new Set(keys.flatMap(({ key }) => (key.includes(" ") ? key.split(" ") : [])));
  const needed = keys.filter(({ key }) => !paired.has(key));
  return [...new Map((needed.length ? needed : single.slice(0, 1)).map((item) => [item.key, item])).values()];
}

// --- Where a text has it

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
const NO_WORD_BEFORE = `(?<!(?![${HAN}])[\\p{L}\\p{N}'])`;
const NO_WORD_AFTER = `(?!(?![${HAN}])[\\p{L}\\p{N}'])`;

// All forms of a word that have its stem.
function forms(word) {
  const base = stem(word);
  const some = [base, `${base}s`, `${base}es`, base.replace(/y$/, "ies")];
  return [...new Set([word, ...some, ...some.map((form) => `${form}'s`)])].filter((form) => stem(form) === base)
    .sort((a, b) => b.length - a.length);
}

// A pattern for folded texts: whole words, their inflections too unless it is to be exact.
export function pattern(text, exact) {
  let source = "";
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    source += escaped(text.slice(at, match.index));
    source += exact || !match[2] ? escaped(match[0]) : `(?:${forms(match[2]).map(escaped).join("|")})`;
    at = match.index + match[0].length;
  }
  source += escaped(text.slice(at));
  if (IS_WORD.test(text)) source = NO_WORD_BEFORE + source;
  if (IS_WORD.test(last(text))) source += NO_WORD_AFTER;
  return new RegExp(source, "gu");
}

// The stretches of a text that a pattern finds, as pairs of where they begin and end.
export function stretches(line, found) {
  return [...line.text.matchAll(found)].map(({ index, 0: words }) =>
    [line.starts[index], line.ends[index + words.length - 1]]);
}

// --- What a query asks for

// Words and "phrases": all of them are to stand in one passage.
export function parse(query, common) {
  const parts = [];
  for (const [, phrase, word] of query.normalize("NFC").matchAll(/["“”„«「『]([^"“”„»」』]*)["“”„»」』]?|([^\s"“”„«「『\u3000]+)/gu)) {
    const text = fold(phrase ?? word).text;
    const keys = keysOf(text, common);
    if (keys.length) parts.push({ text, exact: phrase !== undefined, keys, pattern: pattern(text, phrase !== undefined) });
  }
  return parts;
}

// The forms in which a whole query may be a name of a concept: as typed, and pinyin without the numbers of its tones.
export function names(query) {
  const text = fold(query).text;
  const forms = [text, fold(query.replace(/u:/gi, "v")).text.replace(/(\p{L})[0-5](?!\d)/gu, "$1")];
  return [...new Set(forms.map((form) => form.replace(/^the /, "").replace(/[ ']/g, "")))].filter(Boolean);
}
