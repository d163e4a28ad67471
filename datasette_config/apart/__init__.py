"""What strangers can make slow is answered apart: in processes that are nice, bounded in memory, and can be killed.

gate.py         who is answered when: lanes, places, and the fairness between addresses
front.py        the front of the server: pages are answered here, the rest is handed on
spawner.py      a small process that forks the others, kills them, and ends with the server
worker.py       one of the others: it answers one request at a time
wire.py         what they say to each other
connections.py  connections of the server: how many, and how long they may say nothing
"""
