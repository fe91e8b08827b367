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
        with semaphore:
            with lock:
                inside += 1
                max_inside = max(max_inside, inside)
                acquired[thread] += 1
                print(f'thread {thread + 1}: inside, round {number}')
            sleep(hold_ms / 1000)
            with lock:
                inside -= 1
        sleep(pause_ms / 1000)

running = [Thread(target=work, args=(thread,)) for thread in range(threads)]
for thread in running:
    thread.start()
for thread in running:
    thread.join()
print('max inside:', max_inside)
print('acquired:', acquired)
