// The search page: what is asked stands in the address, results come in batches.

import { counted, keepInAddress, setFromAddress, values } from "./controls.js";
import { all, make, up } from "./dom.js";
import { root as indexRoot } from "./search_index.js";
import { search } from "./search_query.js";
import { addressOf, texts, titleOf } from "./search_show.js";

const FIRST = 5; // passages that are shown as soon as they are there
const BATCH = 15;
const ENTRIES = 3;
const PAGES = 3;
const PAUSE = 200; // milliseconds after the last key

let page = null; // the element of the page
let turn = 0; // of searching: only the last one counts
let timer = 0;
let ending = "/";

const status = () => page.querySelector(".tf-filter-status");
const box = (name) => page.querySelector(`.tf-found-${name}`);
const field = () => page.querySelector("[name=q]");
const onlyBox = () => page.querySelector("[name=only]");

function asked() {
  const address = new URLSearchParams(location.search);
  const found = { ...values(page), only: onlyBox().checked };
  // A filter the lists do not have, since there are too many reports or it is a concept, stands in the address alone
  for (const name of ["report", "place", "concept"]) found[name] ||= address.get(name) ?? "";
  return found;
}

function keep(found) {
  const { only, ...others } = found;
  const names = ["q", "report", "year", "place", "lang", "category", "concept"];
  keepInAddress({ ...Object.fromEntries(names.map((name) => [name, others[name] ?? null])), only: only ? "1" : null });
}

// --- What is shown

function entryItem(result, query) {
  const { id, zh, en, pinyin, short, count } = result.passage.document;
  const link = make("a", { class: "tf-hit-link", href: addressOf(result, ending) }, en, " ", make("span", { lang: "zh-Hans", translate: "no" }, zh));
  const where = make("p", { class: "tf-hit-where" }, link, " ", make("span", { class: "tf-pinyin", lang: "zh-Latn" }, pinyin));
  const item = make("li", { class: "tf-hit tf-hit-entry" }, where, make("p", {}, short));
  if (count) {
    const all = make("a", { href: `?concept=${encodeURIComponent(id)}`, "data-tf-narrow": "concept", "data-value": id },
      count === 1 ? "The occurrence" : `All ${counted(count, "occurrence")}`);
    item.append(make("p", { class: "tf-hit-more" }, all, query ? " in whatever words" : ""));
  }
  return item;
}

function item(result, patterns) {
  const { document: about } = result.passage;
  const anchor = (result.matched[0] ?? result.passage.lines[0]).anchor;
  const place = about.lane === "passage" ? ` ${anchor.replace(/^[^-]+-/, "")}` : "";
  const where = make("p", { class: "tf-hit-where" }, make("a", { class: "tf-hit-link", href: addressOf(result, ending) }, titleOf(result.passage),
    make("span", { class: "tf-count" }, place)));
  if (about.lane === "passage" && !asked().report) {
    where.append(" ", make("a", { class: "tf-hit-only", href: `?report=${encodeURIComponent(about.id)}`, "data-tf-narrow": "report", "data-value": about.id,
      "aria-label": `Only in ${about.label}` }, "only this report"));
  }
  if (!result.hasWords) where.append(" ", make("span", { class: "tf-badge" }, "in other words"));
  return make("li", { class: "tf-hit" }, where, make("div", { class: "tf-hit-text" }, ...texts(result, patterns)));
}

function section(name, title, nodes) {
  const list = box(name);
  list.hidden = !nodes.length;
  list.replaceChildren(make("h2", {}, title), make("ol", { class: "tf-hits" }, ...nodes));
}

function clear() {
  for (const name of ["entries", "pages", "passages", "nothing"]) {
    box(name).replaceChildren();
    box(name).hidden = true;
  }
  page.querySelector(".tf-only").hidden = true;
}

