"""A small news site of our own writing in the true markup of Xinhua's CMS: what `make demo` and the tests crawl.

清淀新区 and everyone in it are made up. `python -m demo --port 8000` serves it on loopback.
"""
