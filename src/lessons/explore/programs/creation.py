import threading

log = None
made = 0


def get_log():
    global log, made
    if log is None:
        made += 1
        log = "the log"
    return log


one = threading.Thread(target=get_log)
other = threading.Thread(target=get_log)
one.start()
other.start()
one.join()
other.join()
assert made == 1, f"{made} logs were made"

# search: breaks raised preemptions=1 conflict=check-then-act
