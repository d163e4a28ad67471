"""Write rows as a Parquet file, with pyarrow, which is an extra."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cundang.model.errors import UsageError


def has_parquet() -> bool:
    """Whether Parquet can be written here; nothing is imported for it."""
    return find_spec("pyarrow") is not None


def write_parquet(
    path: Path, columns: Sequence[str], types: Mapping[str, str], batches: Iterable[Sequence[Sequence[Any]]]
) -> int:
    """Write rows, in batches; returns how many. `types` are those of SQLite by column, or JSON; the type of a column
    that is not among them is inferred from the first batch.

    Raises UsageError where pyarrow is not installed, or a column has values of several types.
    """
    try:
        import pyarrow  # noqa: PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("parquet needs pyarrow: pip install 'cundang[parquet]'") from error
    rest = iter(batches)
    batch = next(rest, [])
    text = pyarrow.string()
    kinds = {"INTEGER": pyarrow.int64(), "REAL": pyarrow.float64(), "TEXT": text, "JSON": text}
    fields = []
    for place, name in enumerate(columns):
        known = kinds.get(types.get(name, ""))
        fields.append(pyarrow.field(name, known or _infer_type(pyarrow, (row[place] for row in batch))))
    schema = pyarrow.schema(fields)
    count = 0
    try:
        with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
            while batch:
                of_columns = zip(zip(*batch, strict=True), schema, strict=True)
                arrays = [pyarrow.array(values, each.type) for values, each in of_columns]
                writer.write_batch(pyarrow.record_batch(arrays, schema=schema))
                count += len(batch)
                batch = next(rest, [])
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as error:
        raise UsageError(f"--sql: a column holds values of several types ({error}); use CAST in the query") from error
    return count


def _infer_type(pyarrow: Any, values: Iterator[object]) -> Any:
    """Infer the type of a column from its values."""
    found = {type(value) for value in values if value is not None}
    if found == {int}:
        return pyarrow.int64()
    if found and found <= {int, float}:
        return pyarrow.float64()
    return pyarrow.binary() if found == {bytes} else pyarrow.string()
