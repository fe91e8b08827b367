"""collections: what lists and dictionaries are not."""

from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple

print(Counter("abracadabra").most_common(2), Counter(a=1) + Counter(a=2, b=1))
words = defaultdict(list)
for word in ["ant", "bee", "ape"]:
    words[word[0]].append(word)
print(dict(words))
line = deque([1, 2, 3], maxlen=3)
line.append(4)
line.rotate(1)
print(line, line.popleft())
Point = namedtuple("Point", "x y")
print(Point(1, 2)._replace(y=5), Point._fields, ChainMap({"a": 1}, {"a": 2, "b": 3})["b"])
order = OrderedDict(a=1, b=2)
order.move_to_end("a")
print(list(order))
changing = deque([1, 2])
try:
    for item in changing:
        changing.append(item)
except RuntimeError as error:
    print(error)
try:
    deque().pop()
except IndexError as error:
    print(error)

# expect: [('a', 5), ('b', 2)] Counter({'a': 3, 'b': 1})
# expect: {'a': ['ant', 'ape'], 'b': ['bee']}
# expect: deque([2, 3], maxlen=3) 4
# expect: Point(x=1, y=5) ('x', 'y') 3
# expect: ['b', 'a']
# expect: deque mutated during iteration
# expect: pop from an empty deque
