"""Large tables filled by the database itself, in seconds: ideas, inputs, contacts, campaigns, responses."""

import sqlalchemy as sa

_WORDS = (
    "cykelsti skole bus lys vej bibliotek svommehal skov sti idraet haveje legeplads plejehjem bolig havn park natur "
    "musik teater butik torv bro hegn trafik larm vind sol vand affald bank hund hest kunst mad kaffe aften ferie "
    "borgere unge aeldre boern"
).split()
_TEXT = (
    "(SELECT string_agg(word, ' ') FROM (SELECT (:words)[1 + (hashint8(n * 7 + k) & 2147483647) % :many] AS word "
    "FROM generate_series(1, 8) k) w)"
)
_ID = "CAST(n AS bigint) * 1000003 + 17"


def ideas(engine: sa.Engine, count: int) -> None:
    """Published ideas, each with its input and its trace, half of them about the first focus area."""
    inputs(engine, count, source="idea")
    _run(
        engine,
        f"""INSERT INTO ideas (id, public_id, version, title, text, is_initiative, language, terms,
            local_area_id, sender_name,
            show_name, association, status, decision_reason, submission_key, supports, created_at,
            published_at, input_id,
            trace_id, is_demo)
        SELECT {_ID}, 'idea' || n, 1, 'Idé ' || n, i.text, false, 'da', i.terms,
            (SELECT id FROM local_areas ORDER BY id OFFSET n % 4 LIMIT 1), '', false, '', 'published', '',
            'key' || n, n % 50,
            i.received_at, i.received_at, i.id, i.trace_id, false
        FROM generate_series(1, :count) n JOIN inputs i ON i.id = {_ID}""",
        count,
    )
    _run(
        engine,
        f"""INSERT INTO idea_focus_areas (idea_id, focus_area_id)
        SELECT {_ID}, (SELECT id FROM focus_areas ORDER BY id OFFSET n % 2 LIMIT 1) FROM generate_series(1,
            :count) n""",
        count,
    )
    _analyse(engine)


def inputs(engine: sa.Engine, count: int, source: str = "staff") -> None:
    """Inputs of one committee, one a minute back from now, most of them answered, each with its trace."""
    _run(
        engine,
        f"""INSERT INTO traces (id, public_id, language, created_at)
        SELECT {_ID}, 'trace' || n, 'da', now() FROM generate_series(1, :count) n""",
        count,
    )
    _run(
        engine,
        f"""INSERT INTO inputs (id, public_id, version, committee_id, trace_id, channel, source, source_key, question,
            question_key, title, text, language, terms, twin_key, sender_name, association, received_at,
            due_on, state,
            closed_reason)
        SELECT {_ID}, 'input' || n, 1, (SELECT id FROM committees ORDER BY id LIMIT 1), {_ID}, 'letter', '{source}',
            'key' || n, '', '', 'Input ' || n, words, 'da', words, md5(words), '', '',
            now() - n * interval '1 minute',
            (now() - n * interval '1 minute')::date + 28,
            CASE WHEN n % 10 = 0 THEN 'new' WHEN n % 10 = 1 THEN 'open' ELSE 'answered' END, ''
        FROM (SELECT n, {_TEXT} AS words FROM generate_series(1, :count) n) made""",
        count,
    )
    _run(
        engine,
        f"""INSERT INTO input_focus_areas (input_id, focus_area_id)
        SELECT {_ID}, (SELECT id FROM focus_areas ORDER BY id OFFSET n % 2 LIMIT 1) FROM generate_series(1,
            :count) n""",
        count,
    )
    _analyse(engine)


