-- Single sign-on: who somebody is where the municipality signs in. The subject stays when name and address change.

ALTER TABLE account ADD COLUMN issuer TEXT CHECK (length(issuer) <= 500);
ALTER TABLE account ADD COLUMN subject TEXT
    CHECK (subject IS NULL OR (length(subject) <= 500 AND issuer IS NOT NULL));

CREATE UNIQUE INDEX account_by_subject ON account (issuer, subject);
