// The map beside the text: where the reader is in it, and one stop of the Tab key for all its links.

import { isShown } from "./beads.js";
import { all, up } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const SHORTEST = 6; // the mark is never shorter than this, of 1000

let map = null; // the page's map: its links in order, each with the place it leads to, and the mark
let waiting = false;

// The nearest element to a place that is laid out: a folded place is where its fold is.
const laidOut = (node) => {
  const cut = up(node, ".tf-cut:not([open])");
  if (cut?.getClientRects().length) return cut;
  const isLaidOut = !up(node, ".tf-later") && isShown(node);
  return isLaidOut ? node : up(node, ".tf-row");
};

function update() {
  waiting = false;
  if (!map?.mark.isConnected) return;
  const tops = map.stretches.map(({ place }) => {
    const { top, height } = laidOut(place).getBoundingClientRect();
    return height ? top : null;
  });
  const end = map.text.getBoundingClientRect().bottom;
  const from = place(tops, end, 0);
  const to = place(tops, end, innerHeight);
  map.mark.setAttribute("x", Math.round(from));
  map.mark.setAttribute("width", Math.max(SHORTEST, Math.round(to - from)));
}

// Where on the map a height of the window is: between the last place above it and the next one.
function place(tops, end, height) {
  let above = -1;
  for (let index = 0; index < tops.length; index += 1) if (tops[index] !== null && tops[index] <= height) above = index;
  if (above < 0) return 0;
  const next = tops.findIndex((top, index) => index > above && top !== null);
  const below = next < 0 ? end : tops[next];
  const until = next < 0 ? 1000 : map.stretches[next].start;
  const share = below > tops[above] ? Math.min(1, (height - tops[above]) / (below - tops[above])) : 0;
  return map.stretches[above].start + share * (until - map.stretches[above].start);
}

function later() {
  if (!map || waiting) return;
  waiting = true;
  requestAnimationFrame(update);
}
addEventListener("scroll", later, { passive: true });
addEventListener("resize", later);
document.addEventListener("toggle", later, true);
document.addEventListener("change", later);
document.addEventListener("tf-laid-out", later);

document.addEventListener("keydown", (event) => {
  const link = up(event.target, ".tf-map a");
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!link || !step) return;
  event.preventDefault();
  const links = map.stretches.map((stretch) => stretch.link);
  const next = links[links.indexOf(link) + step];
  if (!next) return;
  link.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

export function beginMap() {
  const svg = document.querySelector(".tf-map svg");
  map = null;
  if (!svg) return;
  const mark = document.createElementNS(SVG, "rect");
  mark.setAttribute("class", "tf-map-here");
  mark.setAttribute("height", 20);
  svg.querySelector("a").before(mark);
  const stretches = all("a", svg).map((link) => ({
    link,
    place: document.getElementById(link.getAttribute("href").slice(1)),
    start: Number(link.querySelector("rect").getAttribute("x")),
  }));
  for (const { link } of stretches) link.tabIndex = link === stretches[0].link ? 0 : -1;
  map = { mark, stretches, text: document.querySelector(".tf-grid") };
  later();
}