function chips(found, concept = found.concept) {
  const list = page.querySelector(".tf-chips");
  const hidden = ["report", "place", "concept"].filter((name) => found[name] && values(page)[name] !== found[name]);
  list.replaceChildren(...hidden.map((name) => make("li", {}, make("button", { type: "button", "data-tf-drop": name },
    `${name}: ${name === "concept" ? concept : found[name]}`, make("span", { "aria-hidden": "true" }, " ×"), make("span", { class: "tf-unseen" }, ", remove")))));
  list.hidden = !hidden.length;
}

async function show() {
  turn += 1;
  const own = turn;
  const found = asked();
  const isCurrent = () => own === turn && page?.isConnected;
  keep(found);
  chips(found);
  if (!(found.q ?? "").trim() && !found.concept && !found.category) {
    clear();
    page.querySelector(".tf-help").open = true;
    status().textContent = "";
    return;
  }
  if (!("DecompressionStream" in window)) {
    status().textContent = "This browser is too old for the search; the lists below lead to everything.";
    return;
  }
  status().textContent = "Searching …";
  try {
    ({ ending } = await indexRoot());
    const answer = await search(found);
    const named = answer.named.map((passage) => ({ passage, matched: [] }));
    const [passages, others, pages] = await Promise.all(
      [answer.passages.next(FIRST), answer.entries.next(ENTRIES), answer.pages.next(PAGES)]);
    const entries = [...named, ...others];
    if (!isCurrent()) return;
    clear();
    page.querySelector(".tf-help").open = false;
    chips(found, answer.concept);
    page.querySelector(".tf-only").hidden = !answer.hasOthers && !found.only;
    showEntries(entries, found);
    section("pages", "Pages", pages.map((result) => item(result, answer.patterns)));
    section("passages", "Passages", passages.map((result) => item(result, answer.patterns)));
    showTotal(answer, passages.length);
    if (!passages.length && !pages.length && !entries.length) showNothing(found, answer);
    else if (!passages.length) showElsewhere(answer, entries, pages);
    await showMore(answer, own);
  } catch (error) {
    if (isCurrent()) status().textContent = `The search could not be loaded (${error.message}).`;
  }
}

function showEntries(results, found) {
  const few = results.slice(0, ENTRIES);
  section("entries", "Glossary", few.map((result) => entryItem(result, found.q)));
  const rest = results.slice(ENTRIES);
  if (!rest.length) return;
  const button = make("button", { type: "button" }, `Show ${counted(rest.length, "more concept")}`);
  button.addEventListener("click", () => {
    const items = rest.map((result) => entryItem(result, found.q));
    box("entries").querySelector("ol").append(...items);
    button.parentNode.remove();
    items[0].querySelector("a").focus();
  });
  box("entries").append(make("p", { class: "tf-more" }, button));
}

function showTotal(answer, number) {
  const { number: total, isExact } = answer.passages.total;
  if (isExact) {
    status().textContent = total ? counted(total, "passage") : "No passage";
  } else {
    const about = Number(Math.max(total, number + 1).toPrecision(2));
    status().textContent = `${counted(number, "passage")} shown of about ${about.toLocaleString("en")} or more`;
  }
}

// The next passages, and a button if there are still others.
async function showMore(answer, own, { focus = false } = {}) {
  if (answer.passages.isDone) return;
  const results = await answer.passages.next(BATCH);
  if (own !== turn || !page?.isConnected) return;
  const items = results.map((result) => item(result, answer.patterns));
  const list = box("passages").querySelector("ol");
  list.append(...items);
  if (focus) items[0]?.querySelector("a").focus();
  showTotal(answer, list.children.length);
  if (answer.passages.isDone) return;
  const button = make("button", { type: "button" }, "Show more passages");
  const holder = make("p", { class: "tf-more" }, button);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await showMore(answer, own, { focus: true });
      holder.remove();
    } catch (error) {
      status().textContent = `More could not be loaded (${error.message}).`;
      button.disabled = false;
    }
  });
  box("passages").append(holder);
}

