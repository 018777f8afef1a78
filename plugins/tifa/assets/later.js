// What is out of sight is laid out later: while the page changes its rows keep the room they had, and they take their new
// form in slices that leave the browser time for the reader. A whole page at once would keep a slow device busy for long.

import { isInSight, OPEN_ROWS } from "./beads.js";
import { all, up } from "./dom.js";

// Rows with a heading are laid out at once: they are low, and what lists the headings asks where each of them is. What is
// folded is not measured: the browser would lay out each row of it for that.
const OPEN = `${OPEN_ROWS}, .tf-terms > .tf-occurrences`;
const FOLDED = ".tf-cut:not([open]) > .tf-row";
const HEADING = ".tf-heading:not(p)";
const SLICE = 30; // milliseconds that a slice should take
const FEWEST = 4; // rows of a slice

let waiting = false;
let size = FEWEST; // of the next slice, in rows
const lows = new WeakMap(); // by row, whether it has a heading

function isLow(row) {
  if (!lows.has(row)) lows.set(row, Boolean(row.querySelector(HEADING)));
  return lows.get(row);
}

const postponed = () => all(".tf-later:not(.tf-cut:not([open]) > *)");

// What a row still has to become when its turn comes: each is told of the row.
const catchUp = [];
export const whenLaidOut = (act) => catchUp.push(act);

function layOut(parts) {
  for (const part of parts) {
    part.classList.remove("tf-later");
    for (const act of catchUp) if (part.isConnected) act(part);
  }
  return parts.length > 0;
}

// To be called before a change: from now on only what is in sight, has the focus or is selected is laid out at once.
export function postpone() {
  const held = [document.activeElement, getSelection().anchorNode?.parentElement].map((node) => up(node, ".tf-row, .tf-occurrences"));
  const far = all(OPEN).filter((part) => !isLow(part) && !held.includes(part) && !isInSight(part));
  for (const part of [...far, ...all(FOLDED).filter((row) => !isLow(row))]) part.classList.add("tf-later");
  if (!waiting) afterPaint(slice);
  waiting = true;
}

// To be called after it: lays out what has come into sight; whether there was anything.
export const layOutInSight = () => layOut(postponed().filter((part) => isInSight(part)));

let fixed = null; // the row that stays, where it belongs and where it is: less than a pixel beside, but that adds up

// What is in sight stays where it is while something above it becomes higher or lower.
function steadily(change) {
  const top = () => fixed.row.getBoundingClientRect().top;
  if (!fixed?.row.isConnected || Math.abs(top() - fixed.at) > 0.01) {
    const row = all(OPEN_ROWS).find((node) => !node.matches(".tf-later") && isInSight(node));
    fixed = row ? { row, top: row.getBoundingClientRect().top } : null;
  }
  const changed = change();
  if (!fixed?.row.isConnected) return changed;
  const moved = top() - fixed.top;
  if (Math.abs(moved) >= 0.5) scrollBy({ top: moved, behavior: "instant" });
  fixed.at = top();
  return changed;
}

// Lays out all that is left, for those who must know where everything is; whether there was anything.
export const layOutAll = () => waiting && steadily(() => layOut(all(".tf-later")));

export const afterPaint = (act) => requestAnimationFrame(() => setTimeout(act));

// The next ones, the nearest first.
function slice() {
  const parts = postponed().map((part) => [part, part.getBoundingClientRect()])
    .sort(([, one], [, other]) => distance(one) - distance(other)).map(([part]) => part);
  const next = parts.splice(0, size);
  const begin = performance.now();
  document.documentElement.style.overflowAnchor = "none"; // the browser's own remedy would be added to ours
  steadily(() => layOut(next));
  size = Math.max(FEWEST, Math.round(next.length * SLICE / Math.max(1, performance.now() - begin)));
  if (parts.length) return afterPaint(slice);
  layOut(all(".tf-later")); // what is folded
  waiting = false;
  document.documentElement.style.removeProperty("overflow-anchor");
  document.dispatchEvent(new Event("tf-laid-out"));
}

const distance = ({ top, bottom }) => (top > innerHeight ? top - innerHeight : Math.max(0, -bottom));

addEventListener("beforeprint", layOutAll);
// What waits cannot have the focus.
document.addEventListener("keydown", ({ key }) => /^(?:Tab|Arrow\w+)$/.test(key) && layOutAll(), true);
