"""The same seed gives the same numbers, in every Python."""

import random

random.seed(2016)
print(random.random(), random.randint(1, 6), random.choice("abc"))
print([random.randrange(100) for _ in range(5)])
numbers = list(range(8))
random.shuffle(numbers)
print(numbers, random.sample(range(50), 3))
print(random.Random(1).getrandbits(70), random.Random("text").random())
print(round(random.Random(5).gauss(0, 1), 12), random.Random(5).uniform(1, 2))

# expect: 0.7379250292770178 4 c
# expect: [32, 87, 90, 10, 37]
# expect: [7, 4, 1, 6, 5, 3, 0, 2] [9, 20, 13]
# expect: 1006624138111981302261 0.8711565613554825
# expect: -1.178841751231 1.622901694889702
