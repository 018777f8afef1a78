// Where a concept stands in each text: a table with a strip for each. As in compare.html, charts.py and compare_page.py.

import { make } from "./dom.js";

const PER = 10_000;
const STRIP = { width: 1000, height: 20 };
const SVG = "http://www.w3.org/2000/svg";

export const decimal = (value) =>
  value.toLocaleString("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
export const chinese = (text) => make("span", { lang: "zh-Hans", translate: "no" }, text);
const percent = (share) => `${Math.round(share * 100)}%`;

function strip(name, text, places) {
  const svg = document.createElementNS(SVG, "svg");
  const title = document.createElementNS(SVG, "title");
  svg.setAttribute("class", "tf-strip");
  svg.setAttribute("role", "img");
  svg.setAttribute("viewBox", `0 0 ${STRIP.width} ${STRIP.height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  title.textContent = `${name} in ${text.label}, ${text.language}: ${inWords(places)}`;
  svg.append(title);
  const strokes = [...new Set(places.map(([, share]) => Math.round(share * STRIP.width)))];
  if (strokes.length) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", strokes.map((x) => `M${x} 0v${STRIP.height}`).join(""));
    svg.append(path);
  }
  return svg;
}

function inWords(places) {
  if (!places.length) return "nowhere";
  const [first, last] = [places[0], places.at(-1)].map(([, share]) => percent(share));
  const counted = `${places.length} ${places.length === 1 ? "occurrence" : "occurrences"}`;
  return first === last ? `${counted}, at ${first} of the text` : `${counted}, from ${first} to ${last} of the text`;
}

function row(concept, text, places, addressOf) {
  const links = places.flatMap(([segment, share]) => {
    const href = `${addressOf("reports", text.report)}#${text.lang.split("-")[0].toLowerCase()}-${segment}`;
    return [make("a", { href }, percent(share)), " "];
  });
  return make("tr", {},
    make("th", { scope: "row" }, text.label, " ", make("span", { class: "tf-count" }, text.language)),
    make("td", { "data-label": "Where" }, strip(concept.en, text, places)),
    make("td", { "data-label": "In 10,000" }, decimal(text.size ? (places.length / text.size) * PER : 0)),
    make("td", { "data-label": "Places" }, ...(links.length ? links : ["–"])));
}

// The heading and the table of a concept; texts that do not have it are told, too.
export function figure(concept, texts, data, addressOf) {
  const places = new Map(data.texts.map((text) => [`${text.report} ${text.lang}`, text.places]));
  const heads = ["Text", "Where", "In 10,000", "Places"].map((name) => make("th", { scope: "col" }, name));
  const link = make("a", { href: addressOf("terms", concept.id) }, concept.en);
  const rows = texts.map((text) => row(concept, text, places.get(`${text.report} ${text.lang}`) ?? [], addressOf));
  return [
    make("h3", {}, link, " ", chinese(concept.zh)),
    make("table", { class: "tf-table tf-stack tf-strips" },
      make("thead", {}, make("tr", {}, ...heads)),
      make("tbody", {}, ...rows)),
  ];
}
