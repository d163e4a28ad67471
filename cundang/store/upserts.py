"""The union of two tables whose rows are known by a key of their own: for each, what a row that both have becomes.

Each rule gives the same in any order and done twice, so none adds up.
"""

UNIONS = {
    # Which source named an address: the first time, and the day if either gives one.
    "named": """ON CONFLICT DO UPDATE SET day = coalesce(min(day, excluded.day), day, excluded.day), at = min(at, excluded.at)""",
    # How far a file was imported: what either has done is in the union of the two.
    "imports": """ON CONFLICT DO UPDATE SET name = max(name, excluded.name), records = max(records, excluded.records),
        ended_at = coalesce(max(ended_at, excluded.ended_at), ended_at, excluded.ended_at)""",
    # On how many pages a block was seen: at least on those of the one that saw more; the two may have seen the same pages.
    "site_blocks": """ON CONFLICT DO UPDATE SET pages = max(pages, excluded.pages), revoked = max(revoked, excluded.revoked),
        example = iif((excluded.first_seen_at, excluded.example) < (first_seen_at, example), excluded.example, example),
        first_seen_at = min(first_seen_at, excluded.first_seen_at), last_seen_at = max(last_seen_at, excluded.last_seen_at)""",
    # The later comparison of a page.
    "comparisons": """ON CONFLICT DO UPDATE SET site = excluded.site, at = excluded.at, profile = excluded.profile,
        agreement = excluded.agreement, generic_text = excluded.generic_text
        WHERE (excluded.at, excluded.profile, excluded.agreement, coalesce(excluded.generic_text, ''))
          > (at, profile, agreement, coalesce(generic_text, ''))""",
}
