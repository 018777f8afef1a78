// Term cards, counterparts of sentences, folding and the glossary's filter. Everything on the page works without this
// file, only less conveniently. All listeners sit on `document`, so they outlive Material's instant navigation.

const OPEN_DELAY = 200; // milliseconds until a term that is pointed at shows its card
const CLOSE_DELAY = 300; // time to move the pointer from the term to the card
const SHEET_WIDTH = 600; // up to this viewport width the card lies along the lower edge
const GAP = 8; // pixels between the term and its card

const up = (node, selector) => (node instanceof Element ? node.closest(selector) : null);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// --- Term card -------------------------------------------------------------------------------------------------------

// For screen readers: the card is a group with a name, and while it is open its term has `aria-details`, so that "has
// details" is said and nothing is read out that nobody asked for, as `aria-describedby` on the term would make it. It
// is no dialog, since the focus stays where it is. The Tab key leads from the term to the card's link, which is
// described by the card's text; from there Tab goes on after the term, and Shift and Tab go back to it.

let card = null; // the one element, made when first needed
let term = null; // the link whose card is open
let timer = 0;
let returning = false; // the focus goes back to a term whose card was closed, which is no reason to open it again
let device = "mouse"; // what was used last: a kind of pointer, or "keyboard"
const parsed = new WeakMap(); // the page's card data by the element that holds it

function cardData(link) {
  const holder = document.getElementById("tf-cards");
  if (!holder) return null;
  if (!parsed.has(holder)) parsed.set(holder, JSON.parse(holder.textContent));
  const cards = parsed.get(holder);
  return Object.hasOwn(cards, link.dataset.concept) ? cards[link.dataset.concept] : null;
}

function makeCard() {
  const part = (parent, tag, name) => {
    const node = document.createElement(tag);
    node.className = `tf-card-${name}`;
    parent.append(node);
    card[`$${name}`] = node;
  };
  card = document.createElement("div");
  card.id = "tf-card";
  card.className = "tf-card";
  card.popover = "manual";
  card.lang = "en";
  card.setAttribute("role", "group");
  part(card, "div", "text");
  part(card, "div", "foot");
  for (const name of ["zh", "pinyin", "en", "warning", "short", "caution"]) part(card.$text, "p", name);
  part(card.$foot, "a", "more");
  part(card.$foot, "button", "close");
  card.$zh.lang = "zh-Hans";
  card.$zh.translate = false;
  card.$pinyin.lang = "zh-Latn";
  card.$text.id = "tf-card-text";
  card.$more.textContent = "Full entry";
  card.$more.setAttribute("aria-describedby", card.$text.id);
  card.$close.type = "button";
  card.$close.textContent = "Close";
  card.$close.addEventListener("click", () => closeCard({ focus: true }));
}

// What is to be said of a wording that the glossary advises against.
function warningText(link, data) {
  const wording = link.dataset.deprecated;
  if (!wording) return "";
  const preferred = link.matches(":lang(zh)") ? data.zh : data.en;
  const note = Object.hasOwn(data.notes ?? {}, wording) ? ` ${data.notes[wording].replace(/[^.!?]$/, "$&.")}` : "";
  return `“${link.textContent}” is not recommended here; preferred: “${preferred}”.${note}`;
}

function openCard(link) {
  clearTimeout(timer);
  const data = cardData(link);
  if (!data || term === link) return;
  closeCard();
  if (!card) makeCard();
  up(link, ".tf-report").append(card);
  card.setAttribute("aria-label", `Glossary: ${data.en}`);
  const texts = { ...data, warning: warningText(link, data) };
  for (const name of ["zh", "pinyin", "en", "warning", "short", "caution"]) {
    card[`$${name}`].textContent = texts[name] ?? "";
    card[`$${name}`].hidden = !texts[name];
  }
  card.$more.href = data.url;
  term = link;
  term.setAttribute("aria-details", card.id);
  card.showPopover();
  placeCard();
  card.$text.scrollTop = 0;
  if (card.matches(".tf-card-sheet")) {
    const hidden = term.getBoundingClientRect().bottom + GAP - card.getBoundingClientRect().top;
    if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
  }
}

function placeCard() {
  card.classList.toggle("tf-card-sheet", innerWidth <= SHEET_WIDTH);
  // What can be scrolled must be reached with the keyboard
  if (card.$text.scrollHeight > card.$text.clientHeight + 1) card.$text.tabIndex = 0;
  else card.$text.removeAttribute("tabindex");
  if (innerWidth <= SHEET_WIDTH) {
    card.style.left = card.style.top = "";
    return;
  }
  const lines = [...term.getClientRects()];
  const anchor = lines[0];
  const last = lines.at(-1);
  const { width, height } = card.getBoundingClientRect();
  const below = last.bottom + GAP + height <= innerHeight || anchor.top < height + GAP;
  const left = Math.min((below ? last : anchor).left, innerWidth - width - GAP);
  const top = below ? Math.min(last.bottom + GAP, innerHeight - height - GAP) : anchor.top - height - GAP;
  card.style.left = `${Math.max(GAP, left)}px`;
  card.style.top = `${Math.max(GAP, top)}px`;
}

