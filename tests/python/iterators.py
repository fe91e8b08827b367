"""itertools, lazily."""

from itertools import accumulate, batched, chain, combinations, count, cycle, groupby, islice, pairwise, permutations, product, tee, zip_longest

print(list(islice(count(3, 2), 4)), list(islice(cycle("ab"), 5)), list(chain([1], [2, 3])))
print(list(accumulate([1, 2, 3, 4])), list(pairwise("abc")), list(batched("abcde", 2)))
print([(key, len(list(group))) for key, group in groupby("aabccc")])
print(len(list(permutations(range(4)))), list(combinations("abc", 2)), list(product([0, 1], repeat=2)))
a, b = tee([1, 2])
print(list(a), list(b), list(zip_longest("ab", "c", fillvalue="-")))

# cpython: >=3.12
# expect: [3, 5, 7, 9] ['a', 'b', 'a', 'b', 'a'] [1, 2, 3]
# expect: [1, 3, 6, 10] [('a', 'b'), ('b', 'c')] [('a', 'b'), ('c', 'd'), ('e',)]
# expect: [('a', 2), ('b', 1), ('c', 3)]
# expect: 24 [('a', 'b'), ('a', 'c'), ('b', 'c')] [(0, 0), (0, 1), (1, 0), (1, 1)]
# expect: [1, 2] [1, 2] [('a', 'c'), ('b', '-')]
