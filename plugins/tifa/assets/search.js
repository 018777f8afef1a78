// The search field in the header: a list of the first results below it while one types. What searches is loaded when the
// field is first used.

import { all, make, up } from "./dom.js";
import { shortcut } from "./keys.js";

const PAUSE = 180; // milliseconds after the last key
const ENTRIES = 3;
const PASSAGES = 5;

let engine = null; // the modules that search, when they are asked for
let turn = 0; // of searching: only the last one counts
let timer = 0;

const field = () => document.getElementById("tf-search-field");
const list = () => document.getElementById("tf-search-list");
const options = () => all("[role=option]", list());

const loadEngine = () => (engine ??= Promise.all(
  ["./search_query.js", "./search_show.js", "./search_index.js"].map((name) => import(name))));

function close() {
  turn += 1;
  clearTimeout(timer);
  if (!list()) return;
  list().hidden = true;
  list().replaceChildren();
  field().setAttribute("aria-expanded", "false");
  field().removeAttribute("aria-activedescendant");
}

function choose(number) {
  const all = options();
  const chosen = all[(number + all.length + 1) % (all.length + 1)] ?? null; // one place is the field itself
  for (const option of all) option.setAttribute("aria-selected", String(option === chosen));
  if (chosen) field().setAttribute("aria-activedescendant", chosen.id);
  else field().removeAttribute("aria-activedescendant");
  chosen?.scrollIntoView({ block: "nearest" });
}

const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

async function suggest() {
  turn += 1;
  const own = turn;
  const query = field().value.trim();
  if (!query) return close();
  let nodes;
  try {
    nodes = await results(query);
  } catch {
    return close(); // the form still leads to the page, which says what is wrong
  }
  if (own !== turn || document.activeElement !== field()) return;
  nodes.forEach((node, index) => {
    node.id = `tf-search-${index}`;
    node.role = "option";
    node.tabIndex = -1;
    node.setAttribute("aria-selected", "false");
  });
  list().replaceChildren(...nodes);
  list().hidden = false;
  field().setAttribute("aria-expanded", "true");
  field().removeAttribute("aria-activedescendant");
}

async function results(query) {
  const [{ search }, { addressOf, texts, titleOf }, { root }] = await loadEngine();
  const { ending } = await root();
  const answer = await search({ q: query });
  const named = answer.named.map((passage) => ({ passage }));
  const others = named.length || !answer.parts.length ? [] : await answer.entries.next(1);
  const passages = await answer.passages.next(1);
  const pages = passages.length ? [] : await answer.pages.next(1);
  const entries = [...named, ...others].slice(0, ENTRIES).map((result) => {
    const { en, zh } = result.passage.document;
    return make("a", { href: addressOf(result, ending), class: "tf-suggested" }, make("span", { class: "tf-hit-where" }, "Glossary"),
      ` ${en} `, make("span", { lang: "zh-Hans", translate: "no" }, zh));
  });
  const found = [...pages, ...passages].slice(0, PASSAGES).map((result) => {
    const [first] = texts({ passage: { ...result.passage, lines: [result.matched[0] ?? result.passage.lines[0]] } }, answer.patterns, 90);
    const text = make("span", { lang: first?.lang ?? "" }, ...(first?.childNodes ?? []));
    return make("a", { href: addressOf(result, ending), class: "tf-suggested" },
      make("span", { class: "tf-hit-where" }, titleOf(result.passage)), " ", text);
  });
  const address = new URL(field().form.action);
  address.searchParams.set("q", query);
  const label = entries.length || found.length ? "All results" : "Nothing found; search with filters";
  return [...entries, ...found, make("a", { href: address.href, class: "tf-suggested tf-suggested-all" }, label)];
}

document.addEventListener("focusin", (event) => {
  if (event.target === field()) loadEngine().catch(() => { engine = null; });
});

document.addEventListener("input", (event) => {
  if (event.target !== field()) return;
  clearTimeout(timer);
  timer = setTimeout(suggest, PAUSE);
});

document.addEventListener("click", (event) => {
  if (!up(event.target, ".tf-search")) close();
  else if (up(event.target, ".tf-suggested") && !event.ctrlKey && !event.metaKey) setTimeout(close); // after it was followed
});

document.addEventListener("focusout", (event) => {
  if (event.target === field() && !up(event.relatedTarget, ".tf-search")) close();
});

document.addEventListener("keydown", (event) => {
  if (event.target === field()) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && !list().hidden) choose(chosen() + 1);
    else if (event.key === "ArrowUp" && !list().hidden) choose(chosen() < 0 ? options().length - 1 : chosen() - 1);
    else if (event.key === "Enter" && chosen() >= 0) options()[chosen()].click();
    else if (event.key === "Escape" && !list().hidden) close();
    else if (event.key === "Escape") field().blur();
    else return;
    event.preventDefault();
    return;
  }
  if (!["/", "s", "f"].includes(shortcut(event))) return;
  const wanted = document.querySelector(".tf-search-page [name=q]") ?? field();
  if (!wanted) return;
  event.preventDefault();
  if (wanted.checkVisibility({ visibilityProperty: true })) {
    wanted.focus();
    wanted.select();
  } else {
    document.querySelector(".tf-search-link")?.click();
  }
});

// The header outlives instant navigation, so what in it is relative would not lead to the same place any more.
let isFirst = true;
export function beginSearch() {
  if (isFirst && field()) {
    const { form } = field();
    form.action = form.action;
    const link = document.querySelector(".tf-search-link");
    if (link) link.href = link.href;
    isFirst = false;
  }
  close();
  const page = document.querySelector(".tf-search-page");
  if (page) import("./search_page.js").then(({ beginSearchPage }) => { if (page.isConnected) beginSearchPage(page); });
}
