"""Load the modules of the sites and layouts. One that is broken is left out, and told in one line; the others work."""

import pkgutil
import re
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from cundang.model.publisher import Publisher
from scrapers.checking import NAME, check
from scrapers.faults import ROOT, FaultError, explain, find_line, format_line
from scrapers.site import Site

# What a module in each folder declares: the variable, and its type.
_SITES, _LAYOUTS = "scrapers/sites", "scrapers/layouts"
_DECLARED: dict[str, tuple[str, type[Publisher]]] = {_SITES: ("SITE", Site), _LAYOUTS: ("LAYOUT", Publisher)}


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sites that can be crawled and the layouts, by name; the line on each broken module, by its file."""

    sites: dict[str, Site] = field(default_factory=dict)
    layouts: dict[str, Publisher] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)


@cache
def load() -> Loaded:
    """Load and check all modules, once in a process. It takes a tenth of a second for two hundred.

    Of two that claim one name or host the first is kept: sites before layouts, by the names of their files.
    """
    loaded, hosts = Loaded(), dict[str, str]()
    for folder in _DECLARED:
        names = sorted(module.name for module in pkgutil.iter_modules([str(ROOT / folder)]) if not module.ispkg)
        for name in names:
            file = f"{folder}/{name}.py"
            try:
                declared = _read(folder, name)
                _claim(declared, folder, hosts, loaded)
            except FaultError as fault:
                loaded.broken[file] = format_line(file, find_line(file, fault), str(fault))
            except (Exception, SystemExit) as error:  # whatever a module does when it is imported
                loaded.broken[file] = explain(error, file)
            else:
                if isinstance(declared, Site):
                    loaded.sites[name] = declared
                else:
                    loaded.layouts[name] = declared
    return loaded


def _read(folder: str, name: str) -> Publisher:
    """Import a module and check what it declares. Raises FaultError, or whatever the module raises."""
    variable, kind = _DECLARED[folder]
    if not NAME.fullmatch(name):
        fit = re.sub(r"\W", "_", name.lower(), flags=re.ASCII).lstrip("0123456789_") or "site"
        raise FaultError(f"the name of a site has only a-z, 0-9 and _, from a letter on; call the file {fit}.py")
    module = import_module(f"{folder.replace('/', '.')}.{name}")
    declared = getattr(module, variable, None)
    if not isinstance(declared, kind):
        other = next((f for f, (its, _) in _DECLARED.items() if its != variable and hasattr(module, its)), "")
        advice = f"move the file to {other}" if other else f"write {variable} = {kind.__name__}(...)"
        raise FaultError(f"{variable} is {'missing' if declared is None else 'something else'}; {advice}")
    if kind is Publisher and isinstance(declared, Site):
        raise FaultError(f"{variable} is a Site; write Publisher(...), or move the file to {_SITES} and call it SITE")
    check(declared)
    if declared.name != name:
        others = (f"{each}/{declared.name}.py" for each in _DECLARED)
        kept = next((f", that of {other}, which is kept" for other in others if (ROOT / other).is_file()), "")
        text = f'name is "{declared.name}"{kept}; write name="{name}", as the file is called'
        raise FaultError(text, type(declared).__name__, declared.name, "name")
    if isinstance(declared, Site) and not declared.sources:
        text = f"sources is empty; write where the site lists its articles, or make it a LAYOUT in {_LAYOUTS}"
        raise FaultError(text, "Site", declared.name, "sources")
    return declared


def _claim(declared: Publisher, folder: str, hosts: dict[str, str], loaded: Loaded) -> None:
    """Note whose name and hosts these are. Raises FaultError where a module before has them."""
    file = f"{folder}/{declared.name}.py"
    if declared.name in loaded.sites or declared.name in loaded.layouts:
        kept = f"{_SITES}/{declared.name}.py"
        text = f'name is "{declared.name}", that of {kept}, which is kept; give this file and its site another name'
        raise FaultError(text, type(declared).__name__, declared.name, "name")
    for host in declared.hosts:
        if host in hosts:
            text = f'hosts has "{host}", as {hosts[host]} has, which is kept; take it out of one of them'
            raise FaultError(text, type(declared).__name__, declared.name, "hosts")
    hosts.update(dict.fromkeys(declared.hosts, file))
