-- A band's posts in the order in which they are looked at: the first few of a flood are found without reading all of it.
DROP INDEX sketches_b0;
CREATE INDEX sketches_b0 ON sketches (b0, post);
DROP INDEX sketches_b1;
CREATE INDEX sketches_b1 ON sketches (b1, post);
DROP INDEX sketches_b2;
CREATE INDEX sketches_b2 ON sketches (b2, post);
DROP INDEX sketches_b3;
CREATE INDEX sketches_b3 ON sketches (b3, post);
DROP INDEX sketches_b4;
CREATE INDEX sketches_b4 ON sketches (b4, post);
DROP INDEX sketches_b5;
CREATE INDEX sketches_b5 ON sketches (b5, post);
DROP INDEX sketches_b6;
CREATE INDEX sketches_b6 ON sketches (b6, post);
DROP INDEX sketches_b7;
CREATE INDEX sketches_b7 ON sketches (b7, post);
