import json
from threading import Lock, Semaphore, Thread
from time import sleep

permits = 3  #: permits
threads = 8  #: threads
rounds = 4  #: rounds
hold_ms = 100  #: hold_ms
pause_ms = 50  #: pause_ms

semaphore = Semaphore(permits)
lock = Lock()
inside = max_inside = 0
acquired = [0] * threads

def work(thread):
    global inside, max_inside
    for number in range(1, rounds + 1):
        with semaphore:  #: @core @wait(the semaphore)
            with lock:
                inside += 1  #: @core @hold(a permit)
                max_inside = max(max_inside, inside)
                acquired[thread] += 1
                print(f'thread {thread + 1}: inside, round {number}')  #: @hold(a permit)
            sleep(hold_ms / 1000)  #: @core @hold(a permit)
            with lock:
                inside -= 1  #: @core @hold(a permit)
        sleep(pause_ms / 1000)  #: @core @sleep

running = [Thread(target=work, args=(thread,)) for thread in range(threads)]
for thread in running:
    thread.start()  #: @run(main)
for thread in running:
    thread.join()  #: @wait(results)
print('max inside:', max_inside)
print('acquired:', acquired)
#: if permits == 1
print(json.dumps({'max_inside': max_inside, 'acquired': acquired}))
#: else
print(json.dumps({'acquired': acquired}))
#: end
