"""A subclass of Thread overrides run(), and keeps its result in itself."""

from threading import Thread

class Square(Thread):
    def __init__(self, number):
        super().__init__(name=f"square of {number}")
        self.number = number

    def run(self):
        self.result = self.number ** 2

threads = [Square(number) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
    print(thread.name, thread.result)

class Forgets(Thread):
    def __init__(self):
        pass

try:
    Forgets().start()
except RuntimeError as error:
    print(error)

# expect: square of 0 0
# expect: square of 1 1
# expect: square of 2 4
# expect: square of 3 9
# expect: thread.__init__() not called
