// The compare page: which reports, which concepts, in which order; and where a concept stands in each text.
//
// The page as delivered is a whole of its own. As soon as something is chosen, its table is made anew from the data.

import { counted, keepInAddress, load, setFromAddress, values } from "./controls.js";
import { chinese, decimal, figure } from "./dispersion.js";
import { all, make, plain, up } from "./dom.js";
import { findable, finderOfForms } from "./finding.js";

const MOST_REPORTS = 24; // columns beyond this cannot be read, and take long to draw
const FEW_REPORTS = 6; // chosen at first where the page has one column for all
const ROWS = 100; // drawn at once; a button brings the others
const PER = 10_000;
const SHADES = [2, 5, 10]; // as in charts.py

let page = null; // the page's element, its data and what was worked out from them
let turn = 0; // of showing a concept: only the last one counts
let matrixTurn = 0; // the same of the matrix

const collator = new Intl.Collator("en", { numeric: true });
const isChinese = (lang) => /^zh\b/i.test(lang);
const statusLine = () => page.root.querySelector(".tf-filter-status");
const addressOf = (pattern, id) => page.root.dataset[pattern].replace("*", id);

// --- What is chosen

const reportsIn = (texts) => [...new Map(texts.map((text) => [text.report, text])).values()];

function chosen() {
  const given = new URLSearchParams(location.search).get("reports");
  const known = page.reports.map(({ report }) => report);
  if (given !== null) return given.split(",").filter((id) => known.includes(id)).slice(0, MOST_REPORTS);
  return page.isSummed ? latest() : known;
}

const latest = () =>
  [...page.reports].sort((a, b) => b.year - a.year).slice(0, FEW_REPORTS).map(({ report }) => report);

function setBoxes() {
  const wanted = new Set(chosen());
  for (const box of all("[name=report]", page.root)) box.checked = wanted.has(box.value);
}

function addBoxes() {
  const list = page.root.querySelector(".tf-choice-list");
  const there = new Set(all("[name=report]", list).map((box) => box.value));
  list.append(...page.reports.filter(({ report }) => !there.has(report)).map(({ report, label }) =>
    make("label", {}, make("input", { type: "checkbox", name: "report", value: report }), ` ${label}`)));
}

// Those that fit what is typed.
async function showBoxes(field) {
  const typed = field.value;
  const fits = await finderOfForms(typed);
  if (field.value !== typed) return;
  for (const label of all(".tf-choice-list label", up(field, ".tf-compare"))) label.hidden = !fits(findable("", [label.textContent]));
}

// --- The matrix

// G² over texts of one unit, of several units the greatest: as `difference` in frequencies.py.
function difference(counts, texts) {
  let greatest = 0;
  for (const unit of new Set(texts.map((text) => text.unit))) {
    const same = texts.flatMap((text, index) => (text.unit === unit ? [[counts[index], text.size]] : []));
    const total = same.reduce((sum, [count]) => sum + count, 0);
    const whole = same.reduce((sum, [, size]) => sum + size, 0);
    const terms = same.map(([count, size]) => (count && size ? count * Math.log((count * whole) / (size * total)) : 0));
    greatest = Math.max(greatest, 2 * terms.reduce((sum, term) => sum + term, 0));
  }
  return greatest;
}

function rowsFor(texts, indexes, state, fits) {
  const reports = new Set(texts.map((text) => text.report)).size;
  const needed = { two: 2, all: reports }[state.in] ?? 1;
  const rows = [];
  for (const concept of page.concepts) {
    if (state.category && concept.category !== state.category) continue;
    const counts = indexes.map((index) => concept.counts.get(index) ?? 0);
    const having = new Set(texts.filter((_, column) => counts[column]).map((text) => text.report));
    if (!having.size || having.size < needed || !fits(concept.found)) continue;
    const total = counts.reduce((sum, count) => sum + count, 0);
    rows.push({ concept, counts, total, difference: difference(counts, texts) });
  }
  const byName = (key) => (a, b) => collator.compare(a.concept[key], b.concept[key]);
  const byTotal = (a, b) => b.total - a.total || collator.compare(a.concept.id, b.concept.id);
  const orders = {
    difference: (a, b) => b.difference - a.difference || byTotal(a, b),
    en: byName("sortEn"),
    zh: byName("sortZh"),
  };
  return rows.sort(orders[state.order] ?? byTotal);
}

