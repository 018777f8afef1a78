// When no part of what renders a sentence is in sight: its words, a way there, and from there a way back.

import { counterparts, isShown } from "./beads.js";
import { up } from "./dom.js";
import { layOutAll } from "./later.js";

const LONGEST = 60; // characters of the other text that are shown

let button = null; // the one element, made when first needed
let from = null; // the sentence that is marked
let back = null; // the sentence that was left
let goal = null; // where the button leads
let waiting = false;

function isInSight(node) {
  const { top, bottom, height } = node.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < innerHeight;
}

const shortened = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST).trim()}…` : text);

function show(node, words, withText) {
  const report = up(node, ".tf-report");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "tf-hint tf-dock";
    button.popover = "manual";
    button.lang = "en";
    button.append(document.createElement("span"), " ", document.createElement("span"));
    button.addEventListener("click", go);
  }
  if (button.parentNode !== report) report.append(button);
  const isBelow = node.getBoundingClientRect().top > innerHeight / 2;
  const [said, text] = button.children;
  said.textContent = `${words} ${isBelow ? "further down ↓" : "further up ↑"}`;
  text.textContent = withText ? shortened(node.textContent) : "";
  text.lang = up(node, "[lang]").lang;
  goal = node;
  if (!button.matches(":popover-open")) button.showPopover();
}

function hide() {
  goal = null;
  if (button?.isConnected && button.matches(":popover-open")) button.hidePopover();
}

function update() {
  waiting = false;
  if (back && (!isShown(back) || isInSight(back))) back = null;
  const others = from?.isConnected ? counterparts(from).filter(isShown) : [];
  if (others.length && isInSight(from) && !others.some(isInSight)) show(others[0], "Counterpart", true);
  else if (back) show(back, "Back to where you were,", false);
  else hide();
}

function later() {
  if (waiting || (!from && !back)) return;
  waiting = true;
  requestAnimationFrame(update);
}

function go() {
  const place = goal;
  layOutAll();
  const start = place === back ? null : from;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center", behavior: "instant" });
  back = start;
  update();
}

// For the sentence that is marked, or for none.
export function hint(sentence) {
  from = sentence;
  if (!from && !back) hide();
  else later();
}

// From a place to which the reader goes by a link of the page.
export function offerWayBack(sentence) {
  back = sentence ?? null;
  later();
}

addEventListener("scroll", later, { passive: true });
addEventListener("hashchange", later);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  back = null;
  later();
});
