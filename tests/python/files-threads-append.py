"""Threads append to one file under a lock."""

from threading import Lock, Thread

def work(name):
    for number in range(20):
        with lock:
            file.write(f"{name}{number}\n")

lock = Lock()
with open("log.txt", "w") as file:
    threads = [Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
lines = open("log.txt").read().split()
print(len(lines), len(set(lines)), [line for line in lines if line[0] == "b"][:3])

# expect: 60 60 ['b0', 'b1', 'b2']
