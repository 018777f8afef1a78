"""The site's own search: a static index in small files, of which a query loads only what it needs.

What can be found is cut into chunks of a few thousand bytes, numbered in the order in which they are shown: entries of
the glossary, pages, passages of the reports, the newest first. The index says which keys stand in which chunks; the
texts of the chunks lie in files of their own. A query intersects the chunks of its keys, loads the first ones and looks
in their texts for the exact words, so that results are those of a search through all texts.

- `folding`: texts as they are compared, many at once.
- `keys`: which keys a text has.
- `documents`: what can be found, in chunks.
- `page_text`: the text of a page written by hand.
- `postings`: which keys stand in which chunks, how that is merged, and how lists of chunks are written.
- `shards`: the files of the index, none larger than a few thousand bytes however large the corpus.
- `slices`: the keys in slices, of which those that are the same as before need not be made again.
- `index`: what documents give to the index, and the files that are made of it.
- `parts`: what each report gives to it, and where that is kept.
- `keeping`: the same with what earlier builds have kept.

The browser's side is `assets/search_*.js`; folding, keys and formats there must be the same.
"""
