"""From page to row: keep, decode, extract, repair, clean, normalise, compare, store, index (in `line.py`).

Imports no Scrapy, opens no socket, knows no site: profiles are passed in.
"""
