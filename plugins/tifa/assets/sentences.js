// Rows by the sentence: the sentences of a row, which the server gives by the paragraph, move into one row for each
// group that renders each other, and back. Elements move, none is copied but the frames around them, so ids stay.

import { all } from "./dom.js";

const undo = new WeakMap(); // by grid, what puts its rows together again

// Which group a node of a block belongs to: its own, that of the sentence in it, or else that of the node before it.
const beadOf = (node) => (node instanceof Element ? node.dataset.bead ?? node.querySelector(":scope > .tf-seg")?.dataset.bead : null);

export function splitRows(grid) {
  if (undo.has(grid)) return;
  const undone = [];
  for (const row of all(".tf-row-aligned", grid)) split(row, undone);
  undo.set(grid, undone);
}

export function joinRows(grid) {
  for (const back of undo.get(grid) ?? []) back();
  undo.delete(grid);
}

function split(row, undone) {
  const cells = all(":scope > .tf-cell", row);
  const blocks = cells.flatMap((cell) => all(":scope > .tf-block", cell));
  const inGaps = new Set(all(".tf-gap .tf-seg", row).map((node) => node.dataset.bead));
  const [first, ...others] = [...new Set(all(".tf-seg", row).map((node) => node.dataset.bead))].filter((bead) => !inGaps.has(bead));
  if (!others.length) return;
  const pieces = new Map();
  let last = row;
  for (const bead of others) {
    const piece = row.cloneNode();
    piece.append(...cells.map((cell) => cell.cloneNode()));
    last.after(piece);
    last = piece;
    pieces.set(bead, piece);
  }
  const kept = blocks.map((block) => [block, [...block.childNodes], block.parentNode]);
  for (const cell of cells) {
    const column = cells.indexOf(cell);
    let bead = first;
    for (const block of all(":scope > .tf-block", cell)) {
      let part = block;
      const starts = beadOf(block.querySelector(":scope > .tf-seg, :scope > .tf-gap"));
      if (pieces.has(starts)) bead = starts;
      if (bead !== first) pieces.get(bead).children[column].append(block);
      for (const node of [...block.childNodes]) {
        const own = beadOf(node);
        if (own && own !== bead && (own === first || pieces.has(own))) {
          bead = own;
          part = block.cloneNode();
          part.removeAttribute("id");
          part.classList.add("tf-rest");
          pieces.get(bead).children[column].append(part);
        }
        if (part !== block && !(node instanceof Element && node.matches(".tf-anchor"))) part.append(node);
      }
    }
  }
  const ended = row.classList.contains("tf-end");
  row.classList.remove("tf-end");
  for (const piece of [...pieces.values()].slice(0, -1)) piece.classList.remove("tf-end");
  undone.push(() => {
    for (const [block, nodes, cell] of kept) {
      block.replaceChildren(...nodes);
      if (block.parentNode !== cell) cell.insertBefore(block, cell.querySelector(":scope > :not(.tf-block)"));
    }
    for (const piece of pieces.values()) piece.remove();
    row.classList.toggle("tf-end", ended);
  });
}
