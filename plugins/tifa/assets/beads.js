// Sentences by what they render: found once for a page, since they are moved about but never made anew.

import { all, up } from "./dom.js";

const indexes = new WeakMap(); // by grid: bead to sentences, in page order

export function together(sentence) {
  const grid = up(sentence, ".tf-grid");
  if (!grid) return [];
  if (!indexes.has(grid)) {
    const index = new Map();
    for (const node of all(".tf-seg", grid)) index.set(node.dataset.bead, [...(index.get(node.dataset.bead) ?? []), node]);
    indexes.set(grid, index);
  }
  return indexes.get(grid).get(sentence.dataset.bead) ?? [];
}

export const sideOf = (node) => (up(node, ".tf-original") ? "original" : "translation");

// What renders a sentence, or what it renders.
export const counterparts = (sentence) => together(sentence).filter((node) => sideOf(node) !== sideOf(sentence));

// The rows of a bitext that are not folded.
export const OPEN_ROWS = ".tf-grid > .tf-row, .tf-cut[open] > .tf-row";

// Whether an element is in sight, in part at least, below what covers the upper edge of the window.
export function isInSight(node, edge = 0) {
  const { top, bottom, height } = node.getBoundingClientRect();
  return height > 0 && bottom > edge && top < innerHeight;
}

// Whether an element is laid out, in the view there is and not folded. What is folded is not measured: the browser would
// lay out each row of it for that.
export const isShown = (node) => !up(node, ".tf-cut:not([open])") && node.getClientRects().length > 0;
