"""Four threads make a value that is missing; under a lock it is made once."""

from threading import Barrier, Lock, Thread

def value():
    with lock:
        if "value" not in made:
            made["value"] = object()
            count.append(1)
        return made["value"]

def work():
    start.wait()
    seen.append(value())

lock, start, made, count, seen = Lock(), Barrier(4), {}, [], []
threads = [Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(count), len(set(map(id, seen))))

# expect: 1 1
