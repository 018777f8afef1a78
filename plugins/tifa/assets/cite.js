// Citing: the report with its address and today's date, and the passage in the reader's hand in a sheet of its own.
//
// The server knows how each format is written (citation_patterns.py) and gives patterns with slots; here they are filled.

import { term } from "./card.js";
import { copy } from "./copying.js";
import { all, make, up } from "./dom.js";
import { shortcut } from "./keys.js";
import { isHeld, passage } from "./passage.js";
import { openedSheet, openSheet } from "./sheet.js";

const FORMATS = { text: "Plain text", note: "Chicago", bibtex: "BibTeX", ris: "RIS", csl: "CSL-JSON" };
const TEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
const TEX_ALONE = { ...TEX, "{": "\\textbraceleft{}", "}": "\\textbraceright{}" }; // BibTeX counts braces, escaped or not

function bracesPair(text) {
  let depth = 0;
  for (const char of text) {
    depth += (char === "{") - (char === "}");
    if (depth < 0) return false;
  }
  return depth === 0;
}

function tex(text) {
  const escapes = bracesPair(text) ? TEX : TEX_ALONE;
  return text.replace(/[\\{}~^&%$#_]/g, (char) => escapes[char] ?? `\\${char}`);
}

const ESCAPES = {
  bibtex: tex,
  ris: (text) => text.split(/\s+/).join(" ").trim(),
  csl: (text) => JSON.stringify(text).slice(1, -1),
};

let data = null; // the patterns of the page's report
let sheet = null; // the dialog, and what is cited in it
let opener = null; // the button that is there while a passage is in hand
let format = "text";
let shown = null;

// As `address` and `fill` in citation_patterns.py.
const address = (url) => url.replace(/[\s{}\\"<>|^`]/g, encodeURIComponent);

function fill(name, values) {
  const escaped = (slot) => (slot === "url" ? address(values.url) : (ESCAPES[name] ?? String)(values[slot]));
  return data.formats[name]
    .map((piece) => (typeof piece === "string" ? piece : values[piece[1]] ? piece[0] + escaped(piece[1]) + piece[2] : ""))
    .join("");
}

function today() {
  const now = new Date();
  const [year, month, day] = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  const two = (number) => String(number).padStart(2, "0");
  return {
    iso: `${year}-${two(month)}-${two(day)}`,
    slashes: `${year}/${two(month)}/${two(day)}/`,
    parts: `${year}, ${month}, ${day}`,
    long: now.toLocaleDateString("en-US", { dateStyle: "long" }),
  };
}

const page = () => data.url || location.origin + location.pathname;

function valuesOf(found) {
  if (!found) return { key: data.id, url: page(), ...today() };
  const quotes = [found.translation, found.original].filter(Boolean).map(({ text }) => `“${text}”`);
  const said = [found.remark, found.whole, found.also].filter(Boolean).join("; ");
  return {
    key: `${data.id}-${found.id}`,
    url: `${page()}#${found.id}`,
    quote: [...quotes, ...(said ? [`[${said}]`] : [])].join(" "),
    place: found.place,
    ...today(),
  };
}

// --- The sheet

function makeSheet() {
  const button = (name, text, attributes = {}) => make("button", { type: "button", class: name, ...attributes }, text);
  const link = (name, label) => make("div", { class: `tf-citing-link tf-citing-${name}` },
    make("span", {}, `${label} `), make("span", { class: "tf-url", translate: "no" }), " ", button("tf-copy-link", "Copy", { "aria-label": `Copy the ${label.toLowerCase()}` }));
  sheet = make("dialog", { class: "tf-citing-sheet", lang: "en", "aria-labelledby": "tf-citing-title" },
    make("p", { id: "tf-citing-title", class: "tf-sheet-title", role: "heading", "aria-level": 2 }),
    make("div", { class: "tf-cited" }),
    make("div", { class: "tf-forms", role: "group", "aria-label": "Format" },
      ...Object.entries(FORMATS).map(([name, title]) => button("", title, { "data-tf-form": name }))),
    make("div", { class: "tf-citation", tabindex: 0, translate: "no", role: "region", "aria-label": "Citation" }),
    make("p", { class: "tf-citing-foot" }, button("tf-copy-citation", "Copy", { autofocus: "autofocus" }), " ", button("tf-sheet-close", "Close"),
      " ", make("span", { role: "status", class: "tf-citing-status" })),
    link("own", "Link"),
    link("words", "Link to these words"));
}

const part = (name) => sheet.querySelector(name);

function openCiting() {
  const report = document.querySelector(".tf-report");
  if (!data || !report || openedSheet()) return;
  if (!sheet) makeSheet();
  if (sheet.parentNode !== report) report.append(sheet);
  const found = passage();
  shown = valuesOf(found);
  part("#tf-citing-title").textContent = found ? "Cite this passage" : "Cite this report";
  const sides = [found?.translation, found?.original].filter(Boolean).map(({ lang, text }) =>
    make("blockquote", { lang, translate: /^zh\b/.test(lang) ? "no" : "" }, text));
  const sentence = (text) => text && `${text[0].toUpperCase()}${text.slice(1)}.`;
  const remarks = [found?.remark && `This passage is ${found.remark}.`, sentence(found?.whole), sentence(found?.also)];
  part(".tf-cited").replaceChildren(...sides, ...remarks.filter(Boolean).map((text) => make("p", { class: "tf-note" }, text)));
  part(".tf-citing-own .tf-url").textContent = address(shown.url);
  part(".tf-citing-words").hidden = !found?.fragment;
  part(".tf-citing-words .tf-url").textContent = found?.fragment ? `${shown.url}:~:${found.fragment}` : "";
  showFormat();
  openSheet(sheet);
}

function showFormat() {
  for (const button of all("[data-tf-form]", sheet)) button.setAttribute("aria-pressed", String(button.dataset.tfForm === format));
  // Of a whole report Chicago is an entry of a bibliography
  part(".tf-citation").dataset.form = format;
  part(".tf-citation").textContent = fill(format === "note" && !shown.quote ? "chicago" : format, shown);
  part(".tf-citing-status").textContent = "";
}

document.addEventListener("click", async (event) => {
  if (up(event.target, ".tf-cite-open")) return openCiting();
  if (!sheet || !sheet.contains(event.target)) return;
  const form = up(event.target, "[data-tf-form]");
  if (form) {
    format = form.dataset.tfForm;
    showFormat();
  } else if (up(event.target, ".tf-copy-citation")) {
    part(".tf-citing-status").textContent = await copy(part(".tf-citation"));
  } else if (up(event.target, ".tf-copy-link")) {
    part(".tf-citing-status").textContent = await copy(event.target.parentNode.querySelector(".tf-url"));
  }
});

document.addEventListener("keydown", (event) => {
  if (!data || shortcut(event) !== "c") return;
  event.preventDefault();
  openCiting();
});

// --- The button

let waiting = false;

function offer() {
  waiting = false;
  if (openedSheet()) return; // it would lie above it; when that is closed, this is asked again
  const report = data && document.querySelector(".tf-report");
  const isOffered = Boolean(report) && isHeld() && !term; // an open card has the lower edge for itself
  if (isOffered && !opener) opener = make("button", { type: "button", class: "tf-cite-open tf-dock", popover: "manual", lang: "en" }, "Cite", make("span", {}, " this passage"));
  if (isOffered && opener.parentNode !== report) report.append(opener);
  if (opener?.isConnected) opener.togglePopover(isOffered);
}

function later() {
  if (!data || waiting) return;
  waiting = true;
  requestAnimationFrame(offer);
}
for (const type of ["selectionchange", "click", "focusin", "keyup"]) document.addEventListener(type, later);
addEventListener("hashchange", later);
document.addEventListener("toggle", later, true); // a card

// The pointer that presses the button must not take away what is selected.
document.addEventListener("pointerdown", (event) => up(event.target, ".tf-cite-open") && event.preventDefault());
document.addEventListener("mousedown", (event) => up(event.target, ".tf-cite-open") && event.preventDefault());

// For a new page: its patterns, and its own citation with address and date.
export function beginCite() {
  const holder = document.getElementById("tf-cite");
  data = holder ? JSON.parse(holder.textContent) : null;
  if (!data) return;
  for (const node of all("[data-tf-cite]")) node.textContent = fill(node.dataset.tfCite, valuesOf(null));
  later();
}
