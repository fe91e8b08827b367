"""One call of a list's or dictionary's own method is whole, in every interpreter."""

from threading import Thread

def work(name):
    for number in range(1000):
        items.append(number)
        table[name, number] = number
        table.setdefault("all", []).append(number)

items, table = [], {}
threads = [Thread(target=work, args=(name,)) for name in "abcd"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(items), len(table), len(table["all"]))

# expect: 4000 4001 4000
