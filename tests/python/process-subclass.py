"""A subclass of Process says in run what its processes do."""

from multiprocessing import Process, SimpleQueue


class Squarer(Process):
    def __init__(self, number, results):
        super().__init__(name=f"squarer of {number}")
        self.number = number
        self.results = results

    def run(self):
        self.results.put((self.name, self.number**2))


if __name__ == "__main__":
    results = SimpleQueue()
    crew = [Squarer(number, results) for number in range(3)]
    for process in crew:
        process.start()
    for process in crew:
        process.join()
    print(sorted(results.get() for _ in crew), results.empty())

# only: cpython native page
# expect: [('squarer of 0', 0), ('squarer of 1', 1), ('squarer of 2', 4)] True
