"""Outside files to report folders: decoding, extraction in a confined process, structure, sentences, what is known."""
