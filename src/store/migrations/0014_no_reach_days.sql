-- Figures are summed from the public index: days counted beforehand, and what they alone needed, go.

DROP TABLE reach_days;
DROP TABLE reach_posts;
DELETE FROM projections WHERE name = 'reach';
DROP INDEX posts_day;
ALTER TABLE posts DROP COLUMN day;
