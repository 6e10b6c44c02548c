-- The archive, version 2: the index for search. It is made from the rows of
-- version 1 and can be thrown away and made again.

-- What is known of each article: all its texts, and its titles alone. The
-- tokenizer 'grams' is kanbao's own (tui/store/index_grams.c), so that other
-- programs cannot read these tables; nothing else needs them.
CREATE VIRTUAL TABLE grams USING fts5(text, content='', detail=none, columnsize=0, tokenize='grams');
CREATE VIRTUAL TABLE title_grams USING fts5(text, content='', detail=none, columnsize=0, tokenize='grams');
-- The grams of all texts, and in how many articles each stands.
CREATE VIRTUAL TABLE gram_words USING fts5vocab('grams', 'row');

-- Articles with ids of `floor` and above are in the index. Under another name
-- than the program's the index was made by another folding or list.
CREATE TABLE index_state (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	name TEXT NOT NULL,
	floor INTEGER NOT NULL
) STRICT;
