// The passage that is in the reader's hand: what is selected, focused, pointed at, marked, or where an address led.

import { pinned } from "./counterparts.js";
import { all, up } from "./dom.js";

const TEXTS = ".tf-grid, .tf-text";
const EXACT = 90; // characters that a link to words names as they are; of more, their first and last words
const ENDS = 4; // so many words at each end

const langOf = (node) => up(node, "[lang]").lang;
const isChinese = (node) => /^zh\b/.test(langOf(node));
const isOriginal = (node) => Boolean(up(node, ".tf-original"));
const blockOf = (id) => id.replace(/\.s\d+$/, "");
const numberOf = (id) => Number(/\.s(\d+)$/.exec(id)[1]);
const sentencesOf = (id) => all(`[id^="${CSS.escape(id)}.s"]`);

// What is selected of each sentence; only of the language in which the selection begins.
function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const text = up(range.commonAncestorContainer.parentElement, TEXTS) ?? up(range.commonAncestorContainer, TEXTS);
  if (!text) return null;
  const parts = all(".tf-seg", text).filter((node) => range.intersectsNode(node)).map((node) => {
    const own = document.createRange();
    own.selectNodeContents(node);
    const start = own.comparePoint(range.startContainer, range.startOffset) === 0 ? offset(own, range.startContainer, range.startOffset) : 0;
    const end = own.comparePoint(range.endContainer, range.endOffset) === 0 ? offset(own, range.endContainer, range.endOffset) : node.textContent.length;
    return { node, start, end, words: node.textContent.slice(start, end) };
  }).filter(({ words }) => words.trim());
  return parts.length ? parts.filter(({ node }) => langOf(node) === langOf(parts[0].node)) : null;
}

function offset(whole, container, place) {
  const before = whole.cloneRange();
  before.setEnd(container, place);
  return before.toString().length;
}

// Sentences and the id under which they can be found.
function held() {
  const focus = up(document.activeElement, ".tf-seg, .tf-anchor");
  const arrived = all(".tf-arrived").find((node) => up(node, TEXTS));
  for (const node of [focus, document.querySelector(".tf-seg:hover"), pinned, arrived]) {
    if (!node?.isConnected || !up(node, TEXTS)) continue;
    if (node.matches(".tf-seg")) return { id: node.id, sentences: [node] };
    const id = node.matches(".tf-anchor") ? node.hash.slice(1) : node.id;
    const sentences = sentencesOf(id);
    if (sentences.length) return { id, sentences };
  }
  return null;
}

// Whether there is something in hand that stays there when the pointer moves on.
export function isHeld() {
  return Boolean(pinned?.isConnected || selected() || all(".tf-arrived").some((node) => up(node, TEXTS)));
}

// The passage, or null: the id to link to, both texts, their places, remarks, and what is selected as a text fragment.
export function passage() {
  const parts = selected();
  const { id, sentences } = parts ? { id: parts[0].node.id, sentences: parts.map(({ node }) => node) } : held() ?? {};
  if (!id) return null;
  const grid = up(sentences[0], ".tf-grid");
  const beads = new Set(sentences.map((node) => node.dataset.bead));
  const others = grid ? all(".tf-seg", grid).filter((node) => beads.has(node.dataset.bead) && isOriginal(node) !== isOriginal(sentences[0])) : [];
  const more = others.length ? all(".tf-seg", grid).filter((node) => beads.has(node.dataset.bead) && isOriginal(node) === isOriginal(sentences[0]) && !sentences.includes(node)) : [];
  const own = { lang: langOf(sentences[0]), text: joined(sentences, parts?.map(({ words }) => words)) };
  const other = others.length ? { lang: langOf(others[0]), text: joined(others) } : null;
  const isFirst = grid ? isOriginal(sentences[0]) : true;
  return {
    id,
    original: isFirst ? own : other,
    translation: isFirst ? other : own,
    place: [sentences, others].filter((nodes) => nodes.length).map(places).join(", "),
    remark: grid ? remark(sentences, others) : "",
    also: more.length ? `the ${isFirst ? "translation also renders" : "original is also rendered by"} ${places(more)}` : "",
    whole: parts && others.length ? whole(parts, isFirst) : "",
    fragment: parts ? fragment(parts) : "",
  };
}

// Of words out of a sentence nobody knows which words render them: their counterpart is given whole.
function whole(parts, isOfOriginal) {
  const isInPart = parts.some(({ node, words }) => words.trim() !== node.textContent.trim());
  const sentences = parts.length > 1 ? "sentences" : "sentence";
  return isInPart ? `the ${isOfOriginal ? "translation" : "original"} given here is that of the whole ${sentences}` : "";
}

function remark(sentences, others) {
  const rendered = new Set(others.map((node) => node.dataset.bead));
  const missing = sentences.filter((node) => !rendered.has(node.dataset.bead)).length;
  if (!missing) return "";
  const words = isOriginal(sentences[0]) ? "not translated" : "not in the original";
  return missing === sentences.length ? words : `in part ${words}`;
}

// Chinese sentences follow each other without a space; where something is left out between them, that is shown.
function joined(sentences, texts = sentences.map((node) => node.textContent)) {
  const space = isChinese(sentences[0]) ? "" : " ";
  return texts.reduce((whole, text, index) => `${whole}${follows(sentences[index - 1], sentences[index]) ? space : " […] "}${text}`).trim();
}

function follows(one, next) {
  if (blockOf(one.id) === blockOf(next.id)) return numberOf(next.id) === numberOf(one.id) + 1;
  return numberOf(next.id) === 1 && !document.getElementById(`${blockOf(one.id)}.s${numberOf(one.id) + 1}`);
}

// `en p12.s3–s5, p13.s1`
function places(sentences) {
  const runs = [];
  for (const { id } of sentences) {
    const last = runs.at(-1);
    if (last && blockOf(last[1]) === blockOf(id) && numberOf(id) === numberOf(last[1]) + 1) last[1] = id;
    else runs.push([id, id]);
  }
  const prefix = /^[^-]+/.exec(runs[0][0])[0];
  const names = runs.map(([first, last]) => first.slice(prefix.length + 1) + (first === last ? "" : `–s${numberOf(last)}`));
  return `${prefix} ${names.join(", ")}`;
}

// `text=…` as browsers look for it: whole words, of a long passage the first and the last ones.
function fragment(parts) {
  const [first, last] = [parts[0], parts.at(-1)];
  const from = words(first).find(({ end }) => end > first.start)?.start ?? 0;
  const to = words(last).findLast(({ start }) => start < last.end)?.end ?? last.node.textContent.length;
  const encode = (text) => encodeURIComponent(text.trim()).replaceAll("-", "%2D");
  const text = first.node.textContent;
  if (first === last && to - from <= EXACT) return `text=${encode(text.slice(from, to))}`;
  const head = words(first).filter(({ start, end }) => start >= from && (first !== last || end <= to)).slice(0, ENDS);
  const tail = words(last).filter(({ start, end }) => end <= to && (first !== last || start >= from)).slice(-ENDS);
  return `text=${encode(text.slice(from, head.at(-1).end))},${encode(last.node.textContent.slice(tail[0].start, to))}`;
}

function words({ node }) {
  const found = new Intl.Segmenter(langOf(node), { granularity: "word" }).segment(node.textContent);
  return [...found].filter((word) => word.isWordLike).map(({ index, segment }) => ({ start: index, end: index + segment.length }));
}
