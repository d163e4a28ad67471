"""Backups of an archive: pieces named by their digests, and a manifest for each backup, in a folder or an object store.

At a place of backups stand

- `pieces/ab/<sha256>.zst`: a stretch of a file; what did not change since the last backup is there already;
- `backups/<time>.json`: a manifest, which names the pieces of each file. It is written last, so what has one is whole.
"""
