// The terms of a report: their list, and from one occurrence to the next.

import { bring } from "./arrival.js";
import { isShown, OPEN_ROWS } from "./beads.js";
import { card, openCard } from "./card.js";
import { counted, keepInAddress, setFromAddress, values } from "./controls.js";
import { all, make, plain, up } from "./dom.js";
import { shortcut } from "./keys.js";

const SHOWN = 60; // as on the page
const UPPER_EDGE = 80; // pixels that the header and the heads of the columns cover

let chosen = null; // the occurrence in hand: a link of the text

const collator = new Intl.Collator("en", { numeric: true });
const nameOf = (node) => plain(node.querySelector(".tf-term-name").textContent).replace(/^[^\p{L}\p{N}]*(?:(?:the|an|a)\s+)?[^\p{L}\p{N}]*/u, "");

// --- The list

const homes = new WeakMap(); // of a list: its entries in the order of the page

function arrange(section) {
  const list = section.querySelector(".tf-occurrences");
  if (!homes.has(section)) homes.set(section, all(".tf-occurrences > li", section));
  const { category = "", order = "" } = values(section);
  const entries = homes.get(section).filter((node) => !category || node.dataset.category === category);
  if (order === "first") entries.sort((a, b) => a.dataset.first - b.dataset.first);
  if (order === "name") entries.sort((a, b) => collator.compare(nameOf(a), nameOf(b)));
  let more = section.querySelector(".tf-more");
  if (entries.length > SHOWN && !more) {
    more = make("details", { class: "tf-more" }, make("summary"), make("ul", { class: "tf-occurrences" }));
    list.after(more);
  }
  list.replaceChildren(...entries.slice(0, SHOWN));
  if (more) {
    more.hidden = entries.length <= SHOWN;
    more.querySelector("summary").textContent = counted(entries.length - SHOWN, "more term");
    more.querySelector("ul").replaceChildren(...entries.slice(SHOWN));
  }
  section.querySelector(".tf-filter-status").textContent = category || order ? `${counted(entries.length, "term")} shown.` : "";
}

document.addEventListener("change", (event) => {
  const section = up(event.target, ".tf-terms");
  if (!section || !event.target.matches("[name=category], [name=order]")) return;
  arrange(section);
  const { category = null, order = null } = values(section);
  keepInAddress({ category, order });
});

// --- From one to the next

const SIDES = { both: ["translation", "original"], english: ["translation"], chinese: ["original"], demand: ["translation", "original"] };

function occurrences(concept, side) {
  const found = all(`.tf-seg .tf-term[data-concept="${CSS.escape(concept)}"]:not([data-again])`);
  return side ? found.filter((node) => up(node, ".tf-cell")?.matches(`.tf-${side}`)) : found;
}

// All of the language in which the one in hand stands.
function alike(link) {
  const cell = up(link, ".tf-cell");
  return occurrences(link.dataset.concept, cell ? (cell.matches(".tf-original") ? "original" : "translation") : "");
}

// Of a concept, those in the language that is shown, or else all.
function ofConcept(concept) {
  const view = document.querySelector(".tf-report").dataset.view ?? "both";
  for (const side of document.querySelector(".tf-grid") ? SIDES[view] : []) {
    const found = occurrences(concept, side);
    if (found.length) return found;
  }
  return occurrences(concept);
}

function show(link) {
  chosen = link;
  const place = bring(up(link, ".tf-seg"));
  for (const node of all(".tf-at")) node.classList.remove("tf-at");
  link.classList.add("tf-at");
  const target = isShown(link) ? link : place;
  target.scrollIntoView({ block: "center", behavior: "instant" });
  if (target !== link) return;
  link.focus({ preventScroll: true });
  openCard(link);
}

// With no term in hand: the first one from the upper edge on, or the last above it. Rows are measured before terms, which
// are many.
function begin(by) {
  const isBelow = (node) => node.getBoundingClientRect().top >= UPPER_EDGE;
  const rows = all(`${OPEN_ROWS}, .tf-text .tf-block`);
  const parts = rows.filter((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return by > 0 ? bottom >= UPPER_EDGE : top < UPPER_EDGE;
  });
  for (const part of by > 0 ? parts : parts.reverse()) {
    const terms = all(".tf-seg a.tf-term", part).filter((node) => node.checkVisibility() && isBelow(node) === by > 0);
    if (!terms.length) continue;
    show(terms.at(by > 0 ? 0 : -1));
    return true;
  }
  return false;
}

function step(by) {
  const pointed = up(document.activeElement, ".tf-seg .tf-term") ?? document.querySelector(".tf-seg .tf-term:hover");
  const from = card?.matches(":popover-open") ? chosen : pointed ?? chosen;
  if (!from?.isConnected) return begin(by);
  const links = alike(from);
  const place = links.findIndex((node) => node === from || (node.parentNode === from.parentNode && from.dataset.again !== undefined && node.compareDocumentPosition(from) & Node.DOCUMENT_POSITION_FOLLOWING));
  show(links[(Math.max(place, 0) + by + links.length) % links.length]);
  return true;
}

document.addEventListener("keydown", (event) => {
  const by = { j: 1, k: -1 }[shortcut(event)];
  if (by && step(by)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = up(event.target, ".tf-step");
  if (button) step(Number(button.value));
  const first = up(event.target, ".tf-term-first");
  if (!first || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const concept = /([^/]+?)(?:\/|\.html)?$/.exec(first.parentNode.querySelector(".tf-term-name").getAttribute("href"))[1];
  const found = ofConcept(concept);
  if (!found.length) return;
  event.preventDefault();
  show(found[0]);
});

// The card of an occurrence says which of how many it is.
document.addEventListener("tf-card", ({ detail: link }) => {
  chosen = link;
  let steps = card.querySelector(".tf-steps");
  if (!steps) {
    const button = (by, text, label) => make("button", { type: "button", class: "tf-step", value: by, "aria-label": label }, text);
    steps = make("span", { class: "tf-steps" }, button(-1, "‹", "Previous place (key k)"), make("span"), button(1, "›", "Next place (key j)"));
    card.querySelector(".tf-card-close").before(steps);
  }
  const links = alike(link);
  const place = links.indexOf(link);
  steps.hidden = links.length < 2;
  steps.children[1].textContent = place < 0 ? `${links.length} places` : `${place + 1} of ${links.length}`;
});

export function beginOccurrences() {
  chosen = null;
  const section = document.querySelector(".tf-terms:has(.tf-filter)");
  if (!section) return;
  setFromAddress(section);
  if (Object.keys(values(section)).length) arrange(section);
}
