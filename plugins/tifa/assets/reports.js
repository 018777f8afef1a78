// The table of reports: its filter and its orders. Both stand in the address.

import { counted, keepInAddress } from "./controls.js";
import { all, make, up } from "./dom.js";
import { findable, finderOfForms } from "./finding.js";

const collator = new Intl.Collator("en", { numeric: true });

const valueOf = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();

function sort(table, name, isDown) {
  const heads = all("th[data-sort]", table);
  const column = heads.findIndex((head) => head.dataset.sort === name);
  if (column < 0) return;
  for (const head of heads) head.removeAttribute("aria-sort");
  heads[column].setAttribute("aria-sort", isDown ? "descending" : "ascending");
  const isNumber = all("tbody tr", table).every((row) => Number.isFinite(Number(valueOf(row, column))));
  const compare = isNumber ? (a, b) => a - b : collator.compare;
  const rows = all("tbody tr", table).map((row) => [valueOf(row, column), row]);
  rows.sort(([a], [b]) => (isDown ? compare(b, a) : compare(a, b)));
  table.tBodies[0].append(...rows.map(([, row]) => row));
}

let turn = 0; // of filtering: only the last one counts

async function filter(root, typed) {
  const own = ++turn;
  const fits = await finderOfForms(typed);
  if (own !== turn) return;
  const rows = all("tbody tr", root);
  let shown = 0;
  for (const row of rows) {
    row.hidden = !fits(findable("", [...row.cells].map((cell) => cell.textContent)));
    shown += !row.hidden;
  }
  const total = counted(rows.length, "report");
  root.querySelector(".tf-filter-status").textContent = typed.trim() ? `${shown} of ${total}` : "";
}

document.addEventListener("click", (event) => {
  const head = up(up(event.target, ".tf-reports th button"), "th");
  if (!head) return;
  const isDown = head.getAttribute("aria-sort") === "ascending";
  sort(up(head, "table"), head.dataset.sort, isDown);
  keepInAddress({ sort: head.dataset.sort, down: isDown ? "1" : null });
});

document.addEventListener("input", (event) => {
  if (event.target.id !== "tf-reports-find") return;
  filter(up(event.target, ".tf-index"), event.target.value);
  keepInAddress({ find: event.target.value });
});

export function beginReports() {
  const table = document.querySelector(".tf-reports");
  if (!table) return;
  for (const head of all("th[data-sort]:not(:has(button))", table)) {
    head.replaceChildren(make("button", { type: "button" }, head.textContent));
  }
  const address = new URLSearchParams(location.search);
  const typed = address.get("find") ?? "";
  const root = up(table, ".tf-index");
  root.querySelector("#tf-reports-find").value = typed;
  if (typed) filter(root, typed);
  if (address.has("sort")) sort(table, address.get("sort"), address.has("down"));
}
