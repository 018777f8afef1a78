// A sentence and what renders it: marked together, and reached from each other with the keyboard. The same for terms.

import { counterparts, isShown, sideOf, together } from "./beads.js";
import { card, closeCard, device, term } from "./card.js";
import { isOnDemand, toggle } from "./demand.js";
import { all, up } from "./dom.js";
import { hint, offerWayBack } from "./elsewhere.js";

export let pinned = null; // the sentence that stays marked when nothing is pointed at
let stop = null; // the sentence that the Tab key leads to
let lit = []; // what is marked
let twins = []; // the terms that are marked with the one pointed at

function mark(sentence) {
  const now = sentence ? together(sentence) : [];
  if (now !== lit) {
    for (const node of lit) node.classList.remove("tf-on");
    for (const node of now) node.classList.add("tf-on");
    lit = now;
  }
  hint(sentence);
}

// A term and what renders it: the same concept in the same group of sentences.
function markTwins(link) {
  for (const node of twins) node.classList.remove("tf-twin");
  const sentence = up(link, ".tf-grid .tf-seg");
  twins = (sentence ? counterparts(sentence) : []).flatMap((node) => all(`.tf-term[data-concept="${CSS.escape(link.dataset.concept)}"]`, node));
  if (twins.length) twins.push(link);
  for (const node of twins) node.classList.add("tf-twin");
}

const blockLink = (sentence) => up(sentence, ".tf-block").querySelector(".tf-anchor");

// One sentence of the page can be reached with the Tab key, and its block's link; the arrow keys move on from there.
function setStop(sentence) {
  for (const node of stop ? [stop, blockLink(stop)] : []) if (node) node.tabIndex = -1;
  stop = sentence;
  for (const node of stop ? [stop, blockLink(stop)] : []) if (node) node.tabIndex = 0;
}

function enter(sentence) {
  if (sentence !== stop) setStop(sentence);
  pinned = sentence;
  mark(sentence);
}

// When the view has changed: what can be reached must be there.
export function settleStop() {
  if (stop?.isConnected && isShown(stop)) return;
  setStop((stop?.isConnected && counterparts(stop).find(isShown)) || all(".tf-grid .tf-seg").find(isShown) || null);
}

function neighbour(sentence, key) {
  const column = `.tf-${sideOf(sentence)} .tf-seg`;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const step = key === "ArrowDown" ? 1 : -1;
    const sentences = all(column, up(sentence, ".tf-grid"));
    let place = sentences.indexOf(sentence) + step;
    while (sentences[place] && !isShown(sentences[place])) place += step;
    return sentences[place];
  }
  return (key === "ArrowLeft") === (sideOf(sentence) === "original") ? null : counterparts(sentence).find(isShown);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch" || up(event.target, ".tf-hint")) return;
  const sentence = up(event.target, ".tf-grid .tf-seg");
  if (sentence) mark(sentence);
  else mark(term && card.contains(event.target) ? up(term, ".tf-seg") : pinned);
  const link = up(event.target, ".tf-grid .tf-term") ?? up(document.activeElement, ".tf-grid .tf-term");
  if (!card?.contains(event.target)) markTwins(link);
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
  if (!card?.contains(event.target)) markTwins(up(event.target, ".tf-grid .tf-term"));
});

document.addEventListener("click", (event) => {
  const pointer = up(event.target, ".tf-note a[href^='#']");
  if (pointer) offerWayBack(all(".tf-seg", up(pointer, ".tf-row")).find(isShown));
  if (up(event.target, "a[href], button, summary, dialog, .tf-card, .tf-hint, .tf-viewing") || !getSelection().isCollapsed) return;
  const sentence = up(event.target, ".tf-grid .tf-seg");
  if (isOnDemand(sentence) || sentence?.matches(".tf-open")) {
    toggle(sentence);
    enter(sentence);
  } else if (sentence && sentence !== pinned) {
    enter(sentence);
  } else {
    mark((pinned = null));
  }
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
    if (isOnDemand(sentence)) toggle(sentence);
    else location.hash = sentence.id;
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

// Selecting text with the pointer takes one column only. What is styled anew for that is a whole column, so a mere click
// does not bring it about: the mouse must be dragged, with the button down, or what was selected be continued.
let pressed = null; // the cell in which the pointer went down

function selectColumn() {
  const grid = up(pressed, ".tf-grid");
  if (grid) grid.dataset.select = pressed.matches(".tf-original") ? "original" : "translation";
}

document.addEventListener("pointerdown", (event) => {
  pressed = up(event.target, ".tf-grid .tf-cell");
  if (event.shiftKey || up(pressed, ".tf-grid")?.dataset.select) selectColumn(); // nothing begins in a column that is left out
});
document.addEventListener("pointermove", (event) => event.buttons && selectColumn());
document.addEventListener("selectstart", (event) => device !== "mouse" && selectColumn());

// For a new page: nothing is marked, and one sentence can be reached with the Tab key.
export function beginCounterparts() {
  pinned = stop = null;
  lit = [];
  twins = [];
  hint(null);
  for (const link of all(".tf-grid .tf-anchor")) link.tabIndex = -1;
  setStop(document.querySelector(".tf-grid .tf-translation .tf-seg"));
}
