"""Each worker calls the initializer once, before its first task."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, local

mine = local()
all_here = Barrier(3)
begun = []

def begin(word, number):
    mine.word = word * number
    begun.append(1)

def work(_):
    all_here.wait()
    return mine.word

with ThreadPoolExecutor(3, initializer=begin, initargs=("ab", 2)) as pool:
    print(list(pool.map(work, range(3))), len(begun))

# expect: ['abab', 'abab', 'abab'] 3
