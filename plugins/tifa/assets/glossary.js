// The glossary: its filter.

import { all, plain } from "./dom.js";

function filterGlossary(text) {
  const wanted = plain(text).replace(/([a-z])[1-5](?![0-9])/g, "$1").trim();
  let shown = 0;
  for (const entry of all(".tf-entry")) {
    const found = plain(entry.dataset.find);
    entry.hidden = !(found.includes(wanted) || found.includes(wanted.replace(/\s+/g, "")));
    if (!entry.hidden) shown += 1;
  }
  for (const group of all(".tf-category")) group.hidden = !group.querySelector(".tf-entry:not([hidden])");
  const status = document.querySelector(".tf-filter-status");
  status.textContent = wanted ? `${shown} ${shown === 1 ? "concept" : "concepts"} found` : "";
}

// The filter stands in the address, so that it outlives a visit to an entry and can be passed on.
document.addEventListener("input", (event) => {
  if (event.target.id !== "tf-filter") return;
  filterGlossary(event.target.value);
  const address = new URL(location);
  if (event.target.value) address.searchParams.set("find", event.target.value);
  else address.searchParams.delete("find");
  try {
    history.replaceState(history.state, "", address);
  } catch { /* Safari allows only so many changes */ }
});

export function filterRemembered() {
  const field = document.getElementById("tf-filter");
  const text = new URLSearchParams(location.search).get("find");
  if (!field || !text) return;
  field.value = text;
  filterGlossary(text);
}
