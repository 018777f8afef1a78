// The card that explains a term: one for the whole page.

import { all, up } from "./dom.js";

const OPEN_DELAY = 200; // milliseconds until a term that is pointed at shows its card
const CLOSE_DELAY = 300; // time to move the pointer from the term to the card
const SHEET_WIDTH = 600; // up to this viewport width the card lies along the lower edge
const GAP = 8; // pixels between the term and its card
const LINES = ["zh", "pinyin", "en", "wording", "warning", "short", "gloss", "caution", "seen"];

// For screen readers: the card is a group with a name, and while it is open its term has `aria-details`, so that "has
// details" is said and nothing is read out that nobody asked for, as `aria-describedby` on the term would make it. It
// is no dialog, since the focus stays where it is. The Tab key leads from the term to the card's link, which is
// described by the card's text; from there Tab goes on after the term, and Shift and Tab go back to it.

export let card = null; // the one element, made when first needed
export let term = null; // the link whose card is open
let timer = 0;
let returning = false; // the focus goes back to a term whose card was closed, which is no reason to open it again
export let device = "mouse"; // what was used last: a kind of pointer, or "keyboard"
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
  for (const name of LINES) part(card.$text, "p", name);
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

// What is to be said of the words that stand here.
function wordingTexts(link, data) {
  const wording = link.dataset.deprecated;
  if (wording) {
    const preferred = link.matches(":lang(zh)") ? data.zh : data.en;
    const note = Object.hasOwn(data.notes ?? {}, wording) ? ` ${data.notes[wording].replace(/[^.!?]$/, "$&.")}` : "";
    return { warning: `“${link.textContent}” is not recommended here; preferred: “${preferred}”.${note}` };
  }
  if (link.matches(".tf-paraphrase")) return { wording: "Spelled out here, without the name." };
  if ("unrendered" in link.dataset) return { wording: "The translation beside it has no wording of this term known here." };
  return "unusual" in link.dataset ? { en: `usually: ${data.en}` } : {};
}

// The report's own explanation, in the language of the term or else in the other.
function glossText(link, data) {
  const glosses = Object.entries(data.gloss ?? {});
  const own = glosses.find(([lang]) => link.matches(`:lang(${lang.split("-")[0]})`)) ?? glosses[0];
  return own ? `As this report explains it: “${own[1]}”` : "";
}

export function openCard(link) {
  clearTimeout(timer);
  const data = cardData(link);
  if (!data || term === link) return;
  closeCard();
  if (!card) makeCard();
  const report = up(link, ".tf-report");
  if (card.parentNode !== report) report.append(card);
  card.setAttribute("aria-label", `Glossary: ${data.en}`);
  const texts = { ...data, ...wordingTexts(link, data), gloss: glossText(link, data) };
  for (const name of LINES) {
    card[`$${name}`].textContent = texts[name] ?? "";
    card[`$${name}`].hidden = !texts[name];
  }
  card.$more.href = data.url;
  term = link;
  term.setAttribute("aria-details", card.id);
  document.dispatchEvent(new CustomEvent("tf-card", { detail: link }));
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

export function closeCard({ focus = false } = {}) {
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
