// Finding concepts by what is typed: Chinese, pinyin in any form, English.

import { plain } from "./dom.js";

const HAN = /\p{Script=Han}/u;

// Words with one space between them; punctuation, quotation marks and hyphens make no difference.
const words = (text) => plain(text.normalize("NFKC")).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const joined = (text) => words(text).replaceAll(" ", "");

// What is looked in: all wordings as words, each after a space, and Chinese and pinyin without spaces. People type ü
// as u or v.
export function findable(pinyin, wordings) {
  const withV = pinyin.normalize("NFD").replaceAll("u\u0308", "v");
  const spelt = [pinyin, ...(withV.includes("v") ? [withV] : [])];
  return {
    words: [...spelt, ...wordings].map((text) => ` ${words(text)}`).join("\n"),
    joined: [...spelt, ...wordings.filter((text) => HAN.test(text))].map(joined).join("\n"),
  };
}

// The same for what is typed in traditional characters: whether an entry fits as typed or in simplified ones.
export async function finderOfForms(typed) {
  let all = [typed];
  try {
    if (HAN.test(typed)) all = await (await import("./search_index.js")).forms(typed);
  } catch { /* the index was not loaded: as typed */ }
  const finders = all.map(finder);
  return (entry) => finders.some((fits) => fits(entry));
}

// Whether an entry fits: it has the text as typed, or all its words, or it is the pinyin, with tone numbers or not.
export function finder(typed) {
  const text = words(typed.replace(/u:/gi, "v"));
  if (!text) return () => true;
  const parts = text.split(" ").map((word) => (HAN.test(word) ? word : ` ${word}`));
  const run = joined(text);
  const toneless = joined(text.replace(/(\p{L})[0-5](?!\d)/gu, "$1"));
  return (entry) =>
    entry.words.includes(text)
    || parts.every((part) => entry.words.includes(part))
    || entry.joined.includes(run)
    || entry.joined.includes(toneless);
}
