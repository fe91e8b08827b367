import time

end = time.perf_counter() + 0.05
while time.perf_counter() < end:
    pass
print("later")

# The time is virtual, and passes as it is looked at.
# search: holds
