// Where an address leads: brought into sight, and marked.

import { counterparts, isShown } from "./beads.js";
import { open } from "./demand.js";
import { all, up } from "./dom.js";
import { isFolded } from "./folding.js";
import { reveal } from "./views.js";

// Brings a sentence or a block into sight: unfolded, on demand, or in another view if the one there is hides it.
export function goTo(node) {
  const shown = bring(node);
  shown.scrollIntoView();
  return shown;
}

function bring(node) {
  const cut = isFolded(node);
  if (cut) cut.open = true;
  if (isShown(node)) return node;
  if (up(node, ".tf-report")?.dataset.view === "demand") {
    const sentences = node.matches(".tf-seg") ? [node] : all(".tf-seg", node);
    const rendering = sentences.flatMap(counterparts).find(isShown);
    if (rendering) {
      open(rendering);
      return rendering;
    }
  }
  reveal(node);
  return node;
}

// The place an address leads to is marked, and unfolded if need be.
export function arrive() {
  for (const node of all(".tf-arrived")) node.classList.remove("tf-arrived");
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch { /* a broken escape is looked for as it stands */ }
  const named = id ? document.getElementById(id) : null;
  const place = up(named, ".tf-grid, .tf-text") ? named : null;
  place?.classList.add("tf-arrived");
  if (place && !isShown(place)) goTo(place).classList.add("tf-arrived");
}
addEventListener("hashchange", arrive);
