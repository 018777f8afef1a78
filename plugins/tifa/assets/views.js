// How a report is shown: its view, its rows, the marks of its terms, its untranslated passages. What is chosen stands
// in data attributes of the report's element, which the stylesheet reads, in the address and in the reader's browser.

import { isShown } from "./beads.js";
import { keepInAddress } from "./controls.js";
import { settleStop } from "./counterparts.js";
import { closeAll } from "./demand.js";
import { all, up } from "./dom.js";
import { nameGaps, setFolds, setGap, unfoldRemembered } from "./folding.js";
import { shortcut } from "./keys.js";
import { afterPaint, whenLaidOut } from "./later.js";
import { keepPlace } from "./place.js";
import { showRows } from "./sentences.js";
import { openedSheet, openSheet } from "./sheet.js";

const STORE = "tf-view";
const VALUES = {
  view: ["both", "english", "chinese", "demand"],
  rows: ["paragraph", "sentence"],
  terms: ["first", "all", "off"],
  cuts: ["folded", "shown", "hidden", "only"],
};
const KEYS = { r: "rows", t: "terms", u: "cuts" };
const narrow = matchMedia("(max-width: 600px)");

let report = null; // the element of the page's report
let chosen = {}; // what differs from the default

// The defaults depend on the width and on the view: who reads the Chinese alone reads all of it.
function defaults() {
  const view = narrow.matches ? "demand" : "both";
  return { view, rows: "paragraph", terms: "first", cuts: (chosen.view ?? view) === "chinese" ? "shown" : "folded" };
}
const state = () => ({ ...defaults(), ...chosen });

const known = (found) => Object.fromEntries(Object.entries(VALUES).filter(([name, values]) => values.includes(found[name])).map(([name]) => [name, found[name]]));

function remembered() {
  try {
    return known(JSON.parse(localStorage.getItem(STORE)) ?? {});
  } catch {
    return {}; // nothing, or a browser that keeps nothing
  }
}

// What is the default anyway is not kept, so that it can be another on another page or screen; but a setting that was
// chosen before stays when the view changes and with it the default.
function withoutDefaults(names = Object.keys(VALUES)) {
  const usual = defaults();
  chosen = Object.fromEntries(Object.entries(chosen).filter(([name, value]) => !names.includes(name) || value !== usual[name]));
}

function inAddress() {
  keepInAddress(Object.fromEntries(Object.keys(VALUES).map((name) => [name, can(name) ? chosen[name] ?? null : null])));
}

const controls = (name) => all(`[data-tf-state="${name}"]`, report);
const can = (name) => controls(name).length > 0;

// Brings the page to a state.
function apply(next, { explicit = false } = {}) {
  const was = { ...report.dataset };
  Object.assign(report.dataset, next);
  const grid = report.querySelector(".tf-grid");
  if (grid) {
    if (next.view !== was.view || next.rows !== was.rows) closeAll();
    if (next.view !== was.view || next.cuts !== was.cuts) {
      for (const node of all(".tf-revealed", grid)) node.classList.remove("tf-revealed");
    }
    showRows(grid, next.rows === "sentence");
    if (next.cuts !== was.cuts) {
      setFolds(next.cuts === "shown" || next.cuts === "only");
      if (next.cuts === "folded" && !explicit) unfoldRemembered();
    }
  }
  if (next.terms !== (was.terms ?? "first")) for (const part of all(":is(.tf-row, .tf-text):not(.tf-later)", report)) showTerms(part);
  showInControls(next);
  settleStop(); // last, since it measures
}

function showInControls(next) {
  for (const name of Object.keys(VALUES)) {
    for (const control of controls(name)) {
      if (control.type === "radio") control.checked = control.value === next[name];
      else control.value = next[name];
    }
  }
}

// Terms that are not marked are no stops of the Tab key, and none at all are no links.
function showTerms(part) {
  const { terms } = report.dataset;
  for (const link of all(".tf-seg a.tf-term", part)) {
    if (terms === "off") {
      link.dataset.href ??= link.getAttribute("href");
      link.removeAttribute("href");
    } else if (link.dataset.href) {
      link.setAttribute("href", link.dataset.href);
      delete link.dataset.href;
    }
    const isStop = terms === "all" || (terms === "first" && link.matches(".tf-first:not([data-again])"));
    if (isStop) link.removeAttribute("tabindex");
    else link.tabIndex = -1;
  }
}
whenLaidOut(showTerms);

let follow = null; // brings the page to what was chosen last and is not shown yet

// A reader's choice. The controls show it at once, and the page after the next paint, so that a slow device answers without
// delay; what was read stays where it was. Whoever chooses again before that sees each choice in its turn.
function choose(changes) {
  follow?.();
  Object.assign(chosen, changes);
  withoutDefaults(Object.keys(changes));
  showInControls(state());
  const page = report;
  const change = () => apply(state(), { explicit: "cuts" in changes });
  follow = () => {
    follow = null;
    if (page.isConnected) keepPlace(change, { isLater: true });
    page.ariaBusy = null;
  };
  page.ariaBusy = "true";
  afterPaint(() => follow?.());
  inAddress();
  try {
    const kept = { ...remembered(), ...changes };
    for (const name of Object.keys(changes)) if (!(name in chosen)) delete kept[name];
    localStorage.setItem(STORE, JSON.stringify(kept));
  } catch { /* not remembered */ }
  const said = Object.keys(changes).map((name) => {
    const control = controls(name).find((node) => node.type !== "radio" || node.checked);
    const group = up(control, "fieldset, label").querySelector("legend, span").textContent;
    return `${group}: ${control.selectedOptions?.[0].text ?? up(control, "label").textContent.trim()}`;
  });
  say(said.join(", "));
}

