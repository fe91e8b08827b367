import threading


class Stack(list):
    def __init__(self):
        super().__init__()
        self.pushed = 0

    def push(self, value):
        self.append(value)
        self.pushed += 1


stack = Stack()
threads = [threading.Thread(target=stack.push, args=(n,)) for n in (1, 2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert stack.pushed == len(stack)

# Beside what is in the list it has an attribute, as any object has.
# search: breaks raised preemptions=1 conflict=lost-update
# search switches=gil: holds
