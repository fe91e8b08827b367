"""Times as text."""

import re
import time

moment = time.gmtime(1_000_000_000)
print(time.asctime(moment))
print(time.strftime("%Y-%m-%d %H:%M:%S, %A, day %j", moment))
print(tuple(moment))
print(time.strptime("24 Dec 2026", "%d %b %Y")[:3])
print(bool(re.fullmatch(r"\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}", time.ctime())))
print(time.gmtime(0).tm_year, time.mktime(time.localtime(86_400)))

# expect: Sun Sep  9 01:46:40 2001
# expect: 2001-09-09 01:46:40, Sunday, day 252
# expect: (2001, 9, 9, 1, 46, 40, 6, 252, 0)
# expect: (2026, 12, 24)
# expect: True
# expect: 1970 86400.0
