"""Each thread has its own attributes of a local."""

from threading import Thread, local

class Counted(local):
    made = 0

    def __init__(self, first):
        Counted.made += 1
        self.number = first

mine = local()
mine.word = "main's"
counted = Counted(7)

def work(number):
    seen.append((hasattr(mine, "word"), counted.number))
    mine.word = number
    counted.number += number
    seen.append((mine.word, counted.number, sorted(mine.__dict__)))

seen = []
for number in range(3):
    thread = Thread(target=work, args=(number,))
    thread.start()
    thread.join()
print(*seen, sep="\n")
print(mine.word, counted.number, Counted.made)
try:
    mine.other
except AttributeError as error:
    print(error)

# expect: (False, 7)
# expect: (0, 7, ['word'])
# expect: (False, 7)
# expect: (1, 8, ['word'])
# expect: (False, 7)
# expect: (2, 9, ['word'])
# expect: main's 7 4
# expect: '_thread._local' object has no attribute 'other'
