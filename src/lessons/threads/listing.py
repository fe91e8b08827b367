from datetime import datetime
from threading import Thread
from time import sleep

threads = [  #: threads
    {'name': 'Thread-1', 'delay_ms': 200, 'repeats': 5, 'text': '{name}: {time}'},
    {'name': 'Thread-2', 'delay_ms': 400, 'repeats': 5, 'text': '{name}: {time}'},
]

finished = []

def print_lines(name, delay_ms=0, repeats=1, text='{name}: {time}'):
    for number in range(1, repeats + 1):
        sleep(delay_ms / 1000)
        line = text.replace('{name}', name).replace('{number}', str(number))
        print(line.replace('{time}', str(datetime.now().time())))
    finished.append(name)

running = [Thread(target=print_lines, kwargs=thread) for thread in threads]
for thread in running:
    thread.start()
for thread in running:
    thread.join()
print('finished:', finished)
