// Editors' notes: a disclosure below the passage, or open in a margin where there is room for one.

import { all, up } from "./dom.js";

let isMargin = null;

// The stylesheet knows whether there is a margin, and shows the notes in it whether they are open or not. Here that is
// made true for those who do not see it: in a margin every note is open, and nothing to press.
function place() {
  const text = document.querySelector(".tf-annotated");
  if (!text) return;
  const now = Boolean(getComputedStyle(text).getPropertyValue("--tf-margin"));
  if (now === isMargin) return;
  const isNew = isMargin === null;
  isMargin = now;
  for (const note of all(".tf-annotation")) {
    if (isMargin || !isNew) note.open = isMargin; // an address may have opened one
    note.firstElementChild.tabIndex = isMargin ? -1 : 0;
  }
}
addEventListener("resize", place);

// A note is opened by its mark, also where the browser does not unfold what an address leads to.
document.addEventListener("click", (event) => {
  const mark = up(event.target, ".tf-ref");
  const note = mark && up(document.getElementById(mark.hash.slice(1)), ".tf-annotation");
  if (note) note.open = true;
});

document.addEventListener("click", (event) => {
  if (isMargin && up(event.target, ".tf-annotation > summary")) event.preventDefault();
});

export function beginNotes() {
  isMargin = null;
  place();
}
