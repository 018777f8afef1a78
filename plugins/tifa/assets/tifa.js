// Term cards, counterparts of sentences, folding and the glossary's filter. Everything on the page works without this
// file, only less conveniently. All listeners sit on `document`, so they outlive Material's instant navigation.

const OPEN_DELAY = 200; // milliseconds until a term that is pointed at shows its card
const CLOSE_DELAY = 300; // time to move the pointer from the term to the card
const SHEET_WIDTH = 600; // up to this viewport width the card lies along the lower edge

const up = (node, selector) => (node instanceof Element ? node.closest(selector) : null);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// --- Term card -------------------------------------------------------------------------------------------------------

let card = null; // the one element, made when first needed
let term = null; // the link whose card is open
let timer = 0;
let pointer = "mouse"; // what touched the page last
const parsed = new WeakMap(); // the page's card data by the element that holds it

function cardData(link) {
  const holder = document.getElementById("tf-cards");
  if (!holder) return null;
  if (!parsed.has(holder)) parsed.set(holder, JSON.parse(holder.textContent));
  const cards = parsed.get(holder);
  return Object.hasOwn(cards, link.dataset.concept) ? cards[link.dataset.concept] : null;
}

function makeCard() {
  const part = (tag, name) => {
    const node = document.createElement(tag);
    node.className = `tf-card-${name}`;
    card.append(node);
    return node;
  };
  card = document.createElement("div");
  card.id = "tf-card";
  card.className = "tf-card";
  card.popover = "manual";
  card.setAttribute("role", "dialog");
  for (const [tag, name] of [["p", "zh"], ["p", "pinyin"], ["p", "en"], ["p", "warning"], ["p", "short"], ["a", "more"]]) {
    card[`$${name}`] = part(tag, name);
  }
  card.$zh.lang = "zh-Hans";
  card.$zh.translate = false;
  card.$pinyin.lang = "zh-Latn";
  card.$more.textContent = "Full entry";
}

function openCard(link) {
  clearTimeout(timer);
  const data = cardData(link);
  if (!data || term === link) return;
  if (!card) makeCard();
  if (!card.isConnected) document.body.append(card);
  const warning = "deprecated" in link.dataset;
  card.setAttribute("aria-label", `Glossary: ${data.en}`);
  for (const name of ["zh", "pinyin", "en", "short"]) card[`$${name}`].textContent = data[name];
  card.$warning.hidden = !warning;
  card.$warning.textContent = warning ? `“${link.textContent}” is not recommended; the standard English is “${data.en}”.` : "";
  card.$more.href = data.url;
  term = link;
  card.showPopover();
  placeCard();
}

function placeCard() {
  card.classList.toggle("tf-card-sheet", innerWidth <= SHEET_WIDTH);
  if (innerWidth <= SHEET_WIDTH) {
    card.style.left = card.style.top = "";
    return;
  }
  const gap = 8;
  const lines = [...term.getClientRects()];
  const anchor = lines[0];
  const last = lines.at(-1);
  const { width, height } = card.getBoundingClientRect();
  const below = last.bottom + gap + height <= innerHeight || anchor.top < height + gap;
  const left = Math.min((below ? last : anchor).left, innerWidth - width - gap);
  const top = below ? Math.min(last.bottom + gap, innerHeight - height - gap) : anchor.top - height - gap;
  card.style.left = `${Math.max(gap, left)}px`;
  card.style.top = `${Math.max(gap, top)}px`;
}

function closeCard({ focus = false } = {}) {
  clearTimeout(timer);
  if (!term) return;
  const back = focus && card.contains(document.activeElement) ? term : null;
  term = null;
  if (card.isConnected) card.hidePopover();
  back?.focus();
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
  pointer = event.pointerType;
  if (!up(event.target, ".tf-term, .tf-card")) closeCard();
}, true);

document.addEventListener("focusin", (event) => {
  const link = up(event.target, ".tf-term");
  if (link && link.matches(":focus-visible") && pointer !== "touch") openCard(link);
  else if (!link && !card?.contains(event.target)) closeCard();
});

// The first tap shows the card, the second follows the link. In the capturing phase, before instant navigation.
document.addEventListener("click", (event) => {
  const link = up(event.target, ".tf-term");
  if (link && event.detail && pointer === "touch" && term !== link && cardData(link)) {
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
  else if (!card?.contains(event.target)) mark(pinned);
});

document.addEventListener("focusin", (event) => {
  const place = up(event.target, ".tf-grid .tf-seg, .tf-grid .tf-anchor");
  const sentence = up(place, ".tf-seg") ?? up(place, ".tf-block")?.querySelector(".tf-seg");
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
    if (term) closeCard({ focus: true });
    else mark((pinned = null));
    return;
  }
  if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
    for (const grid of all(".tf-grid")) delete grid.dataset.select;
  }
  const sentence = event.target;
  if (event.altKey || event.ctrlKey || event.metaKey || !(sentence instanceof Element) || !sentence.matches(".tf-seg")) return;
  if (event.key === "Enter") {
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

let closedForScreen = [];
addEventListener("beforeprint", () => {
  closedForScreen = all(".tf-cut:not([open])");
  for (const cut of closedForScreen) cut.open = true;
});
addEventListener("afterprint", () => {
  for (const cut of closedForScreen) cut.open = false;
});

// A link into a folded passage unfolds it; the place is marked even where instant navigation changed the address.
function arrive() {
  for (const node of all(".tf-arrived")) node.classList.remove("tf-arrived");
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch { /* a broken escape is looked for as it stands */ }
  const place = id && document.getElementById(id);
  if (!place || !up(place, ".tf-grid, .tf-text")) return;
  place.classList.add("tf-arrived");
  const cut = isFolded(place);
  if (!cut) return;
  cut.open = true;
  place.scrollIntoView();
}
addEventListener("hashchange", arrive);

// --- Glossary filter -------------------------------------------------------------------------------------------------

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’]/g, "");

document.addEventListener("input", (event) => {
  if (event.target.id !== "tf-filter") return;
  const wanted = plain(event.target.value).replace(/([a-z])[1-5](?![0-9])/g, "$1").trim();
  let shown = 0;
  for (const entry of all(".tf-entry")) {
    const found = plain(entry.dataset.find);
    entry.hidden = !(found.includes(wanted) || found.includes(wanted.replace(/\s+/g, "")));
    if (!entry.hidden) shown += 1;
  }
  for (const group of all(".tf-category")) group.hidden = !group.querySelector(".tf-entry:not([hidden])");
  const status = document.querySelector(".tf-filter-status");
  status.textContent = wanted ? `${shown} ${shown === 1 ? "concept" : "concepts"} found` : "";
});

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
  arrive();
}

if (window.document$) window.document$.subscribe(begin);
else begin();