function closeCard({ focus = false } = {}) {
  clearTimeout(timer);
  if (!term) return;
  const back = focus && card.contains(document.activeElement) ? term : null;
  term.removeAttribute("aria-details");
  term = null;
  if (card.isConnected) card.hidePopover();
  returning = true;
  back?.focus();
  returning = false;
}

const later = (action, delay) => {
  clearTimeout(timer);
  timer = setTimeout(action, delay);
};

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const link = up(event.target, ".tf-term");
  if (link) later(() => openCard(link), OPEN_DELAY);
  else if (card?.contains(event.target)) clearTimeout(timer);
  else if (!up(document.activeElement, ".tf-term, .tf-card")) later(closeCard, CLOSE_DELAY);
  else clearTimeout(timer);
});

document.addEventListener("pointerdown", (event) => {
  device = event.pointerType;
  if (!up(event.target, ".tf-term, .tf-card")) closeCard();
}, true);

document.addEventListener("keydown", (event) => {
  device = "keyboard";
  if (event.key !== "Tab" || event.altKey || event.ctrlKey || event.metaKey || !term) return;
  const stops = all("[tabindex], a, button", card).filter((node) => node.checkVisibility());
  let next = null;
  if (event.target === term) next = event.shiftKey ? null : stops[0];
  else if (event.target === stops[0] && event.shiftKey) next = term;
  else if (event.target === stops.at(-1) && !event.shiftKey) term.focus(); // and the browser goes on from there
  if (!next) return;
  event.preventDefault();
  next.focus();
}, true);

document.addEventListener("focusin", (event) => {
  const link = up(event.target, ".tf-term");
  if (link && link.matches(":focus-visible") && device !== "touch" && !returning) openCard(link);
  else if (!link && !card?.contains(event.target)) closeCard();
});

// The first tap shows the card, the second follows the link. In the capturing phase, before instant navigation.
document.addEventListener("click", (event) => {
  const link = up(event.target, ".tf-term");
  if (link && event.detail && device === "touch" && term !== link && cardData(link)) {
    event.preventDefault();
    event.stopPropagation();
    openCard(link);
  } else if (link || up(event.target, ".tf-card a")) {
    clearTimeout(timer);
    setTimeout(closeCard); // after the browser has followed the link
  }
}, true);

document.addEventListener("scroll", () => {
  if (!term) return;
  const { top, bottom } = term.getBoundingClientRect();
  if (!term.isConnected || bottom < 0 || top > innerHeight) closeCard();
  else placeCard();
}, { passive: true });

addEventListener("resize", () => term && placeCard());

// --- Counterparts ----------------------------------------------------------------------------------------------------

let pinned = null; // the sentence that stays marked when nothing is pointed at

function mark(sentence) {
  for (const node of all(".tf-on")) node.classList.remove("tf-on");
  const grid = up(sentence, ".tf-grid");
  if (!grid) return;
  for (const node of all(`[data-bead="${CSS.escape(sentence.dataset.bead)}"]`, grid)) node.classList.add("tf-on");
}

// One sentence of the page can be reached with the Tab key, and its block's link; the arrow keys move on from there.
function enter(sentence) {
  const grid = up(sentence, ".tf-grid");
  for (const node of all('[tabindex="0"]', grid)) node.tabIndex = -1;
  sentence.tabIndex = 0;
  const link = up(sentence, ".tf-block").querySelector(".tf-anchor");
  if (link) link.tabIndex = 0;
  pinned = sentence;
  mark(sentence);
}

const isFolded = (node) => up(node, ".tf-cut:not([open])");

function neighbour(sentence, key) {
  const grid = up(sentence, ".tf-grid");
  const side = up(sentence, ".tf-original") ? ".tf-original" : ".tf-translation";
  if (key === "ArrowUp" || key === "ArrowDown") {
    const column = all(`${side} .tf-seg`, grid).filter((node) => !isFolded(node));
    return column[column.indexOf(sentence) + (key === "ArrowDown" ? 1 : -1)];
  }
  const other = key === "ArrowLeft" ? ".tf-original" : ".tf-translation";
  return other === side ? null : grid.querySelector(`${other} [data-bead="${CSS.escape(sentence.dataset.bead)}"]`);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const sentence = up(event.target, ".tf-grid .tf-seg");
  if (sentence) mark(sentence);
  else mark(term && card.contains(event.target) ? up(term, ".tf-seg") : pinned);
});

// The sentence in which the focus is; of a block whose link has it, the one that was marked, else the first.
function sentenceAt(node) {
  const place = up(node, ".tf-grid .tf-seg, .tf-grid .tf-anchor");
  if (!place || place.matches(".tf-seg")) return place;
  const block = up(place, ".tf-block");
  return block.contains(pinned) ? pinned : block.querySelector(".tf-seg");
}

