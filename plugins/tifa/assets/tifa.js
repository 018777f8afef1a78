// Everything on the pages works without this script, only less conveniently. All listeners sit on `document`, so they
// outlive Material's instant navigation; what a new page needs is done in `begin`.

import { arrive } from "./arrival.js";
import { closeCard } from "./card.js";
import { beginCite } from "./cite.js";
import { beginCompare } from "./compare.js";
import { beginCounterparts } from "./counterparts.js";
import { all } from "./dom.js";
import "./footnotes.js";
import { beginGlossary } from "./glossary.js";
import { beginMap } from "./map.js";
import { beginNotes } from "./notes.js";
import { beginOccurrences } from "./occurrences.js";
import { beginReports } from "./reports.js";
import { beginSearch } from "./search.js";
import { beginTerms } from "./terms.js";
import { beginViews } from "./views.js";

function begin() {
  closeCard();
  for (const node of all(".tf-tools, .tf-filter")) node.hidden = false;
  beginCounterparts();
  // Material gives no name to the lists of pages below a section that has a page of its own.
  for (const list of all(".md-nav[aria-labelledby]")) {
    if (document.getElementById(list.getAttribute("aria-labelledby"))?.textContent.trim()) continue;
    list.removeAttribute("aria-labelledby");
    list.setAttribute("aria-label", list.querySelector(".md-nav__title")?.textContent.trim() || "Pages");
  }
  beginSearch();
  beginGlossary();
  beginReports();
  beginNotes();
  beginCompare();
  beginTerms();
  beginViews();
  beginOccurrences();
  beginMap();
  arrive();
  beginCite();
}

if (window.document$) window.document$.subscribe(begin);
else begin();
