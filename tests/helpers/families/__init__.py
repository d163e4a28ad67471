"""The systems that many sites share, imitated: lists and articles of a made-up town, in the markup that each system writes.

What each does is in the words of those who read such sites; no page here is theirs. A module a family, each with
IMITATIONS.
"""
