// The original on demand: below a sentence of the translation, until it is asked for again.

import { counterparts } from "./beads.js";
import { all, up } from "./dom.js";

const opened = new WeakMap(); // by sentence, what stands below it

export const isOnDemand = (node) => up(node, ".tf-report")?.dataset.view === "demand" && Boolean(up(node, ".tf-translation .tf-seg"));

export function close(sentence) {
  opened.get(sentence)?.remove();
  opened.delete(sentence);
  sentence.classList.remove("tf-open");
}

// Copies of the sentences, also of those that stand elsewhere: without ids, which are theirs alone.
export function open(sentence) {
  const sources = counterparts(sentence);
  if (!sources.length || opened.has(sentence)) return;
  const cell = up(sources[0], ".tf-cell");
  const below = document.createElement("span");
  below.className = "tf-below";
  below.lang = cell.lang;
  below.translate = cell.translate;
  for (const [number, source] of sources.entries()) {
    if (number && !/^zh/.test(cell.lang)) below.append(" ");
    const copy = document.createElement("span");
    copy.append(...source.cloneNode(true).childNodes);
    for (const node of all("[id]", copy)) node.removeAttribute("id");
    below.append(copy);
  }
  sentence.after(below);
  opened.set(sentence, below);
  sentence.classList.add("tf-open");
}

export const toggle = (sentence) => (opened.has(sentence) ? close(sentence) : open(sentence));

export function closeAll() {
  for (const sentence of all(".tf-seg.tf-open")) close(sentence);
}
