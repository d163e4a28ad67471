"""The archive itself, below the line that a page takes: text, model, raw pages, files, store, search."""
