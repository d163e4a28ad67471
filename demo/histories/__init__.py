"""Made-up histories of twelve sites: who wrote what, who copied it and how, what was changed later, what vanished.

All of it follows from a seed, and the truth is known: bench/histories.py measures the archive against it.
"""
