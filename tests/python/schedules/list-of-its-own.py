import threading

def work():
    stack = list(range(2_000))
    while stack:
        stack.pop()


threads = [threading.Thread(target=work) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# Nobody else has it: no steps.
# search: holds
