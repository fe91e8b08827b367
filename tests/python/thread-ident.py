"""A thread has an ident from its start on."""

from threading import Barrier, Thread, get_ident

def look():
    seen.append(get_ident())
    all_here.wait()
    all_here.wait()

seen = []
all_here = Barrier(4)
threads = [Thread(target=look) for _ in range(3)]
print(threads[0].ident)
for thread in threads:
    thread.start()
all_here.wait()
print(sorted(seen) == sorted(thread.ident for thread in threads))
print(len({*seen, get_ident()}))
all_here.wait()
for thread in threads:
    thread.join()
print(threads[0].ident in seen)

# expect: None
# expect: True
# expect: 4
# expect: True
