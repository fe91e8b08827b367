import json
from datetime import datetime
from threading import Thread
from time import sleep

threads = [  #: threads
    {'name': 'Thread-1', 'delay_ms': 200, 'repeats': 5, 'text': '{name}: {time}'},
    {'name': 'Thread-2', 'delay_ms': 400, 'repeats': 5, 'text': '{name}: {time}'},
]

finished = []
lines = {thread['name']: 0 for thread in threads}

def print_lines(name, delay_ms=0, repeats=1, text='{name}: {time}'):
    for number in range(1, repeats + 1):
        sleep(delay_ms / 1000)  #: @core @sleep
        line = text.replace('{name}', name).replace('{number}', str(number))
        print(line.replace('{time}', str(datetime.now().time())))  #: @core @run(thread)
        lines[name] += 1
    finished.append(name)

running = [Thread(target=print_lines, kwargs=thread) for thread in threads]
for thread in running:
    thread.start()  #: @core @run(main)
for thread in running:
    thread.join()  #: @core @wait(results)
print('finished:', finished)
print(json.dumps({'lines': lines}))
