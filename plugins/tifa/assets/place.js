// The reader's passage stays where it is on the screen while the page around it changes.

import { counterparts, isInSight, isShown, OPEN_ROWS } from "./beads.js";
import { all, up } from "./dom.js";
import { layOutInSight, postpone } from "./later.js";

const EDGE = 4; // pixels below what sticks to the upper edge
const PASSES = 5; // what comes into sight when the page is scrolled may move the passage again

// What was in sight before the first of several changes, which of it was put where after the last, and where its row was
// in each state.
let held = null;

// The lower edge of the header and of what sticks below it: the heads of the columns or, on a phone, the map.
function upperEdge() {
  const stuck = all(".md-header, .tf-heads, .tf-map").map((node) => node.getBoundingClientRect());
  const bars = stuck.filter(({ top, width, height }) => height > 0 && width > innerWidth / 2 && top < 100);
  return Math.max(0, ...bars.map(({ bottom }) => bottom)) + EDGE;
}

const topOf = (node) => node.getBoundingClientRect().top;

// The sentences in sight, the topmost first; those that begin above the edge last. Rows are measured before sentences,
// which are many and slow to measure, and what is folded not at all: the browser would lay out each of its rows for that.
function sentencesInSight(edge) {
  const rows = all(`${OPEN_ROWS}, .tf-text .tf-block`).filter((row) => isInSight(row, edge));
  return rows
    .flatMap((row) => all(".tf-seg", row))
    .filter((node) => isInSight(node, edge))
    .map((node) => ({ node, top: topOf(node) }))
    .sort((one, other) => (one.top < edge) - (other.top < edge) || one.top - other.top);
}

// How the page is shown.
const state = () => JSON.stringify({ ...document.querySelector(".tf-report").dataset, width: innerWidth });

// Runs a change of the page and scrolls by what the passage in sight has moved: the topmost sentence, or if the change
// has hidden it, its counterpart, or else the next sentence that was in sight, or the next one that there is.
//
// Whoever goes through several states without scrolling keeps the passage of the first of them: where one of them hides
// it, it is there again in the next; and a state looks as it did, also where a sentence sticks to the upper edge and does
// not tell where its row is.
export function keepPlace(change, { isLater = false } = {}) {
  const edge = upperEdge();
  const isWhereItWas = held?.anchor.isConnected && isShown(held.anchor) && Math.abs(topOf(held.anchor) - held.top) < 2 && Math.abs(rowTop(held.anchor) - held.rowTop) < 2;
  const seen = isWhereItWas ? held.seen : sentencesInSight(edge);
  const tops = isWhereItWas ? held.tops : new Map();
  if (seen.length && !tops.has(state())) tops.set(state(), rowTop(seen[0].node));
  const root = document.documentElement;
  root.style.overflowAnchor = "none"; // the browser's own remedy would be added to ours
  if (isLater) postpone();
  change();
  const [anchor, top] = anchorAfter(seen, edge);
  if (anchor) settle(() => topOf(anchor) - top);
  else layOutInSight();
  const before = tops.get(state());
  const first = seen[0]?.node;
  if (before !== undefined && isShown(first) && Math.abs(rowTop(first) - before) < innerHeight) settle(() => rowTop(first) - before);
  held = anchor ? { seen, tops, anchor, top: topOf(anchor), rowTop: rowTop(anchor) } : null;
  if (!isLater) requestAnimationFrame(() => requestAnimationFrame(() => root.style.removeProperty("overflow-anchor")));
}

const rowTop = (node) => topOf(up(node, ".tf-row") ?? up(node, ".tf-block"));

function settle(moved) {
  for (let pass = 0; pass < PASSES; pass += 1) {
    const by = moved();
    if (Math.abs(by) >= 1) scrollBy({ top: by, behavior: "instant" });
    if (!layOutInSight() && pass) break;
  }
}

function anchorAfter(seen, edge) {
  for (const { node, top } of seen) {
    if (isShown(node)) return [node, top];
    const other = counterparts(node).find(isShown);
    if (other) return [other, Math.max(top, edge)];
  }
  if (!seen.length) return [];
  const sentences = all(".tf-seg");
  const next = sentences.slice(sentences.indexOf(seen[0].node)).find(isShown);
  return next ? [next, Math.max(seen[0].top, edge)] : [];
}
