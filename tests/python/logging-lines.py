"""Logging writes to stderr, from the level on that was asked for."""

import logging

logging.basicConfig(level=logging.INFO, format="%(levelname)s:%(name)s:%(threadName)s:%(message)s")
log = logging.getLogger("lecture")
log.debug("not shown")
log.info("%d of %d", 1, 2)
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
print(log.isEnabledFor(logging.DEBUG))

# expect: False
# expect-err: INFO:lecture:MainThread:1 of 2
# expect-err: ERROR:lecture:MainThread:failed
# expect-err: Traceback (most recent call last):
# expect-err:   File "main.py", line 10, in <module>
# expect-err: ZeroDivisionError: division by zero
