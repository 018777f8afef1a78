// Where an address leads: brought into sight, and marked.

import { counterparts, isShown } from "./beads.js";
import { open } from "./demand.js";
import { all, up } from "./dom.js";
import { isFolded } from "./folding.js";
import { layOutAll } from "./later.js";
import { reveal, say } from "./views.js";

// What of a place is not there to be read: sentences, or all of what has none.
function hidden(node) {
  const sentences = node.matches(".tf-seg") ? [node] : all(".tf-seg", node);
  return (sentences.length ? sentences : [node]).filter((part) => !isShown(part));
}

// Makes a sentence or a block one that can be scrolled to: unfolded, or below what renders it if the view does not show its
// language. Gives it, or what renders it.
export function bring(node) {
  layOutAll();
  const cut = isFolded(node);
  if (cut) cut.open = true;
  const renderings = new Set();
  for (const part of hidden(node)) {
    const found = part.matches(".tf-seg") ? counterparts(part).filter(isShown) : [];
    if (found.length) renderings.add(found[0]);
    else reveal(part);
  }
  const [first] = renderings;
  for (const rendering of renderings) open(rendering);
  if (first) say("This passage is shown below what renders it.");
  return first ?? node;
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
  const wasWaiting = layOutAll(); // then the browser could not scroll to it
  if (!place) return;
  if (!hidden(place).length) {
    if (wasWaiting) place.scrollIntoView();
    return;
  }
  const shown = bring(place);
  shown.scrollIntoView();
  shown.classList.add("tf-arrived");
  // While a page is loading the browser scrolls to the place itself, which may be only a part of what is shown
  if (document.readyState !== "complete") addEventListener("load", () => shown.scrollIntoView(), { once: true });
}
addEventListener("hashchange", arrive);
