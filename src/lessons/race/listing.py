import json
#: if guard == "lock"
from threading import Lock, Thread
#: elif guard == "none"
from threading import Thread
#: else
from itertools import count
from threading import Thread
#: end

threads = 4  #: threads
increments = 100  #: increments
pause = 100_000  #: pause

#: if guard == "lock"
number = 0
lock = Lock()

def work():
    global number
    for _ in range(increments):
        with lock:  #: @core @hold(the lock) @wait(the lock)
            read = number  #: @core @hold(the lock)
            for _ in range(pause):  #: @core @hold(the lock)
                pass  #: @core @hold(the lock)
            number = read + 1  #: @core @hold(the lock)
#: elif guard == "none"
number = 0

def work():
    global number
    for _ in range(increments):
        read = number  #: @core @run(thread)
        for _ in range(pause):  #: @core @run(thread)
            pass  #: @core @run(thread)
        number = read + 1  # what another thread has added meanwhile is lost  #: @core @run(thread)
#: else
# Python has no atomic integers. What comes nearest is next() of a counter: it is one call into C,
# and under the GIL no other thread gets in between. The language does not promise it.
counter = count()

def work():
    for _ in range(increments):
        for _ in range(pause):  #: @core @run(thread)
            pass  #: @core @run(thread)
        next(counter)  #: @core @run(thread)
#: end

running = [Thread(target=work) for _ in range(threads)]
for thread in running:
    thread.start()  #: @run(main)
for thread in running:
    thread.join()  #: @wait(results)
#: if guard == "atomic"
number = next(counter)  # the first one gave 0
#: end
expected = threads * increments
print(f'expected {expected}, actual {number}, lost {expected - number}')
#: if guard == "none" and threads > 1
print(json.dumps({'expected': expected}))
#: else
print(json.dumps({'expected': expected, 'actual': number, 'lost': expected - number}))
#: end