document.addEventListener("focusin", (event) => {
  const sentence = sentenceAt(event.target);
  if (sentence) enter(sentence);
});

document.addEventListener("click", (event) => {
  if (up(event.target, "a, button, summary, .tf-card") || !getSelection().isCollapsed) return;
  const sentence = up(event.target, ".tf-grid .tf-seg");
  if (sentence && sentence !== pinned) enter(sentence);
  else mark((pinned = null));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const wasOpen = term;
    closeCard({ focus: true }); // or the card that was about to open
    if (!wasOpen) mark((pinned = null));
    return;
  }
  if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
    for (const grid of all(".tf-grid")) delete grid.dataset.select;
  }
  const sentence = sentenceAt(event.target);
  if (!sentence || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === "Enter" && event.target === sentence) {
    location.hash = sentence.id;
    return;
  }
  if (!/^Arrow(Up|Down|Left|Right)$/.test(event.key)) return;
  event.preventDefault();
  const next = neighbour(sentence, event.key);
  if (next) {
    next.tabIndex = -1;
    next.focus();
  }
});

// Selecting text with the pointer takes one column only.
document.addEventListener("pointerdown", (event) => {
  const cell = up(event.target, ".tf-grid .tf-cell");
  const grid = up(cell, ".tf-grid");
  if (grid) grid.dataset.select = cell.matches(".tf-original") ? "original" : "translation";
});

// --- Folding ---------------------------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const button = up(event.target, "[data-tf-fold]");
  if (!button) return;
  for (const cut of all(".tf-cut")) cut.open = button.dataset.tfFold === "open";
});

// What was unfolded stays so when the reader comes back. A browser that keeps nothing, or a full store, is no error.
const foldsKey = () => `tf-folds:${location.pathname}`;
const foldName = (cut) => cut.querySelector(".tf-seg").id;

document.addEventListener("toggle", (event) => {
  if (!up(event.target, ".tf-cut")) return;
  try {
    sessionStorage.setItem(foldsKey(), JSON.stringify(all(".tf-cut[open]").map(foldName)));
  } catch { /* not remembered */ }
}, true);

function unfoldRemembered() {
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

// The place an address leads to is marked, and unfolded if need be. From a search, the first sentence there that has
// the words comes into sight: Material marks them, but only where they are not folded.
function arrive() {
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

// --- Glossary filter -------------------------------------------------------------------------------------------------

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’]/g, "");

function filterGlossary(text) {
  const wanted = plain(text).replace(/([a-z])[1-5](?![0-9])/g, "$1").trim();
  let shown = 0;
  for (const entry of all(".tf-entry")) {
    const found = plain(entry.dataset.find);
    entry.hidden = !(found.includes(wanted) || found.includes(wanted.replace(/\s+/g, "")));
    if (!entry.hidden) shown += 1;
  }
  for (const group of all(".tf-category")) group.hidden = !group.querySelector(".tf-entry:not([hidden])");
  const status = document.querySelector(".tf-filter-status");
  status.textContent = wanted ? `${shown} ${shown === 1 ? "concept" : "concepts"} found` : "";
}

// The filter stands in the address, so that it outlives a visit to an entry and can be passed on.
document.addEventListener("input", (event) => {
  if (event.target.id !== "tf-filter") return;
  filterGlossary(event.target.value);
  const address = new URL(location);
  if (event.target.value) address.searchParams.set("find", event.target.value);
  else address.searchParams.delete("find");
  try {
    history.replaceState(history.state, "", address);
  } catch { /* Safari allows only so many changes */ }
});

function filterRemembered() {
  const field = document.getElementById("tf-filter");
  const text = new URLSearchParams(location.search).get("find");
  if (!field || !text) return;
  field.value = text;
  filterGlossary(text);
}

// --- Each page -------------------------------------------------------------------------------------------------------

function begin() {
  closeCard();
  pinned = null;
  for (const node of all(".tf-tools, .tf-filter")) node.hidden = false;
  for (const link of all(".tf-grid .tf-anchor")) link.tabIndex = -1;
  const first = document.querySelector(".tf-grid .tf-translation .tf-seg");
  if (first) first.tabIndex = 0;
  // Material gives its search dialog no name, nor the lists of pages below a section that has a page of its own.
  for (const search of all(".md-search:not([aria-label])")) search.setAttribute("aria-label", "Search");
  for (const list of all(".md-nav[aria-labelledby]")) {
    if (document.getElementById(list.getAttribute("aria-labelledby"))?.textContent.trim()) continue;
    list.removeAttribute("aria-labelledby");
    list.setAttribute("aria-label", list.querySelector(".md-nav__title")?.textContent.trim() || "Pages");
  }
  unfoldRemembered();
  filterRemembered();
  arrive();
}

if (window.document$) window.document$.subscribe(begin);
else begin();
