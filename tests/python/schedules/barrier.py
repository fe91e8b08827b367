import threading

barrier = threading.Barrier(2)
before = []
after = []


def work(name):
    before.append(name)
    barrier.wait()
    after.append(len(before))


threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert after == [2, 2]

# search: holds