function headFor(texts) {
  const top = make("tr", {}, make("th", { rowspan: 2, scope: "col" }, "Concept"));
  const below = make("tr");
  for (const { report, label } of reportsIn(texts)) {
    const own = texts.filter((text) => text.report === report);
    const link = make("a", { href: addressOf("reports", report) }, label);
    top.append(make("th", { colspan: own.length, scope: "colgroup" }, link));
    for (const text of own) {
      const size = make("span", { class: "tf-sub" }, counted(text.size, text.unit));
      below.append(make("th", { scope: "col" }, text.language, size));
    }
  }
  const measures = make("a", { href: "#measures" }, "Difference");
  top.append(make("th", { rowspan: 2, scope: "col" }, "Total"), make("th", { rowspan: 2, scope: "col" }, measures));
  return make("thead", {}, top, below);
}

function rowFor({ concept, counts, total, difference: value }, texts) {
  const href = addressOf("terms", concept.id);
  const row = make("tr", {}, make("th", { scope: "row" }, make("a", { href }, concept.en), " ", chinese(concept.zh)));
  counts.forEach((count, column) => {
    if (!count) return row.append(make("td", {}, "0"));
    const rate = (count / texts[column].size) * PER;
    const shade = 1 + SHADES.filter((limit) => rate >= limit).length;
    const link = make("a", { href: `${href}#passages` }, count.toLocaleString("en"));
    row.append(make("td", { class: `tf-s${shade}` }, link, ` ${decimal(rate)}`));
  });
  const where = make("a", { href: `?concept=${concept.id}#dispersion` }, total.toLocaleString("en"));
  row.append(make("td", {}, where), make("td", {}, decimal(value)));
  return row;
}

async function showMatrix({ whole = false } = {}) {
  const own = ++matrixTurn;
  const { root } = page;
  const state = values(root);
  const fits = await finderOfForms(state.find ?? "");
  if (own !== matrixTurn || page?.root !== root) return;
  const wanted = new Set(chosen());
  const indexes = page.texts.flatMap((text, index) =>
    (wanted.has(text.report) && (!state.lang || isChinese(text.lang) === (state.lang === "zh")) ? [index] : []));
  const texts = indexes.map((index) => page.texts[index]);
  const rows = rowsFor(texts, indexes, state, fits);
  const shown = whole ? rows : rows.slice(0, ROWS);
  const body = make("tbody", {}, ...shown.map((row) => rowFor(row, texts)));
  page.root.querySelector(".tf-matrix").replaceChildren(headFor(texts), body);
  statusLine().textContent = texts.length
    ? `${counted(rows.length, "concept")} in ${counted(new Set(texts.map((text) => text.report)).size, "report")}`
    : "No text is chosen.";
  showMore(rows.length - shown.length);
  for (const note of all(".tf-noscript", page.root)) note.hidden = true;
}

function showMore(number) {
  page.root.querySelector(".tf-more")?.remove();
  if (!number) return;
  const button = make("button", { type: "button" }, `Show ${counted(number, "more concept")}`);
  button.addEventListener("click", () => showMatrix({ whole: true }));
  page.root.querySelector(".tf-scroll").append(make("p", { class: "tf-more" }, button));
}

// --- Where a concept stands

async function showConcept() {
  const own = ++turn;
  const box = page.root.querySelector(".tf-chosen");
  const figures = page.root.querySelector(".tf-figures");
  const concept = page.byId.get(new URLSearchParams(location.search).get("concept"));
  const wanted = new Set(chosen());
  for (const row of all("tr[data-report]", figures)) row.hidden = !wanted.has(row.dataset.report);
  const swap = () => {
    box.hidden = !concept;
    figures.hidden = Boolean(concept) || page.isSummed;
  };
  if (!concept) return swap();
  page.root.querySelector("#tf-compare-concept").value = nameOf(concept);
  let data;
  try {
    data = await load(`${page.root.dataset.data}dispersion/${concept.id}.json`);
  } catch {
    if (own !== turn) return;
    box.replaceChildren(make("p", {}, "The places of this concept could not be loaded."));
    return swap();
  }
  if (own !== turn) return;
  const { lang } = values(page.root);
  const texts = page.texts.filter((text) =>
    wanted.has(text.report) && (!lang || isChinese(text.lang) === (lang === "zh")));
  box.replaceChildren(...figure(concept, texts, data, addressOf));
  swap();
}

