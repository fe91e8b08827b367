"""Between "is there one?" and "take it" another thread may take it: IndexError, where nobody locks."""

from threading import Barrier, Thread

def take(look):
    if items:
        look()  # here the other thread takes it
        try:
            taken.append(items.pop())
        except IndexError:
            taken.append("too late")

items, taken = ["the only one"], []
both = Barrier(2)
threads = [Thread(target=take, args=(both.wait,)) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(taken))

# expect: ['the only one', 'too late']
