// A sentence and what renders it: marked together, and reached from each other with the keyboard.

import { card, closeCard, term } from "./card.js";
import { all, up } from "./dom.js";
import { isFolded } from "./folding.js";

let pinned = null; // the sentence that stays marked when nothing is pointed at

function mark(sentence) {
  for (const node of all(".tf-on")) node.classList.remove("tf-on");
  const grid = up(sentence, ".tf-grid");
  if (!grid) return;
  for (const node of all(`[data-bead="${CSS.escape(sentence.dataset.bead)}"]`, grid)) node.classList.add("tf-on");
}

// One sentence of the page can be reached with the Tab key, and its block's link; the arrow keys move on from there.
function enter(sentence) {
  const grid = up(sentence, ".tf-grid");
  for (const node of all('[tabindex="0"]', grid)) node.tabIndex = -1;
  sentence.tabIndex = 0;
  const link = up(sentence, ".tf-block").querySelector(".tf-anchor");
  if (link) link.tabIndex = 0;
  pinned = sentence;
  mark(sentence);
}

function neighbour(sentence, key) {
  const grid = up(sentence, ".tf-grid");
  const side = up(sentence, ".tf-original") ? ".tf-original" : ".tf-translation";
  if (key === "ArrowUp" || key === "ArrowDown") {
    const column = all(`${side} .tf-seg`, grid).filter((node) => !isFolded(node));
    return column[column.indexOf(sentence) + (key === "ArrowDown" ? 1 : -1)];
  }
  const other = key === "ArrowLeft" ? ".tf-original" : ".tf-translation";
  return other === side ? null : grid.querySelector(`${other} [data-bead="${CSS.escape(sentence.dataset.bead)}"]`);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const sentence = up(event.target, ".tf-grid .tf-seg");
  if (sentence) mark(sentence);
  else mark(term && card.contains(event.target) ? up(term, ".tf-seg") : pinned);
});

// The sentence in which the focus is; of a block whose link has it, the one that was marked, else the first.
function sentenceAt(node) {
  const place = up(node, ".tf-grid .tf-seg, .tf-grid .tf-anchor");
  if (!place || place.matches(".tf-seg")) return place;
  const block = up(place, ".tf-block");
  return block.contains(pinned) ? pinned : block.querySelector(".tf-seg");
}

document.addEventListener("focusin", (event) => {
  const sentence = sentenceAt(event.target);
  if (sentence) enter(sentence);
});

document.addEventListener("click", (event) => {
  if (up(event.target, "a, button, summary, .tf-card") || !getSelection().isCollapsed) return;
  const sentence = up(event.target, ".tf-grid .tf-seg");
  if (sentence && sentence !== pinned) enter(sentence);
  else mark((pinned = null));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const wasOpen = term;
    closeCard({ focus: true }); // or the card that was about to open
    if (!wasOpen) mark((pinned = null));
    return;
  }
  if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
    for (const grid of all(".tf-grid")) delete grid.dataset.select;
  }
  const sentence = sentenceAt(event.target);
  if (!sentence || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === "Enter" && event.target === sentence) {
    location.hash = sentence.id;
    return;
  }
  if (!/^Arrow(Up|Down|Left|Right)$/.test(event.key)) return;
  event.preventDefault();
  const next = neighbour(sentence, event.key);
  if (next) {
    next.tabIndex = -1;
    next.focus();
  }
});

// Selecting text with the pointer takes one column only.
document.addEventListener("pointerdown", (event) => {
  const cell = up(event.target, ".tf-grid .tf-cell");
  const grid = up(cell, ".tf-grid");
  if (grid) grid.dataset.select = cell.matches(".tf-original") ? "original" : "translation";
});

// For a new page: nothing is marked, and one sentence can be reached with the Tab key.
export function beginCounterparts() {
  pinned = null;
  for (const link of all(".tf-grid .tf-anchor")) link.tabIndex = -1;
  const first = document.querySelector(".tf-grid .tf-translation .tf-seg");
  if (first) first.tabIndex = 0;
}
