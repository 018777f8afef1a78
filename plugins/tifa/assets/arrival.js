// Where an address or a search leads: brought into sight, and marked.

import { all, plain, up } from "./dom.js";
import { isFolded } from "./folding.js";

// The place an address leads to is marked, and unfolded if need be. From a search, the first sentence there that has
// the words comes into sight: Material marks them, but only where they are not folded.
export function arrive() {
  for (const node of all(".tf-arrived")) node.classList.remove("tf-arrived");
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch { /* a broken escape is looked for as it stands */ }
  const named = id ? document.getElementById(id) : null;
  const place = up(named, ".tf-grid, .tf-text") ? named : null;
  place?.classList.add("tf-arrived");
  const found = id && !place ? null : sentenceFound(place);
  const shown = found ?? place;
  const cut = isFolded(shown);
  if (cut) cut.open = true;
  if (cut || found) shown.scrollIntoView();
}
addEventListener("hashchange", arrive);

function sentenceFound(place) {
  const wanted = plain(new URLSearchParams(location.search).get("h") ?? "").split(/\s+/).filter(Boolean);
  const isBack = performance.getEntriesByType("navigation")[0]?.type !== "navigate"; // and the place is the reader's own
  if (!wanted.length || isBack) return null;
  const has = (node) => node && wanted.every((word) => plain(node.textContent).includes(word));
  if (!place) return has(document.querySelector(".tf-header")) ? null : all(".tf-seg").find(has);
  const block = place.id.replace(/\.s\d+$/, ""); // which may be spread over rows
  return all(`[id^="${CSS.escape(block)}.s"]`).find(has);
}
