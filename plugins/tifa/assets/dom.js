// The few helpers that all modules share.

export const up = (node, selector) => (node instanceof Element ? node.closest(selector) : null);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Words as they are compared: without case, accents (the tones of pinyin) and apostrophes.
export const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’]/g, "");

// A new element; attributes that are "" are left out.
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== "") node.setAttribute(name, value);
  node.append(...children);
  return node;
}