const nameOf = (concept) => `${concept.en} ${concept.zh}`;

// --- Beginning and changes

function understand(root, data) {
  const concepts = data.concepts.map((concept) => ({
    ...concept,
    counts: new Map(concept.counts),
    sortEn: plain(concept.en).replace(/^[^\p{L}\p{N}]*(?:(?:the|an|a)\s+)?[^\p{L}\p{N}]*/u, ""),
    sortZh: plain(concept.pinyin).replace(/^[^\p{L}\p{N}]+/u, ""),
    found: findable(concept.pinyin, [concept.zh, concept.en]),
  }));
  return {
    root,
    texts: data.texts,
    reports: reportsIn(data.texts),
    concepts,
    byId: new Map(concepts.map((concept) => [concept.id, concept])),
    isSummed: !root.querySelector("[name=report]"), // more reports than the page has columns
  };
}

export async function beginCompare() {
  const root = document.querySelector(".tf-compare[data-data]:has(.tf-matrix)");
  page = null;
  if (!root) return;
  setFromAddress(root);
  let data;
  try {
    data = await load(`${root.dataset.data}compare.json`);
  } catch {
    root.querySelector(".tf-filter-status").textContent =
      "The numbers could not be loaded, so nothing can be chosen here.";
    return;
  }
  if (!root.isConnected) return;
  page = understand(root, data);
  addBoxes();
  setBoxes();
  root.querySelector("#tf-compare-concepts").replaceChildren(
    ...page.concepts.map((concept) => make("option", { value: nameOf(concept) })));
  const address = new URLSearchParams(location.search);
  if (page.isSummed || address.has("reports") || Object.keys(values(root)).length) await showMatrix();
  if (page?.root !== root) return;
  if (page.isSummed || address.has("reports") || address.has("concept")) await showConcept();
  // What is new on the page has moved the place the address leads to
  if (location.hash === "#dispersion" && address.has("concept")) document.getElementById("dispersion").scrollIntoView();
}

async function choose(ids) {
  const isUsual = ids.length === page.reports.length && !page.isSummed;
  // An empty choice is one, too: the address says so
  if (ids.length) keepInAddress({ reports: isUsual ? null : ids.join(",") });
  else keepInAddress({ reports: "none" });
  setBoxes();
  showConcept();
  await showMatrix();
}

document.addEventListener("input", async (event) => {
  if (!page || !up(event.target, ".tf-compare .tf-filter")) return;
  const { target } = event;
  if (target.name === "report") {
    const ids = all("[name=report]:checked", page.root).map((box) => box.value);
    const isTooMany = ids.length > MOST_REPORTS;
    await choose(isTooMany ? ids.filter((id) => id !== target.value) : ids);
    if (isTooMany && page) statusLine().textContent = `No more than ${MOST_REPORTS} reports can be compared at once.`;
  } else if (target.id === "tf-compare-reports") {
    showBoxes(target);
  } else if (target.id === "tf-compare-concept") {
    const concept = page.concepts.find((item) => nameOf(item) === target.value);
    if (!concept && target.value) return;
    keepInAddress({ concept: concept?.id });
    showConcept();
  } else {
    keepInAddress({ [target.name]: target.value });
    showMatrix();
    if (target.name === "lang") showConcept();
  }
});

document.addEventListener("click", (event) => {
  if (!page) return;
  const button = up(event.target, "[data-tf-choose]");
  if (button) choose(button.dataset.tfChoose === "all" ? page.reports.slice(0, MOST_REPORTS).map(({ report }) => report) : []);
  const link = up(event.target, '.tf-matrix a[href^="?concept="]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  keepInAddress({ concept: new URLSearchParams(link.search).get("concept") });
  location.hash = "dispersion";
  showConcept();
});
