// Controls whose values stand in the address, so that they outlive a visit to another page and can be passed on.

import { all } from "./dom.js";

// The values of the named controls of a page, by name; empty ones are left out.
export const values = (root) =>
  Object.fromEntries(all("[name]:not([type=checkbox])", root).map((node) => [node.name, node.value]).filter(([, value]) => value));

// Sets the controls to what the address says. A value that a list does not have is not set.
export function setFromAddress(root) {
  const address = new URLSearchParams(location.search);
  for (const node of all("[name]:not([type=checkbox])", root)) {
    const value = address.get(node.name) ?? "";
    node.value = value;
    if (node.value !== value) node.value = "";
  }
}

// Writes values into the address; null and "" are taken out of it.
export function keepInAddress(changes) {
  const address = new URL(location);
  for (const [name, value] of Object.entries(changes)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  address.search = address.search.replaceAll("%2C", ",");
  if (address.href === location.href) return;
  try {
    history.replaceState(history.state, "", address);
  } catch { /* Safari allows only so many changes */ }
}

const fetched = new Map(); // what was loaded or is being loaded, by address

// Data of the site. What could not be loaded is asked for again the next time.
export function load(address) {
  const url = new URL(address, location).href;
  if (!fetched.has(url)) {
    const answer = fetch(url).then((response) => {
      if (!response.ok) throw new Error(`${response.status} ${url}`);
      return response.json();
    });
    answer.catch(() => fetched.delete(url));
    fetched.set(url, answer);
  }
  return fetched.get(url);
}

export const counted = (number, one) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;
