import threading

ready = False
changed = threading.Condition()


def wait_for_it():
    if not ready:
        with changed:
            changed.wait()


waiter = threading.Thread(target=wait_for_it)
waiter.start()
ready = True
with changed:
    changed.notify()
waiter.join()

# It has looked, and is told before it waits: nobody tells it again.
# search: breaks deadlock preemptions=1 conflict=lost-wake-up
