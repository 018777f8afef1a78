// Untranslated passages are folded; what was unfolded stays so, and paper shows all.

import { all, up } from "./dom.js";

export const isFolded = (node) => up(node, ".tf-cut:not([open])");

export function setFolds(open) {
  for (const cut of all(".tf-cut")) cut.open = open;
}

// What was unfolded stays so when the reader comes back. A browser that keeps nothing, or a full store, is no error.
const foldsKey = () => `tf-folds:${location.pathname}`;
const foldName = (cut) => cut.querySelector(".tf-seg").id;

document.addEventListener("toggle", (event) => {
  if (!up(event.target, ".tf-cut") || up(event.target, ".tf-report").dataset.cuts !== "folded") return;
  try {
    sessionStorage.setItem(foldsKey(), JSON.stringify(all(".tf-cut[open]").map(foldName)));
  } catch { /* not remembered */ }
}, true);

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