// Where the words stand that no passage has.
function showElsewhere(answer, entries, pages) {
  const places = [entries.length && "the glossary", pages.length && "pages of this site"].filter(Boolean).join(" and in ");
  const isQuoted = answer.parts.some((part) => part.exact);
  status().textContent = `Found in ${places}, but in no passage${isQuoted ? " word for word" : ""}`;
  if (!isQuoted) return;
  box("nothing").hidden = false;
  box("nothing").replaceChildren(make("p", {}, unquoting()));
}

const unquoting = () => make("button", { type: "button", "data-tf-unquote": "yes" }, "Search without quotation marks");

function showNothing(found, answer) {
  const tips = [];
  const filters = ["report", "year", "place", "lang", "category", "concept"].filter((name) => found[name]);
  if (!answer.parts.length) tips.push("A query needs a letter, a digit or a Chinese character.");
  if (filters.length) tips.push(make("button", { type: "button", "data-tf-drop": filters.join(" ") }, "Search without filters"));
  if (found.only) tips.push("Take other wordings, too: untick “only these words”.");
  if (answer.parts.some((part) => part.exact)) tips.push(unquoting(), "Without them words may stand apart, and other endings are found.");
  if (answer.parts.length > 1) tips.push("All words must stand in one passage. Try fewer.");
  tips.push("Try another language: Chinese, English and pinyin find the same concepts.");
  box("nothing").hidden = false;
  box("nothing").replaceChildren(make("h2", {}, "Nothing found"), make("ul", {}, ...tips.map((tip) => make("li", {}, tip))));
  status().textContent = "Nothing found";
}

// --- What the reader does

function later() {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
}

document.addEventListener("input", (event) => {
  if (!page?.isConnected || !up(event.target, ".tf-search-page form")) return;
  keep(asked());
  later();
});

document.addEventListener("submit", (event) => {
  if (!page?.isConnected || !up(event.target, ".tf-search-page form")) return;
  event.preventDefault();
  clearTimeout(timer);
  show();
});

document.addEventListener("click", (event) => {
  if (!page?.isConnected || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = up(event.target, ".tf-search-page [data-tf-narrow]");
  const drop = up(event.target, ".tf-search-page [data-tf-drop]");
  const unquote = up(event.target, ".tf-search-page [data-tf-unquote]");
  if (unquote) {
    set("q", field().value.replace(/["“”„«»「」『』]/g, " ").replace(/\s+/g, " ").trim());
  } else if (link) {
    event.preventDefault();
    if (link.dataset.tfNarrow === "concept") field().value = "";
    set(link.dataset.tfNarrow, link.dataset.value);
  } else if (drop) {
    for (const name of drop.dataset.tfDrop.split(" ")) set(name, "");
  } else {
    return;
  }
  field().focus();
  show();
});

function set(name, value) {
  const control = page.querySelector(`[name="${name}"]`);
  if (control) control.value = value;
  keepInAddress({ q: field().value, [name]: value });
}

// Up and down go from result to result, Escape goes back to the field.
document.addEventListener("keydown", (event) => {
  if (!page?.isConnected || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const links = all(".tf-hit-link", page);
  const at = links.indexOf(document.activeElement);
  const isInField = document.activeElement === field();
  if (event.key === "ArrowDown" && (isInField || at >= 0)) links[at + 1]?.focus();
  else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? field()).focus();
  else if (event.key === "Escape" && at >= 0) field().focus();
  else return;
  event.preventDefault();
});

export function beginSearchPage(root) {
  page = root;
  const address = new URLSearchParams(location.search);
  const typed = field().value; // while this script was on its way
  setFromAddress(root);
  if (typed) field().value = typed;
  onlyBox().checked = address.has("only");
  for (const note of all(".tf-noscript", root)) note.hidden = true;
  if (!address.has("concept")) field().focus({ preventScroll: true });
  show();
}
