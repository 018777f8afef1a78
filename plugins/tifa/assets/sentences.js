// Rows by the sentence: the sentences of a row, which the server gives by the paragraph, move into one row for each
// group that renders each other, and back. Elements move, none is copied but the frames around them, so ids stay.

import { all, up } from "./dom.js";
import { whenLaidOut } from "./later.js";

const undo = new WeakMap(); // by row, and by each that was made of it: what puts it together again
let isSplit = false; // what is wanted of all rows

// Which group a node of a block belongs to: its own, that of the sentence in it, or else that of the node before it.
const beadOf = (node) => (node instanceof Element ? node.dataset.bead ?? node.querySelector(":scope > .tf-seg")?.dataset.bead : null);

// Rows that are laid out later follow then.
export function showRows(grid, bySentence) {
  if (isSplit === bySentence && !grid.querySelector(".tf-later")) return;
  isSplit = bySentence;
  for (const row of all(".tf-row-aligned:not(.tf-later)", grid)) settle(row);
}

function settle(row) {
  if (!row.matches(".tf-row-aligned") || isSplit === undo.has(row)) return;
  if (isSplit) split(row);
  else undo.get(row)();
}
whenLaidOut(settle);

function split(row) {
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
  const holders = all(":scope > .tf-annotations", row);
  const kept = [...blocks, ...cells, ...holders].map((node) => [node, [...node.childNodes]]);
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
  // A note of the editors stands by the sentence that its mark is in, and what is said of the whole row after its end.
  for (const note of holders.flatMap((holder) => all(":scope > .tf-annotation", holder))) {
    const piece = up(document.getElementById(note.querySelector(".tf-back > a").hash.slice(1)), ".tf-row");
    if (!piece || piece === row) continue;
    if (piece.children.length === cells.length) piece.append(note.parentNode.cloneNode());
    piece.lastElementChild.append(note);
  }
  for (const holder of holders) holder.hidden = !holder.children.length;
  for (const cell of cells) last.children[cells.indexOf(cell)].append(...all(":scope > .tf-note", cell));
  const ended = row.classList.contains("tf-end");
  row.classList.remove("tf-end");
  for (const piece of [...pieces.values()].slice(0, -1)) piece.classList.remove("tf-end");
  const join = () => {
    for (const [node, nodes] of kept) node.replaceChildren(...nodes);
    for (const holder of holders) holder.hidden = false;
    for (const piece of pieces.values()) piece.remove();
    row.classList.toggle("tf-end", ended);
    row.classList.remove("tf-later");
    undo.delete(row);
  };
  for (const part of [row, ...pieces.values()]) undo.set(part, join);
}
