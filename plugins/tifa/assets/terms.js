// A term's page: the order of its passages, and what only the browser knows of its address.

import { passagesOf } from "./concordance.js";
import { counted, load } from "./controls.js";
import { copy } from "./copying.js";
import { all, make, up } from "./dom.js";

const SHOWN = 60; // as on the page
const WORDS = /\p{Script=Han}|[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;
const homes = new WeakMap(); // of a page's passages: where each stood

const listOf = () => document.querySelector(".tf-passages[data-words]");

// --- Order: by report as the page came, or by the words on one side of the first hit ---

// The words before and after the first hit of a passage in one language; null if it has none.
function lineOf(passage, lang) {
  const cell = passage.querySelector(`:scope > .tf-row > .tf-cell[lang|="${lang}"]`);
  if (!cell?.querySelector("mark")) return null;
  const copy = cell.cloneNode(true);
  for (const tag of all(".tf-tag", copy)) tag.remove();
  const hit = copy.querySelector("mark");
  const range = document.createRange();
  range.selectNodeContents(copy);
  range.setEndBefore(hit);
  const left = range.toString();
  range.selectNodeContents(copy);
  range.setStartAfter(hit);
  return { left, hit: hit.textContent, right: range.toString(), tag: cell.lang };
}

function kwic(line) {
  const row = document.createElement("p");
  row.className = "tf-kwic";
  row.lang = line.tag;
  for (const [name, text] of [["left", line.left], ["hit", line.hit], ["right", line.right]]) {
    const part = document.createElement(name === "hit" ? "mark" : "span");
    part.className = `tf-kwic-${name}`;
    part.appendChild(document.createElement("span")).textContent = text; // the style cuts off what is too much of it
    row.append(part);
  }
  return row;
}

function sortKey(line, order) {
  const words = line[order].match(WORDS) ?? [];
  return (order === "left" ? words.reverse() : words).join(" ");
}

// All that are in the page by now, those that were loaded later last.
function placesIn(list) {
  const places = homes.get(list) ?? [];
  const known = new Set(places.map(({ node }) => node));
  for (const node of all(".tf-passage", list)) if (!known.has(node)) places.push({ node, home: node.parentNode });
  homes.set(list, places);
  return places;
}

function arrange(order, lang) {
  const list = listOf();
  if (!list) return;
  const places = placesIn(list);
  for (const row of all(".tf-kwic", list)) row.remove();
  // In the order of the page, and before what is folded there
  for (const { node, home } of places) home.insertBefore(node, home.querySelector(":scope > .tf-more"));
  list.querySelector(".tf-sorted")?.remove();
  const groups = all(".tf-group", list);
  for (const group of [...groups, ...all(".tf-others", list)]) group.hidden = order !== "report";
  if (order !== "report") {
    const { compare } = new Intl.Collator(lang);
    const lines = places.map(({ node }) => ({ node, line: lineOf(node, lang) }));
    for (const item of lines) item.key = item.line && sortKey(item.line, order);
    lines.sort((a, b) => !a.line - !b.line || (a.line && compare(a.key, b.key)) || 0);
    const sorted = document.createElement("div");
    sorted.className = "tf-sorted";
    let holder = sorted;
    lines.forEach(({ node, line }, number) => {
      if (number === SHOWN) holder = sorted.appendChild(fold(lines.length - SHOWN));
      if (line) node.prepend(kwic(line));
      holder.append(node);
    });
    list.append(sorted);
  }
  list.dataset.words = lang;
  show(order, lang, places.length, Number(list.dataset.total));
}

function fold(count) {
  const more = document.createElement("details");
  more.className = "tf-more";
  more.appendChild(document.createElement("summary")).textContent = `${count} more ${count === 1 ? "passage" : "passages"}`;
  return more;
}

function show(order, lang, count, total) {
  for (const button of all("[data-tf-order]")) {
    button.setAttribute("aria-pressed", button.dataset.tfOrder === order);
  }
  const words = all("[data-tf-words]");
  for (const button of words) button.setAttribute("aria-pressed", button.dataset.tfWords === lang);
  if (words.length) words[0].parentNode.hidden = order === "report";
  const name = words.find((button) => button.dataset.tfWords === lang)?.textContent;
  const side = { left: "before", right: "after" }[order];
  const rest = total > count ? ` The other ${total - count} are not loaded.` : "";
  say(side ? `${count} passages by the ${name ? `${name} ` : ""}words ${side} the term.${rest}` : "");
}

const say = (text) => {
  document.querySelector(".tf-order [role=status]").textContent = text;
};

document.addEventListener("click", (event) => {
  const button = up(event.target, "[data-tf-order], [data-tf-words]");
  if (!button) return;
  const pressed = document.querySelector("[data-tf-order][aria-pressed=true]").dataset.tfOrder;
  const order = button.dataset.tfOrder ?? pressed;
  const lang = button.dataset.tfWords ?? listOf().dataset.words;
  arrange(order, lang);
  const address = new URL(location);
  address.searchParams.delete("sort");
  address.searchParams.delete("words");
  if (order !== "report") {
    address.searchParams.set("sort", order);
    address.searchParams.set("words", lang);
  }
  try {
    history.replaceState(history.state, "", address);
  } catch { /* Safari allows only so many changes */ }
});

function orderRemembered() {
  const wanted = new URLSearchParams(location.search);
  const order = wanted.get("sort");
  if (!listOf() || !["left", "right"].includes(order)) return;
  const lang = wanted.get("words");
  const known = all("[data-tf-words]").some((button) => button.dataset.tfWords === lang);
  arrange(order, known ? lang : listOf().dataset.words);
}

// --- Passages that are not in the page: a report's are loaded when they are asked for ---

// A disclosure around the link that stands there without a script.
function offer(rest) {
  const more = make("details", { class: "tf-more tf-rest-more" },
    make("summary", {}, `Show the ${rest.querySelector("a").textContent}`));
  rest.replaceWith(more);
  more.append(rest);
}

// Whether the passages are there.
async function showRest(more) {
  const rest = more.querySelector(":scope > .tf-rest");
  if (!rest) return true;
  const list = up(more, ".tf-passages");
  const { report } = up(more, ".tf-group").dataset;
  let data;
  try {
    data = await load(`${list.dataset.data}reports/${report}.json`);
  } catch {
    rest.replaceChildren("The passages could not be loaded here. ", rest.querySelector("a"));
    return false;
  }
  const href = list.dataset.reports.replace("*", report);
  const made = passagesOf(data, list.dataset.concept, href).slice(Number(rest.dataset.skip));
  if (rest.isConnected) rest.replaceWith(...made);
  return true;
}

const SETS = 60; // reports that are listed at once, as on the page

async function showOthers(more) {
  const list = up(more, ".tf-passages");
  const { concept, data, reports } = list.dataset;
  let index, where;
  try {
    [index, where] = await Promise.all([load(`${data}reports/index.json`), load(`${data}dispersion/${concept}.json`)]);
  } catch {
    more.querySelector("p").prepend("The reports could not be loaded here. ");
    return;
  }
  if (!more.isConnected) return;
  const counts = new Map();
  for (const { report, places } of where.texts) counts.set(report, (counts.get(report) ?? 0) + places.length);
  const there = new Set(all(".tf-group", list).map((group) => group.dataset.report));
  const left = index.reports.filter(({ id }) => counts.has(id) && !there.has(id)).sort(newestFirst);
  const groups = left.slice(0, SETS).map((report) => {
    const title = report.title.en || report.title.zh;
    const name = `${report.place.en || title} ${report.year}`;
    const link = make("a", { href: reports.replace("*", report.id) },
      `passages of ${name} (${counted(counts.get(report.id), "occurrence")})`);
    return make("div", { class: "tf-group", "data-report": report.id },
      make("h3", {}, title), make("p", { class: "tf-rest", "data-skip": 0 }, link));
  });
  more.before(...groups);
  for (const group of groups) offer(group.querySelector(".tf-rest"));
  if (left.length > SETS) {
    more.open = false;
    more.querySelector("summary").textContent = `Show ${counted(left.length - SETS, "more report")}`;
  } else more.remove();
  groups[0]?.querySelector("summary").focus();
}

// As `newest_first` in fair.py.
const newestFirst = (a, b) =>
  b.year - a.year || b.languages.length - a.languages.length || (b.delivered ?? "").localeCompare(a.delivered ?? "")
  || (a.id < b.id ? -1 : 1);

document.addEventListener("toggle", ({ target }) => {
  if (!(target instanceof Element) || !target.open) return;
  if (target.matches(".tf-rest-more")) showRest(target);
  if (target.matches(".tf-others")) showOthers(target);
}, true);

document.addEventListener("click", async (event) => {
  const button = up(event.target, "[data-tf-load]");
  if (!button) return;
  const list = listOf();
  button.disabled = true;
  const shown = await Promise.all(all(".tf-rest-more", list).map((more) => {
    more.open = true;
    return showRest(more);
  }));
  button.disabled = false;
  if (!list.isConnected) return;
  const order = document.querySelector("[data-tf-order][aria-pressed=true]").dataset.tfOrder;
  if (order !== "report") arrange(order, list.dataset.words);
  if (!shown.every(Boolean)) say("Not all passages could be loaded.");
  else {
    if (order === "report") say("All passages are loaded.");
    button.parentNode.remove();
  }
});

function offerRest() {
  for (const rest of all(".tf-passages .tf-rest")) if (!up(rest, "details")) offer(rest);
  const others = document.querySelector("p.tf-others");
  if (!others) return;
  const more = make("details", { class: "tf-more tf-others" },
    make("summary", {}, `Show ${others.querySelector("a").textContent}`));
  others.replaceWith(more);
  others.classList.remove("tf-others");
  more.append(others);
}

// --- Address and citation ---

function readable(address) {
  try {
    return decodeURI(address);
  } catch { // a broken escape is shown as it stands
    return address;
  }
}

function completeAddresses() {
  const links = all("a[data-tf-address]");
  // A site that knows where it stands says so itself
  for (const link of links) if (!/^https?:/.test(link.textContent)) link.textContent = readable(link.href);
  for (const own of all("[data-tf-own]")) own.textContent = links[0].textContent;
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
  for (const read of all("[data-tf-read]")) read.textContent = read.dataset.tfRead.replace("DATE", today.join("-"));
  for (const button of all("[data-tf-copy]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = up(event.target, "[data-tf-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.tfCopy);
  document.getElementById("cite-status").textContent = await copy(source);
});

export function beginTerms() {
  offerRest();
  orderRemembered();
  completeAddresses();
}
