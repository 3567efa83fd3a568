"""Search behind the wall.

Trigram operators are not leakproof, so the planner may not use their index under row-level
security (320 ms instead of 1 ms among 100 000 persons). This function of the owner filters on the
connection's own municipality itself and gives ids only.

Names that hold what was typed come first, and without measuring every likeness in town: only when
they are few are names that are merely alike looked for too. A plan made for any name at all would
read the whole table; each search gets its own.
"""

SEARCH_PERSONS = r"""
CREATE INDEX person_name_trigrams ON cases_person USING gin (lower(name) gin_trgm_ops);
CREATE FUNCTION cases_search_persons(term text, most integer)
RETURNS TABLE (person_id bigint, likeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET pg_trgm.word_similarity_threshold = 0.5
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  here bigint := nullif(current_setting('app.municipality', true), '')::bigint;
  typed text := lower(term);
  pattern text := '%' || regexp_replace(typed, '([\\%_])', '\\\1', 'g') || '%';
  found integer;
BEGIN
  RETURN QUERY
    SELECT p.id, word_similarity(typed, lower(p.name)) AS alike
      FROM (SELECT q.id, q.name, q.sort_name FROM cases_person q
             WHERE q.municipality_id = here AND lower(q.name) LIKE pattern
             LIMIT most) p
     ORDER BY alike DESC, p.sort_name;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found < 20 THEN
    RETURN QUERY
      SELECT p.id, word_similarity(typed, lower(p.name)) AS alike
        FROM cases_person p
       WHERE p.municipality_id = here AND typed <% lower(p.name)
         AND lower(p.name) NOT LIKE pattern
       ORDER BY alike DESC, p.sort_name
       LIMIT most - found;
  END IF;
END
$$;
"""
DROP_SEARCH_PERSONS = """
DROP FUNCTION cases_search_persons(text, integer);
DROP INDEX person_name_trigrams;
"""

# Asked both by the services and by triggers, so that they cannot differ: who leads the unit of a
# case and is disqualified in it (fvl. § 6 third ledd). Whoever leads the whole municipality is the
# superior of a unit that has no leader of its own.
DISQUALIFIED_LEADER = """
CREATE FUNCTION cases_disqualified_leader(the_case bigint) RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH today AS (SELECT (now() AT TIME ZONE 'Europe/Oslo')::date AS day),
       leaders AS (
         SELECT m.user_id, m.unit_id, m.municipality_id
           FROM accounts_membership m, today
          WHERE m.role = 'leader' AND m.valid_from <= day
            AND (m.valid_until IS NULL OR m.valid_until >= day))
  SELECT d.user_id
    FROM cases_disqualification d
    JOIN cases_case c ON c.id = d.case_id
    JOIN leaders m ON m.user_id = d.user_id AND m.municipality_id = c.municipality_id
   WHERE d.case_id = the_case AND d.state = 'upheld'
     AND (m.unit_id = c.unit_id OR m.unit_id IS NULL AND NOT EXISTS (
           SELECT FROM leaders o
            WHERE o.municipality_id = c.municipality_id AND o.unit_id = c.unit_id))
   LIMIT 1
$$;
"""
DROP_DISQUALIFIED_LEADER = "DROP FUNCTION cases_disqualified_leader(bigint);"

# Whether a letter to this person must not be made or leave (pbrl. § 3-4): the person is on the
# parents' side of a young person's case, and either nobody has assessed the wish that stands, or
# the assessment, or what is noted about this one parent, says no (the answer says which; empty: may
# be told). Below 16 a proxy may have the
# authorisation from a parent, and so stands with them.
PARENT_MUST_NOT_BE_TOLD = """
CREATE FUNCTION cases_parent_must_not_be_told(the_case bigint, the_person bigint, the_source text)
RETURNS text LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  today date := (now() AT TIME ZONE 'Europe/Oslo')::date;
  born date;
  asked timestamptz;
  answer text;
BEGIN
  SELECT p.birth_date INTO born
    FROM cases_case c JOIN cases_person p ON p.id = c.recipient_id
   WHERE c.id = the_case AND c.recipient_id <> the_person;
  IF NOT FOUND OR born <= today - interval '18 years' THEN
    RETURN '';
  END IF;
  IF NOT EXISTS (
    SELECT FROM cases_representative r
     WHERE r.case_id = the_case AND r.person_id = the_person
       AND (r.kind = 'parent'
            OR r.kind = 'proxy' AND (born IS NULL OR born > today - interval '16 years')))
  THEN
    RETURN '';
  END IF;
  IF EXISTS (
    SELECT FROM cases_representative r
     WHERE r.case_id = the_case AND r.person_id = the_person AND r.kind = 'parent'
       AND r.information_withheld <> '' AND (r.valid_until IS NULL OR r.valid_until >= today))
  THEN
    RETURN 'withheld_from_one';
  END IF;
  SELECT max(w.registered_at) INTO asked
    FROM cases_informationwish w WHERE w.case_id = the_case AND w.withdrawn_at IS NULL;
  IF asked IS NULL THEN
    RETURN '';
  END IF;
  SELECT a.outcome INTO answer
    FROM cases_parentinformationassessment a
   WHERE a.case_id = the_case AND a.source IN ('', the_source) AND a.assessed_at >= asked
   ORDER BY (a.source <> '') DESC, a.assessed_at DESC, a.id DESC LIMIT 1;
  RETURN CASE WHEN answer IS NULL THEN 'not_assessed'
              WHEN answer = 'withhold_all' THEN 'withheld' ELSE '' END;
END
$$;
"""
DROP_PARENT_MUST_NOT_BE_TOLD = """
DROP FUNCTION cases_parent_must_not_be_told(bigint, bigint, text);
"""
