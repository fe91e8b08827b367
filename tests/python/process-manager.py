"""A manager keeps objects in a process of its own, and others change them from where they are."""

from multiprocessing import Manager, Process


def change(names, numbers, queue):
    names["child"] = "there"
    numbers.append(4)
    numbers[0] = 10
    queue.put("from the child")


if __name__ == "__main__":
    with Manager() as manager:
        names, numbers, queue = manager.dict({"parent": "here"}), manager.list([1, 2, 3]), manager.Queue()
        process = Process(target=change, args=(names, numbers, queue))
        process.start()
        process.join()
        print(names, numbers, queue.get(), queue.empty())
        print(sorted(names.keys()), "child" in names, len(numbers), numbers[1:])
        try:
            names["nobody"]
        except KeyError as error:
            print("KeyError", error)
        lock, value = manager.Lock(), manager.Value("i", 1)
        with lock:
            value.value += 1
        print(value.value, manager.Namespace(x=1))

# only: cpython native page
# expect: {'parent': 'here', 'child': 'there'} [10, 2, 3, 4] from the child True
# expect: ['child', 'parent'] True 4 [2, 3, 4]
# expect: KeyError 'nobody'
# expect: 2 Namespace(x=1)
