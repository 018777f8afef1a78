// Untranslated passages are folded; what was unfolded stays so, and paper shows all.

import { counted } from "./controls.js";
import { all, make, up } from "./dom.js";

export const isFolded = (node) => up(node, ".tf-cut:not([open])");

export function setFolds(open) {
  for (const cut of all(".tf-cut")) cut.open = open;
  for (const gap of all(".tf-gap")) setGap(gap, open);
}

// Single sentences that are left out of a paragraph: they, and what stands beside them, are named for the stylesheet, and
// have a button that unfolds them in views that do not show the paragraph's original.
export function nameGaps(grid) {
  for (const gap of all(".tf-gap:not(:has(.tf-gap-open))", grid)) {
    const sentences = all(".tf-seg", gap);
    for (const sentence of sentences) sentence.classList.add("tf-left-out");
    gap.prepend(make("button", { type: "button", class: "tf-gap-open", lang: "en", "aria-expanded": "false" }, `Not translated: ${counted(sentences.length, "sentence")}`));
  }
  for (const cell of all(".tf-row-aligned:has(.tf-gap) > .tf-original", grid)) {
    for (const node of all(".tf-block:not(.tf-heading, :has(.tf-gap)), .tf-block > .tf-seg", cell)) node.classList.add("tf-around-gap");
  }
}

export function setGap(gap, isOpen) {
  gap.classList.toggle("tf-open", isOpen);
  gap.querySelector(".tf-gap-open")?.setAttribute("aria-expanded", String(isOpen));
}

document.addEventListener("click", (event) => {
  const button = up(event.target, ".tf-gap-open");
  if (button) setGap(button.parentNode, !button.parentNode.matches(".tf-open"));
});

// What was unfolded stays so when the reader comes back. A browser that keeps nothing, or a full store, is no error.
const foldsKey = () => `tf-folds:${location.pathname}`;
const foldName = (cut) => cut.querySelector(".tf-seg").id;

let isStoring = false;

// All folds at once are many events.
document.addEventListener("toggle", (event) => {
  if (isStoring || !up(event.target, ".tf-cut") || up(event.target, ".tf-report").dataset.cuts !== "folded") return;
  isStoring = true;
  setTimeout(store);
}, true);

function store() {
  isStoring = false;
  if (document.querySelector(".tf-report")?.dataset.cuts !== "folded") return;
  try {
    sessionStorage.setItem(foldsKey(), JSON.stringify(all(".tf-cut[open]").map(foldName)));
  } catch { /* not remembered */ }
}

export function unfoldRemembered() {
  try {
    const names = JSON.parse(sessionStorage.getItem(foldsKey()) ?? "[]");
    for (const cut of all(".tf-cut")) if (names.includes(foldName(cut))) cut.open = true;
  } catch { /* nothing remembered */ }
}

let closedForScreen = [];
addEventListener("beforeprint", () => {
  closedForScreen = all(".tf-cut:not([open])");
  for (const cut of closedForScreen) cut.open = true;
});
addEventListener("afterprint", () => {
  for (const cut of closedForScreen) cut.open = false;
});
