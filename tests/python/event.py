"""An event is set or not; all that wait go on when it is set."""

from threading import Event, Thread

def wait(number):
    seen.append((number, go.wait()))

seen = []
go = Event()
print(go.is_set(), go.wait(0.01))
threads = [Thread(target=wait, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
go.set()
for thread in threads:
    thread.join()
print(sorted(seen), go.is_set(), go.wait())
go.clear()
print(go.is_set())

# expect: False False
# expect: [(0, True), (1, True), (2, True), (3, True)] True True
# expect: False
