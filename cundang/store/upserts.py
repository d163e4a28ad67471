"""Upsert clauses for merging the tables whose rows have a natural key.

Each gives the same result in any order and when it is done twice, so no clause adds numbers up.
"""

UNIONS = {
    # Which source listed an address: the first time, and the earliest day that either has.
    "named": """ON CONFLICT DO UPDATE SET day = coalesce(min(day, excluded.day), day, excluded.day),
        at = min(at, excluded.at)""",
    # How far a file was imported: the farther of the two, since both archives' articles are merged.
    "imports": """ON CONFLICT DO UPDATE SET name = max(name, excluded.name), records = max(records, excluded.records),
        ended_at = coalesce(max(ended_at, excluded.ended_at), ended_at, excluded.ended_at)""",
    # On how many pages a block was seen: the greater number, since both may have seen the same pages.
    "site_blocks": """ON CONFLICT DO UPDATE SET pages = max(pages, excluded.pages),
        revoked = max(revoked, excluded.revoked),
        example = iif((excluded.first_seen_at, excluded.example) < (first_seen_at, example), excluded.example, example),
        first_seen_at = min(first_seen_at, excluded.first_seen_at),
        last_seen_at = max(last_seen_at, excluded.last_seen_at)""",
    # What was added to an archive goes before what the software knows; of two that were added, the lesser.
    "source_names": """ON CONFLICT DO UPDATE SET name = excluded.name, own = excluded.own
        WHERE excluded.own > own OR (excluded.own = 1 AND own = 1 AND excluded.name < name)""",
    # The later comparison of a page.
    "comparisons": """ON CONFLICT DO UPDATE SET site = excluded.site, at = excluded.at, profile = excluded.profile,
        agreement = excluded.agreement, generic_text = excluded.generic_text
        WHERE (excluded.at, excluded.profile, excluded.agreement, coalesce(excluded.generic_text, ''))
          > (at, profile, agreement, coalesce(generic_text, ''))""",
}
