"""With a lock no addition is lost, in any interpreter."""

from threading import Lock, Thread

def plus(n):
    return n + 1

def work():
    global number
    for _ in range(2000):
        with lock:
            number = plus(number)

number = 0
lock = Lock()
threads = [Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(number)

# expect: 8000
