import json
from threading import Event, Thread
from time import perf_counter

interval_ms = 1000  #: interval_ms
timeout_ms = 5000  #: timeout_ms

stop = Event()

def work():
    ticks = 0
    while not stop.wait(interval_ms / 1000):  #: @core @wait(the event)
        ticks += 1
        print('tick', ticks)  #: @run(thread)

begin = perf_counter()
thread = Thread(target=work)
thread.start()
thread.join(timeout_ms / 1000)  #: @core @wait(results)
timed_out = thread.is_alive()  #: @core
print('timed out:', timed_out)
stop.set()  # nobody can end a thread from outside: one can only ask  #: @core @run(main)
thread.join()  #: @core @wait(results)
print(f'is_alive: {thread.is_alive()}, after {(perf_counter() - begin) * 1000:.0f} ms')
print(json.dumps({'timed_out': timed_out}))
