import logging
import threading

logging.basicConfig(level=logging.INFO, format="%(message)s")


def work(name):
    logging.info("begin %s", name)
    logging.info("end %s", name)


threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# Lines of logging are not seen to come between each other.
# search max_preemptions=1: undecided why=logging
