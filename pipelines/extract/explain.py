"""Explain what the profiles of a site made of a page, for who writes them: which selector found nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cundang.model.article import Found
from cundang.model.profile import Profile
from pipelines.extract import is_html
from pipelines.extract.generic import is_front_page
from pipelines.extract.profiled import FIELDS, extract_profiled
from pipelines.extract.selection import Selection
from pipelines.extract.tree import parse
from pipelines.extract.worker import is_heavy, run_bounded

_SHOWN = 40  # characters of what a selector found


@dataclass(frozen=True, slots=True)
class ProfileReading:
    """What a profile made of a page.

    `why` says why it does not read the page; it is empty where it does. `fields` says of each field for which it has
    selectors, and none of them found a value, what they found, and where the value is from instead.
    """

    profile: str
    why: str
    fields: dict[str, str] = field(default_factory=dict)


def explain_profiles(text: str, url: str, profiles: Iterable[Profile]) -> list[ProfileReading]:
    """Explain for each profile what it makes of a decoded page, in order. Of plain text there is nothing to explain.

    Raises RefusedError where the page cannot be parsed.
    """
    profiles = tuple(profiles)
    if not profiles or not is_html(text):
        return []
    return run_bounded(_explain, text, url, profiles) if is_heavy(text) else _explain(text, url, profiles)


def _explain(text: str, url: str, profiles: Sequence[Profile]) -> list[ProfileReading]:
    page = Selection(parse(text), url)
    return [_explain_one(page, profile) for profile in profiles]


def _explain_one(page: Selection, profile: Profile) -> ProfileReading:
    if profile.general and is_front_page(page.url):
        why = "it is a convention that many sites share, and this is the address of a list or a front page"
        return ProfileReading(profile.name, why)
    if not page.has(profile.mark):
        return ProfileReading(profile.name, f"its mark {profile.mark!r} is not on the page")
    found = extract_profiled(page, profile)
    if found is None:
        of_each = "; ".join(_explain_body(page, css) for css in profile.body)
        return ProfileReading(profile.name, f"its mark is on the page, but its body is not: {of_each}")
    fields = {name: _explain_field(page, profile, name, found) for name in FIELDS if _is_missing(profile, name, found)}
    return ProfileReading(profile.name, "", fields)


def _explain_body(page: Selection, selector: str) -> str:
    count = len(page.list_bodies(selector))
    return f"{selector!r} finds {f'{count} without any text' if count else 'nothing'}"


def _is_missing(profile: Profile, name: str, found: Found) -> bool:
    """Whether a profile has selectors for a field, and its value is from elsewhere, or there is none."""
    selectors: tuple[str, ...] = getattr(profile, name)
    value = found.fields.get(name)
    return bool(selectors) and (value is None or value.where not in (*selectors, "url"))


def _explain_field(page: Selection, profile: Profile, name: str, found: Found) -> str:
    """Say what each selector of a field found, and where its value is from."""
    of_each = []
    for selector in getattr(profile, name):
        texts = list(filter(None, page.list_texts(selector)))
        what = f"{texts[0][:_SHOWN]!r}, which is no value of this field" if texts else "nothing"
        of_each.append(f"{selector!r} finds {what}")
    value = found.fields.get(name)
    return f"{'; '.join(of_each)}; {f'taken from {value.where!r}' if value else 'left empty'}"