def campaign(engine: sa.Engine, campaign_id: int, count: int) -> None:
    """So many contacts on the campaign's list, each invited, nine in ten of the messages sent."""
    chosen = f"(SELECT * FROM campaigns WHERE id = {campaign_id}) c"
    _run(
        engine,
        f"""INSERT INTO contacts (list_id, public_id, name, email, language, created_at)
        SELECT c.list_id, 'contact' || n, 'Navn ' || n, 'borger' || n || '@borger.example', 'da', now()
        FROM generate_series(1, :count) n, {chosen}""",
        count,
    )
    _run(
        engine,
        f"""INSERT INTO personal_links (id, public_id, survey_id) SELECT {_ID}, 'link' || n, c.survey_id
        FROM generate_series(1, :count) n, {chosen}""",
        count,
    )
    _run(
        engine,
        f"""INSERT INTO invitations (survey_id, contact_id, campaign_id, link_id, created_at)
        SELECT c.survey_id, k.id, c.id, {_ID}, now()
        FROM generate_series(1, :count) n JOIN contacts k ON k.public_id = 'contact' || n, {chosen}""",
        count,
    )
    _run(
        engine,
        f"""INSERT INTO messages (public_id, kind, to_address, to_name, language, subject, context, batch,
            message_id, state,
            attempts, send_after, sent_at, failure, last_error, created_at)
        SELECT 'message' || n, 'invitation', 'borger' || n || '@borger.example', '', 'da', '', '{{}}',
            'campaign:{campaign_id}', '<m' || n || '@x>', CASE WHEN n % 10 = 0 THEN 'queued' ELSE 'sent' END,
            1, now(), now(),
            '', '', now() FROM generate_series(1, :count) n""",
        count,
    )
    _analyse(engine)


def responses(engine: sa.Engine, survey_id: int, count: int, answers: str, first: int = 1) -> None:
    """Responses to a survey with these answers (JSON), with the tallies of one question and one text input each."""
    version = f"(SELECT id FROM questionnaire_versions WHERE survey_id = {survey_id} ORDER BY number DESC LIMIT 1)"
    last = first + count - 1
    _run(
        engine,
        f"""INSERT INTO traces (id, public_id, language, created_at)
        SELECT {_ID}, 'trace' || n, 'da', now() FROM generate_series({first}, {last}) n""",
    )
    _run(
        engine,
        f"""INSERT INTO responses (id, public_id, survey_id, version_id, answers, language, channel, submission_key,
            submitted_at, trace_id)
        SELECT {_ID}, 'r' || n, {survey_id}, {version}, jsonb_set(CAST(:answers AS jsonb), '{{else}}',
            to_jsonb(words)), 'da',
            'open', 'k' || n, date_trunc('day', now()) + interval '11 hours', {_ID}
        FROM (SELECT n, {_TEXT} AS words FROM generate_series({first}, {last}) n) made""",
        answers=answers,
    )
    _run(
        engine,
        f"""INSERT INTO tallies (id, version_id, response_id, question_key, value)
        SELECT {_ID}, {version}, {_ID}, 'how', (ARRAY['bike', 'bus', 'car', 'feet'])[1 + n % 4]
        FROM generate_series({first}, {last}) n""",
    )
    _run(
        engine,
        f"""INSERT INTO inputs (id, public_id, version, committee_id, consultation_id, trace_id, channel,
            source, source_key,
            question, question_key, title, text, language, terms, twin_key, sender_name, association,
            received_at, due_on,
            state, closed_reason)
        SELECT r.id, 'i' || r.public_id, 1, c.committee_id, c.id, r.trace_id, 'survey', 'response', r.public_id,
            'Er der andet?', 'else', '', r.answers->>'else', 'da', r.answers->>'else', md5(r.answers->>'else'),
            '', '',
            r.submitted_at, r.submitted_at::date + 28, 'new', ''
        FROM generate_series({first}, {last}) n JOIN responses r ON r.id = {_ID}
        JOIN surveys s ON s.id = r.survey_id JOIN consultations c ON c.id = s.consultation_id""",
    )
    _analyse(engine)


def _run(engine: sa.Engine, statement: str, count: int | None = None, **values: str) -> None:
    words = "ARRAY[" + ",".join(f"'{word}'" for word in _WORDS) + "]"
    text = statement.replace("(:words)", f"({words})").replace(":many", str(len(_WORDS)))
    with engine.begin() as connection:
        connection.execute(sa.text(text), ({"count": count} if count is not None else {}) | values)


def _analyse(engine: sa.Engine) -> None:
    """What PostgreSQL's autovacuum would do within a minute."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
