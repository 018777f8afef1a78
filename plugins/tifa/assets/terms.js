// A term's page: the order of its passages, and what only the browser knows of its address.

import { copy } from "./copying.js";
import { all, up } from "./dom.js";

const SHOWN = 60; // as on the page
const WORDS = /\p{Script=Han}|[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;
const homes = new WeakMap(); // of a page's passages: where each stood

const passagesOf = () => document.querySelector(".tf-passages[data-words]");

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

function arrange(order, lang) {
  const list = passagesOf();
  if (!list) return;
  if (!homes.has(list)) homes.set(list, all(".tf-passage", list).map((node) => ({ node, home: node.parentNode })));
  const places = homes.get(list);
  for (const row of all(".tf-kwic", list)) row.remove();
  // In the order of the page, and before what is folded there
  for (const { node, home } of places) home.insertBefore(node, home.querySelector(":scope > .tf-more"));
  list.querySelector(".tf-sorted")?.remove();
  const groups = all(".tf-group", list);
  for (const group of groups) group.hidden = order !== "report";
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
  show(order, lang, places.length);
}

function fold(count) {
  const more = document.createElement("details");
  more.className = "tf-more";
  more.appendChild(document.createElement("summary")).textContent = `${count} more ${count === 1 ? "passage" : "passages"}`;
  return more;
}

function show(order, lang, count) {
  for (const button of all("[data-tf-order]")) {
    button.setAttribute("aria-pressed", button.dataset.tfOrder === order);
  }
  const words = all("[data-tf-words]");
  for (const button of words) button.setAttribute("aria-pressed", button.dataset.tfWords === lang);
  if (words.length) words[0].parentNode.hidden = order === "report";
  const name = words.find((button) => button.dataset.tfWords === lang)?.textContent;
  const side = { left: "before", right: "after" }[order];
  document.querySelector(".tf-order [role=status]").textContent = side
    ? `${count} passages by the ${name ? `${name} ` : ""}words ${side} the term.`
    : "";
}

document.addEventListener("click", (event) => {
  const button = up(event.target, "[data-tf-order], [data-tf-words]");
  if (!button) return;
  const pressed = document.querySelector("[data-tf-order][aria-pressed=true]").dataset.tfOrder;
  const order = button.dataset.tfOrder ?? pressed;
  const lang = button.dataset.tfWords ?? passagesOf().dataset.words;
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
  if (!passagesOf() || !["left", "right"].includes(order)) return;
  const lang = wanted.get("words");
  const known = all("[data-tf-words]").some((button) => button.dataset.tfWords === lang);
  arrange(order, known ? lang : passagesOf().dataset.words);
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
  orderRemembered();
  completeAddresses();
}
