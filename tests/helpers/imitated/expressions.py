"""JMESPath backwards: the JSON in which an expression finds a value."""

from typing import Any

import jmespath


def put(path: str, value: Any) -> Any:
    """JSON in which the expression finds the value; one that finds lists finds it as the only item of a list."""
    found = _put(jmespath.compile(path).parsed, value)
    assert jmespath.search(path, found) in (value, [value]), f"{path} finds {jmespath.search(path, found)} in {found}"
    return found


def _put(node: dict[str, Any], value: Any) -> Any:
    children = node["children"]
    match node["type"]:
        case "current" | "identity":
            return value
        case "field":
            return {node["value"]: value}
        case "index":
            return [None] * node["value"] + [value]
        case "subexpression" | "index_expression" | "pipe":
            for child in reversed(children):
                value = _put(child, value)
            return value
        case "flatten" | "or_expression" | "multi_select_list":
            return _put(children[0], value)
        case "projection" | "filter_projection":  # what it is filtered by is in the values
            values = value if isinstance(value, list) else [value]
            return _put(children[0], [_put(children[1], each) for each in values])
        case kind:
            raise NotImplementedError(f"no JSON is made for a {kind}")


def merge(one: Any, other: Any) -> Any:
    """Both in one: names of objects, and places of arrays."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {name: merge(one.get(name), other.get(name)) for name in {**one, **other}}
    if isinstance(one, list) and isinstance(other, list):
        longest = max(len(one), len(other))
        return [
            merge(a, b) for a, b in zip(*(each + [None] * (longest - len(each)) for each in (one, other)), strict=True)
        ]
    return one if other is None else other
