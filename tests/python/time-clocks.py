"""The clocks go forward, and sleep() lasts at least as long as it was asked to."""

import time

for clock in [time.time, time.monotonic, time.perf_counter]:
    begin = clock()
    end = clock()
    print(type(begin).__name__, end >= begin)
for clock in [time.time_ns, time.monotonic_ns, time.perf_counter_ns]:
    print(type(clock()).__name__)
begin = time.monotonic()
print(time.sleep(0.02), time.monotonic() - begin >= 0.019)
print(time.sleep(0))
try:
    time.sleep(-1)
except ValueError as error:
    print(error)
print(time.get_clock_info("monotonic").monotonic)

# expect: float True
# expect: float True
# expect: float True
# expect: int
# expect: int
# expect: int
# expect: None True
# expect: None
# expect: sleep length must be non-negative
# expect: True
