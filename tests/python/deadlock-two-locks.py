"""Two threads take two locks, each in another order."""

from threading import Barrier, Lock, Thread

a, b = Lock(), Lock()
both = Barrier(2)

def work(name, first, second):
    with first:
        both.wait()
        print(name, "holds one")
        with second:
            print("never")

Thread(target=work, args=("A", a, b)).start()
Thread(target=work, args=("B", b, a)).start()

# expect-unordered: A holds one
# expect-unordered: B holds one
# expect-deadlock
