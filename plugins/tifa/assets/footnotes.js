// On paper the cards of terms are notes at the end, with their numbers in the text.

import { sideOf } from "./beads.js";
import { all } from "./dom.js";

let made = []; // what was added for paper

const element = (tag, text, lang) => {
  const node = document.createElement(tag);
  node.textContent = text;
  if (lang) node.lang = lang;
  if (lang === "zh-Hans") node.translate = false;
  return node;
};

function make() {
  clear();
  const report = document.querySelector(".tf-report");
  const holder = document.getElementById("tf-cards");
  if (!report || !holder || report.dataset.terms === "off") return;
  const cards = JSON.parse(holder.textContent);
  const numbers = new Map(); // by concept
  const marked = new Set(); // concepts by column
  const list = document.createElement("ol");
  for (const link of all(".tf-seg a.tf-first", report)) {
    const { concept } = link.dataset;
    const place = `${concept} ${sideOf(link)}`;
    const data = Object.hasOwn(cards, concept) ? cards[concept] : null;
    if (!data || marked.has(place) || !link.checkVisibility()) continue;
    marked.add(place);
    const isNew = !numbers.has(concept);
    if (isNew) numbers.set(concept, numbers.size + 1);
    const number = numbers.get(concept);
    const mark = element("span", String(number));
    mark.className = "tf-footnote";
    link.after(mark);
    made.push(mark);
    if (!isNew) continue;
    const note = document.createElement("li");
    note.append(element("span", data.zh, "zh-Hans"), " ", element("span", data.pinyin, "zh-Latn"), ` “${data.en}”: ${data.short}`);
    list.append(note);
  }
  if (!list.children.length) return;
  const section = document.createElement("section");
  section.className = "tf-footnotes";
  section.append(element("h2", "Notes on terms"), list);
  report.append(section);
  made.push(section);
}

function clear() {
  for (const node of made) node.remove();
  made = [];
}

addEventListener("beforeprint", make);
addEventListener("afterprint", clear);
