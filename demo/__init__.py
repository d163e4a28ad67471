"""A small invented news site in the markup of Xinhua's CMS, which `make demo` and the tests crawl.

清淀新区 and everyone in it are fictional. `python -m demo --port 8000` serves it on loopback.
"""
