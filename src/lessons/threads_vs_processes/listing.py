import json
from multiprocessing import Pipe, Process, set_start_method
from queue import SimpleQueue
from statistics import median
from threading import Thread, local
from time import perf_counter

workers = 2  #: workers
messages = 100  #: messages
payload_bytes = 1024  #: payload_bytes

counter = 0
mark = local()

def echo(receive, send):
    global counter
    counter += 1  #: @core @run(thread) @run(process)
    send(hasattr(mark, 'value'))
    while (payload := receive()) is not None:  #: @core @wait(an item)
        send(payload)  #: @core @run(thread) @run(process)

def make_thread():
    there, back = SimpleQueue(), SimpleQueue()
    return Thread(target=echo, args=(there.get, back.put)), there.put, back.get

def make_process():
    ours, theirs = Pipe()
    return Process(target=echo, args=(theirs.recv, theirs.send)), ours.send, ours.recv

def measure(name, make):
    before, starts, trips = counter, [], []
    team = [make() for _ in range(workers)]
    for worker, send, receive in team:
        begin = perf_counter()
        worker.start()  #: @core @run(main)
        sees_local = receive()
        starts.append(perf_counter() - begin)
    for message in range(messages):
        worker, send, receive = team[message % workers]
        begin = perf_counter()
        send(bytes(payload_bytes))  #: @core @run(main)
        receive()  #: @core @wait(results)
        trips.append(perf_counter() - begin)
    for worker, send, receive in team:
        send(None)
        worker.join()
    shared = counter == before + workers
    print(f'{name}: up in {median(starts) * 1e3:.2f} ms, round trip {median(trips) * 1e6:.0f} us')
    print(f'shared counter seen: {shared}, thread local seen: {sees_local}')
    return {'sees_shared_counter': shared, 'sees_thread_local': sees_local}

if __name__ == '__main__':
    set_start_method('spawn')  # with a memory of its own; a fork begins with a copy of this one
    mark.value = 'of the main thread'
    result = {'threads': measure('threads', make_thread)}
    result['processes'] = measure('processes', make_process)
    print(json.dumps(result))
