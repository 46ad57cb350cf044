"""What follows a report, done by a process of its own: messages sent, call-backs placed, late tasks escalated, silent calls ended.

The database is its queue: a message is a row committed with the report it is about. Any number of workers may run; each row
is one worker's for as long as its lease lasts, and a worker that falls leaves it to the next.
"""
