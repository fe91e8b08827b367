import threading

count = 0


def add():
    global count
    count += 1


thread = threading.Thread(target=add)
thread.start()
add()
thread.join()
assert count == 2

# When main writes what it has read, the other has ended: that is no step, and yet what it wrote is lost.
# search: breaks raised preemptions=1 switches=1 steps=3 conflict=lost-update
