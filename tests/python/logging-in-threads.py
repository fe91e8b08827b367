"""Threads log whole lines, each once."""

import io
import logging
from threading import Thread

stream = io.StringIO()
logging.basicConfig(stream=stream, level=logging.INFO, format="%(threadName)s %(message)s")

def work():
    for number in range(25):
        logging.info("line %d", number)

threads = [Thread(target=work, name=f"thread {number}") for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
lines = stream.getvalue().splitlines()
print(len(lines), sorted(lines) == sorted(f"thread {t} line {n}" for t in range(4) for n in range(25)))

# expect: 100 True
