"""The stages from page to row: keep, decode, extract, repair, clean, normalise, compare, store, index (see `line.py`).

They import no Scrapy, open no socket and know no site: profiles are passed in.
"""