// Brings a hidden sentence or block into sight, whatever view and filter there are; both stay as they are.
export function reveal(node) {
  const hiders = [".tf-cut", ".tf-gap", ".tf-row"].map((selector) => up(node, selector)).filter(Boolean);
  for (const hider of hiders) {
    if (hider.matches(".tf-cut")) hider.open = true;
    if (hider.matches(".tf-gap")) setGap(hider, true);
  }
  if (report?.contains(node) && !isShown(node)) for (const hider of hiders) hider.classList.add("tf-revealed");
}

// What a change says to those who do not see it.
export function say(text) {
  const place = report?.querySelector(".tf-said");
  if (place) place.textContent = text;
}

document.addEventListener("change", (event) => {
  const control = up(event.target, "[data-tf-state]");
  if (control) choose({ [control.dataset.tfState]: control.value });
});

document.addEventListener("keydown", (event) => {
  const key = shortcut(event);
  if (!key || !report?.isConnected) return;
  if (key === "?") {
    openHelp();
  } else if (/^[1-4]$/.test(key) && can("view")) {
    choose({ view: VALUES.view[key - 1] });
  } else if (KEYS[key] && can(KEYS[key])) {
    const values = VALUES[KEYS[key]];
    choose({ [KEYS[key]]: values[(values.indexOf(state()[KEYS[key]]) + 1) % values.length] });
  } else {
    return;
  }
  event.preventDefault();
});

narrow.addEventListener("change", () => {
  if (!report?.isConnected) return;
  withoutDefaults(["view"]);
  keepPlace(() => apply(state()), { isLater: true });
});

// The sheet with all shortcuts. The browser gives the focus back when it closes.
function openHelp() {
  const sheet = report.querySelector(".tf-sheet");
  if (sheet) openSheet(sheet);
}

document.addEventListener("click", (event) => {
  if (up(event.target, ".tf-help-open")) openHelp();
  const button = up(event.target, ".tf-viewing-open");
  const tools = report?.querySelector(".tf-viewing");
  if (button) float(tools, !tools.matches(".tf-floating"));
  else if (tools?.matches(".tf-floating") && !tools.contains(event.target)) float(tools, false);
});

document.addEventListener("keydown", (event) => {
  const tools = report?.querySelector(".tf-floating");
  if (event.key !== "Escape" || !tools || openedSheet()) return;
  if (tools.contains(document.activeElement)) tools.querySelector(".tf-viewing-open").focus({ preventScroll: true });
  float(tools, false);
});

// Where the tools are out of sight, a button brings them to the lower edge; the room they had stays as it was. Both are
// popovers, since a container of queries may be what `position: fixed` refers to.
function float(tools, floats) {
  if (tools.matches(".tf-floating") === floats) return;
  const bar = tools.querySelector(".tf-viewing-bar");
  tools.style.minHeight = floats ? `${tools.offsetHeight}px` : "";
  tools.classList.toggle("tf-floating", floats);
  bar.popover = floats ? "manual" : null;
  if (floats) bar.showPopover();
  tools.querySelector(".tf-viewing-open").setAttribute("aria-expanded", String(floats));
}

const sight = new IntersectionObserver((entries) => {
  const { target, isIntersecting } = entries.at(-1);
  if (!target.isConnected) return;
  if (isIntersecting) float(target, false);
  target.querySelector(".tf-viewing-open").togglePopover(!isIntersecting);
}, { rootMargin: `0px 0px ${1e6}px` }); // below is not out of sight: whoever jumps past it from above must meet it

// The strip along the lower edge is there while there is a button in it.
const dock = () => document.documentElement.classList.toggle("tf-docked", Boolean(document.querySelector(".tf-dock:popover-open")));
document.addEventListener("toggle", (event) => up(event.target, ".tf-dock") && dock(), true);

// For a new page: what its address says, or else what the reader chose last.
export function beginViews() {
  sight.disconnect();
  dock();
  report = document.querySelector(".tf-report:has(.tf-viewing)");
  if (!report) return;
  const tools = report.querySelector(".tf-viewing");
  const address = known(Object.fromEntries(new URLSearchParams(location.search)));
  // An address that names a setting shows what its sender saw, whatever this reader chose before
  const wanted = Object.keys(address).length ? address : remembered();
  chosen = Object.fromEntries(Object.entries(wanted).filter(([name]) => can(name)));
  withoutDefaults();
  if (can("view")) nameGaps(report);
  tools.hidden = false;
  if (Object.keys(chosen).length) keepPlace(() => apply(state()));
  else apply(state());
  inAddress();
  sight.observe(tools);
}
