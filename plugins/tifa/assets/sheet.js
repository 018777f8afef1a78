// A sheet over the page: a dialog that is closed by its button, by Escape, by a press outside of it, and by leaving it
// with the Tab key. It is not modal, since for that the browser would give all that is behind it a new style.

import { up } from "./dom.js";

export function openSheet(sheet) {
  sheet.popover = "auto";
  sheet.showPopover();
}

export const openedSheet = () => document.querySelector("dialog:popover-open");

document.addEventListener("focusout", (event) => {
  const sheet = openedSheet();
  if (sheet?.contains(event.target) && event.relatedTarget && !sheet.contains(event.relatedTarget)) sheet.hidePopover();
});

document.addEventListener("click", (event) => {
  const button = up(event.target, ".tf-sheet-close");
  if (!button) return;
  event.preventDefault();
  up(button, "dialog").hidePopover();
});
