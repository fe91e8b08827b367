import threading

a, b = threading.Lock(), threading.Lock()


def work(one, other):
    while True:
        try:
            with one:
                with other:
                    return
        except:
            pass


threads = [threading.Thread(target=work, args=pair) for pair in ((a, b), (b, a))]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# A bare `except` hears of the end of a run, and does not care.
# search max_preemptions=1: breaks deadlock preemptions=1 conflict=lock-order
