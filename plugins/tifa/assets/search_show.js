// How results are written: where they lead, and what is shown of their texts.

import { make } from "./dom.js";
import { marked } from "./search_query.js";

const SITE = new URL("../../", import.meta.url);
const BEFORE = 60; // characters before the first mark, in a long text
const SHOWN = 260;

const page = (folder, id, ending) => new URL(`${folder}/${encodeURIComponent(id)}${ending}`, SITE).href;

// The address of a result: the line that was found, or the first one.
export function addressOf({ passage, matched = [] }, ending) {
  const { lane, url, id } = passage.document;
  if (lane === "entry" && passage.document.unpaged) {
    const list = new URL(ending === "/" ? "glossary/" : "glossary/index.html", SITE);
    list.searchParams.set("find", passage.document.zh);
    return list.href;
  }
  if (lane === "entry") return page("glossary", id, ending);
  const { anchor } = matched[0] ?? passage.lines[0];
  const place = url === undefined ? page("reports", id, ending) : new URL(url, SITE).href;
  return place + (anchor ? `#${encodeURIComponent(anchor)}` : "");
}

export function titleOf({ document: { lane, title, label, en } }) {
  return lane === "entry" ? en : label ?? title;
}

// A text with its marks, long ones cut around the first mark.
export function excerpt({ text, marks }, shown = SHOWN) {
  let [from, to] = [0, text.length];
  if (text.length > shown) {
    from = Math.max(0, Math.min((marks[0]?.[0] ?? 0) - BEFORE, text.length - shown));
    to = Math.min(text.length, from + shown);
    if (from && /\s/.test(text)) from = text.indexOf(" ", from) + 1 || from;
    if (to < text.length && /\s/.test(text)) to = Math.max(text.lastIndexOf(" ", to), from + 1);
    // Half a character of two units is none
    if (/[\udc00-\udfff]/.test(text[from] ?? "")) from -= 1;
    if (/[\udc00-\udfff]/.test(text[to] ?? "")) to += 1;
  }
  const nodes = [from ? "…" : ""];
  let at = from;
  for (const [start, end] of marks) {
    if (end <= at || start >= to) continue;
    nodes.push(text.slice(at, Math.max(at, start)), make("mark", {}, text.slice(Math.max(at, start), Math.min(end, to))));
    at = Math.min(end, to);
  }
  nodes.push(text.slice(at, to), to < text.length ? "…" : "");
  return nodes.filter((node) => node !== "");
}

// The texts of a result, one paragraph a language, the lines of a language after one another.
export function texts({ passage }, patterns, shown = SHOWN) {
  const [zh, en] = passage.document.langs?.length === 2 ? passage.document.langs : ["zh-Hans", passage.document.langs?.[0] ?? "en"];
  const lines = marked(passage, patterns);
  return [["zh", zh], ["en", en]].flatMap(([side, lang]) => {
    const own = lines.filter((line) => line.side === side);
    if (!own.length) return [];
    const hit = own.filter((line) => line.marks.length);
    // Of a side without hits as much is shown as has room
    let room = shown;
    const shownLines = hit.length ? hit : own.filter(({ text }) => {
      const fits = room > 0;
      room -= text.length;
      return fits;
    });
    const node = make("p", { lang, ...(side === "zh" ? { translate: "no" } : {}) });
    shownLines.forEach((line, index) => node.append(index ? " " : "", ...excerpt(line, shown)));
    return [node];
  });
}
