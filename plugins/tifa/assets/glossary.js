// The glossary: its filters and its orders.

import { counted, keepInAddress, load, setFromAddress, values } from "./controls.js";
import { all, make, plain, up } from "./dom.js";
import { findable, finderOfForms } from "./finding.js";

let list = null; // the page's entries with what is to be known of them; read when first needed
let turn = 0; // of filtering: only the last one counts

const text = (node) => node?.textContent ?? "";
// Names are put in order without their quotation marks, in English also without their article.
const bare = (name) => plain(name).replace(/^[^\p{L}\p{N}]+/u, "");
const letterOf = (name) => /^[a-z]/.exec(name)?.[0].toUpperCase() ?? "0–9";
const collator = new Intl.Collator("en", { numeric: true });

function read(root) {
  const sections = all(".tf-category", root);
  const entries = all(".tf-entry", root).map((node) => {
    const name = node.firstElementChild; // a link, if the concept has a page
    const [zh, en] = [...name.children].map(text);
    const pinyin = text(node.querySelector(".tf-pinyin"));
    return {
      node,
      section: up(node, ".tf-category"),
      id: name.dataset.concept ?? name.getAttribute("href").match(/([^/]+?)(?:\/|\.html)?$/)[1],
      scope: node.dataset.scope ?? "national",
      isUsed: !node.matches(".tf-unused"),
      pinyin: bare(pinyin),
      en: bare(bare(en).replace(/^(?:the|an|a)\s+/, "")),
      found: findable(pinyin, [zh, en, ...(node.dataset.find ?? "").split("\n")]),
    };
  });
  return { root, sections, entries, order: "", jump: root.querySelector(".tf-jump ul") };
}

// Entries move between the sections of the page and sections by letter, which are made when asked for.
function arrange(order) {
  if (list.order === order) return;
  for (const section of all(".tf-letter", list.root)) section.remove();
  list.order = order;
  list.root.dataset.order = order;
  if (!order) {
    for (const section of list.sections) {
      const own = list.entries.filter((entry) => entry.section === section).map((entry) => entry.node);
      section.querySelector("ul").append(...own);
    }
    showJumps(list.sections);
    return;
  }
  const key = order === "en" ? "en" : "pinyin";
  const sections = new Map();
  for (const entry of list.entries.toSorted((a, b) => collator.compare(a[key], b[key]))) {
    const letter = letterOf(entry[key]);
    if (!sections.has(letter)) sections.set(letter, makeSection(letter));
    sections.get(letter).lastChild.append(entry.node);
  }
  const sorted = [...sections.keys()].sort().map((letter) => sections.get(letter));
  list.root.append(...sorted);
  for (const section of list.sections) section.hidden = true;
  showJumps(sorted);
}

function makeSection(letter) {
  const id = `letter-${letter.toLowerCase()}`;
  return make("section", { class: "tf-category tf-letter", "aria-labelledby": id },
    make("h2", { id }, letter), make("ul", { class: "tf-entries" }));
}

function showJumps(sections) {
  list.jump.replaceChildren(...sections.map((section) => {
    const head = section.querySelector("h2");
    return make("li", {}, make("a", { href: `#${head.id}` }, head.firstChild.textContent));
  }));
}

// Whether an entry occurs in a report, in any report, or whether that does not matter.
async function occursIn(report) {
  if (!report) return () => true;
  if (report === "any") return (entry) => entry.isUsed;
  const data = await load(list.root.dataset.counts);
  const wanted = new Set(data.texts.flatMap((item, index) => (item.report === report ? [index] : [])));
  const ids = new Set(data.concepts.filter(({ counts }) => counts.some(([index]) => wanted.has(index))).map(({ id }) => id));
  return (entry) => ids.has(entry.id);
}

function ready() {
  const root = document.querySelector(".tf-glossary:has(.tf-filter)");
  if (root && list?.root !== root) list = read(root);
  return Boolean(root);
}

async function show() {
  const own = ++turn;
  const status = list.root.querySelector(".tf-filter-status");
  const { find = "", category, scope, report, order = "" } = values(list.root);
  let occurs;
  try {
    occurs = await occursIn(report);
  } catch {
    if (own === turn) status.textContent = "The numbers of this report could not be loaded; the list is not filtered.";
    return;
  }
  const fits = await finderOfForms(find);
  if (own !== turn) return;
  arrange(order);
  let shown = 0;
  for (const entry of list.entries) {
    const isShown = (!category || entry.section.querySelector("h2").id === category)
      && (!scope || entry.scope === scope) && occurs(entry) && fits(entry.found);
    entry.node.hidden = !isShown;
    shown += isShown;
  }
  for (const section of all(".tf-category", list.root)) {
    section.hidden = !section.querySelector(".tf-entry:not([hidden])");
    const link = list.jump.querySelector(`[href="#${CSS.escape(section.querySelector("h2").id)}"]`);
    if (link) link.parentNode.hidden = section.hidden;
  }
  const total = list.entries.length;
  status.textContent = shown === total ? `${counted(total, "concept")}` : `${shown} of ${counted(total, "concept")}`;
}

document.addEventListener("input", (event) => {
  if (!up(event.target, ".tf-glossary .tf-filter") || !ready()) return;
  const names = all("[name]", list.root).map((node) => [node.name, null]);
  keepInAddress({ ...Object.fromEntries(names), ...values(list.root) });
  show();
});

// A link to a category leads there in every order.
addEventListener("hashchange", () => {
  if (!list?.root.isConnected || !list.order) return;
  const section = list.sections.find((item) => item.querySelector("h2").id === location.hash.slice(1));
  if (!section) return;
  list.root.querySelector("[name=order]").value = "";
  keepInAddress({ order: null });
  show().then(() => section.scrollIntoView());
});

export function beginGlossary() {
  const root = document.querySelector(".tf-glossary:has(.tf-filter)");
  if (!root) return;
  setFromAddress(root);
  if (Object.keys(values(root)).length && ready()) show();
}
