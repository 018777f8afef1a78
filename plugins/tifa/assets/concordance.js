// The passages of a concept in one report, made of the report's data as `passage_html.py` makes them for the page.

import { make } from "./dom.js";

const REMARKS = { paraphrase: "spelled out", gloss: "as this report explains it" };
const NOT_TRANSLATED = "Not translated";

const isChinese = (lang) => /^zh\b/i.test(lang);

// As `opening` in words.py.
function opening(text, lang) {
  if (isChinese(lang)) {
    const signs = [...text];
    return signs.length <= 18 ? text : `${signs.slice(0, 16).join("").replace(/[，、；：]+$/, "")}…`;
  }
  const words = text.trim().split(/\s+/);
  return words.length <= 9 ? text : `${words.slice(0, 8).join(" ").replace(/[,;:]+$/, "")} …`;
}

// A version with its sentences in order, each with its place and the heading above it.
function textOf(version) {
  const sentences = [];
  let heading = "";
  for (const block of version.blocks) {
    if (block.kind === "heading" && block.level > 1) heading = opening(block.segments[0].text, version.lang);
    for (const { id, text } of block.segments) sentences.push({ id, text, heading, place: sentences.length });
  }
  return { lang: version.lang, sentences, byId: new Map(sentences.map((item) => [item.id, item])) };
}

const versionOf = (report, role) => {
  const version = report.versions.find((item) => item.role === role);
  return version ? textOf(version) : null;
};

// What the passages consist of: sentences of both sides, and what is found in them. One for each bead with the concept
// or, where nothing is aligned, for each sentence with it.
function linesOf(report, concept, original, translation) {
  const found = report.occurrences.filter((item) => item.concept === concept);
  const within = (text, id) => (text ? found.filter((item) => item.lang === text.lang && item.segment === id) : []);
  const sideOf = (text, ids) =>
    (text && ids.length ? { text, parts: ids.map((id) => ({ ...text.byId.get(id), found: within(text, id) })) } : null);
  const isNamed = (side) => Boolean(side?.parts.some((part) => part.found.length));
  const lines = report.alignment
    ? report.alignment.beads.map((bead) => [sideOf(original, bead.source), sideOf(translation, bead.target)])
    : [
      ...(original?.sentences ?? []).map(({ id }) => [sideOf(original, [id]), null]),
      ...(translation?.sentences ?? []).map(({ id }) => [null, sideOf(translation, [id])]),
    ];
  return lines.map(([source, target]) => ({ source, target, inSource: isNamed(source), inTarget: isNamed(target) }))
    .filter((line) => line.inSource || line.inTarget);
}

// As `split` in marks.py. Offsets count characters, not the units of strings.
function pieces(text, occurrences) {
  const signs = [...text];
  const owners = signs.map(() => null);
  const rank = ({ kind, start, end }) => (kind === "label" ? [0, start - end, start] : [1, end - start, start]);
  const compare = (a, b) => rank(a).map((value, index) => value - rank(b)[index]).find(Boolean) ?? 0;
  for (const item of occurrences.toSorted(compare)) {
    const { start, end } = item;
    if (start < 0 || start >= end || end > signs.length) continue;
    if (item.kind === "label" && owners.slice(start, end).some(Boolean)) continue;
    for (let at = start; at < end; at += 1) owners[at] ??= item;
  }
  const made = [];
  for (let at = 0; at < signs.length;) {
    const owner = owners[at];
    const from = at;
    while (at < signs.length && owners[at] === owner) at += 1;
    const words = signs.slice(from, at).join("");
    made.push({ words, owner: owner && (owner.kind === "label" || /[\p{L}\p{N}]/u.test(words)) ? owner : null });
  }
  return made;
}

function sentence({ text, found }) {
  const made = pieces(text, found);
  return made.flatMap(({ words, owner }, number) => {
    if (!owner) return [words];
    const kind = owner.kind === "label" ? "" : ` tf-hit-${owner.kind}`;
    const isLast = !made.slice(number + 1).some((piece) => piece.owner === owner);
    const remark = isLast && REMARKS[owner.kind];
    return [
      make("mark", { class: `tf-hit${kind}` }, words),
      ...(remark ? [make("span", { class: "tf-tag", lang: "en" }, ` [${remark}]`)] : []),
    ];
  });
}

function sentences({ text, parts }) {
  const line = make("p");
  let last = parts[0].place - 1;
  for (const part of parts) {
    if (part.place !== last + 1) line.append(" ", make("span", { class: "tf-tag", lang: "en" }, "[…]"), " ");
    else if (line.hasChildNodes() && !isChinese(text.lang)) line.append(" ");
    line.append(...sentence(part));
    last = part.place;
  }
  return line;
}

const around = (found) => (found ? [make("p", { class: "tf-around" }, found.text)] : []);

// The sentences before and after a side, if there are any.
function besides({ text, parts }) {
  const places = parts.map((part) => part.place);
  return [text.sentences[Math.min(...places) - 1], text.sentences[Math.max(...places) + 1]];
}

function cell(side, isInContext) {
  const [before, after] = isInContext ? besides(side) : [];
  const translate = isChinese(side.text.lang) ? "no" : "";
  return make("div", { class: "tf-cell", lang: side.text.lang, translate }, ...around(before), sentences(side), ...around(after));
}

function row(sides, missing, isInContext) {
  const cells = sides.map((side) => cell(side, isInContext));
  const empty = missing ? [make("div", { class: "tf-cell" }, make("p", { class: "tf-note" }, missing))] : [];
  return make("div", { class: "tf-row" }, ...(missing === NOT_TRANSLATED ? [...cells, ...empty] : [...empty, ...cells]));
}

function missingIn({ source, target }, isAligned) {
  if (!isAligned) return "";
  if (!target) return NOT_TRANSLATED;
  return source ? "" : "Not in the original";
}

function noteOf({ source, target, inSource, inTarget }) {
  if (!source || !target || (inSource && inTarget)) return "";
  return `The ${inSource ? "translation" : "original"} has no known wording of the term.`;
}

function passage(line, report, href) {
  const sides = [line.source, line.target].filter(Boolean);
  const missing = missingIn(line, Boolean(report.alignment));
  const note = noteOf(line);
  const [{ text, parts: [first] }] = sides;
  const named = sides.findLast((side) => side.parts[0].heading);
  const name = `${report.place.en || report.title.en || report.title.zh} ${report.year}`;
  const language = text.lang.split("-")[0].toLowerCase();
  const link = make("a", { href: `${href}#${language}-${first.id}` },
    make("span", { class: "tf-passage-report" }, `${name}, `),
    named ? make("span", { lang: named.text.lang }, named.parts[0].heading) : "passage",
    " ", make("span", { class: "tf-count" }, `${language} ${first.id}`));
  const node = make("div", { class: `tf-passage${sides.length === 1 && !missing ? " tf-passage-single" : ""}` },
    make("p", { class: "tf-passage-head" }, link), row(sides, missing, false));
  if (note) node.append(make("p", { class: "tf-note" }, note));
  if (sides.some((side) => besides(side).some(Boolean))) {
    node.append(make("details", { class: "tf-context" }, make("summary", {}, "In context"), row(sides, missing, true)));
  }
  return node;
}

// All passages of a concept in a report, given the report's data and the address of its page.
export function passagesOf(report, concept, href) {
  const lines = linesOf(report, concept, versionOf(report, "original"), versionOf(report, "translation"));
  return lines.map((line) => passage(line, report, href));
}
