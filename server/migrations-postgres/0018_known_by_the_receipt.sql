-- A form that was sent before is known by its receipt: the receipt's secret follows from the form's key. The key's own
-- hash said the same once more, and its index cost every submission a page somewhere in it.
ALTER TABLE submission DROP COLUMN key_hash;

-- Most have no holder and answer no challenge.
DROP INDEX submission_by_holder;
CREATE INDEX submission_by_holder ON submission (holder) WHERE holder IS NOT NULL;
DROP INDEX submission_by_challenge;
CREATE INDEX submission_by_challenge ON submission (challenge) WHERE challenge IS NOT NULL;
