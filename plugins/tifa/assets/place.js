// The reader's passage stays where it is on the screen while the page around it changes.

import { all, up } from "./dom.js";

const EDGE = 4; // pixels below what sticks to the upper edge

// The lower edge of the header and, where they stick, the heads of the columns.
function upperEdge() {
  const stuck = all(".md-header, .tf-heads").map((node) => node.getBoundingClientRect());
  return Math.max(0, ...stuck.filter(({ top, height }) => height && top < 100).map(({ bottom }) => bottom)) + EDGE;
}

// Runs a change of the page and scrolls by what the passage in sight has moved: the topmost sentence, or if the change
// has hidden it, its counterpart, or else the next sentence that was in sight, or the next one that there is.
export function keepPlace(change) {
  const edge = upperEdge();
  const sentences = all(".tf-seg");
  const seen = [];
  for (const node of sentences) {
    const { top, bottom, height } = node.getBoundingClientRect();
    if (height && bottom > edge && top < innerHeight) seen.push({ node, top: Math.max(top, edge), at: top });
  }
  seen.sort((one, other) => one.top - other.top);
  const root = document.documentElement;
  root.style.overflowAnchor = "none"; // the browser's own remedy would be added to ours
  change();
  const [anchor, top] = anchorAfter(seen, sentences);
  for (let pass = 0; anchor && pass < 2; pass += 1) {
    scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: "instant" });
  }
  requestAnimationFrame(() => requestAnimationFrame(() => root.style.removeProperty("overflow-anchor")));
}

const isShown = (node) => node.getClientRects().length > 0 && !up(node, ".tf-cut:not([open])");

function anchorAfter(seen, sentences) {
  for (const { node, at, top } of seen) {
    if (isShown(node)) return [node, at];
    const other = sentences.find((one) => one !== node && one.dataset.bead === node.dataset.bead && isShown(one));
    if (node.dataset.bead && other) return [other, top];
  }
  if (!seen.length) return [];
  const next = sentences.slice(sentences.indexOf(seen[0].node)).find(isShown);
  return next ? [next, seen[0].top] : [];
}
