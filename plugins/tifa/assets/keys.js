// Which key a shortcut is. The search has f, s and /, Material p, n, comma and full stop for pages.

import { up } from "./dom.js";
import { openedSheet } from "./sheet.js";

const FIELDS = "input:not([type=radio], [type=checkbox], [type=button]), textarea, select, [contenteditable]";

// The key, or "" where it is typed into something, pressed with others, or meant for a sheet.
export function shortcut(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || event.defaultPrevented) return "";
  if (event.shiftKey && event.key !== "?") return "";
  if (up(event.target, FIELDS) || openedSheet()) return "";
  return event.key;
}
