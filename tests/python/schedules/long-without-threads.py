total = 0
for number in range(100_000):
    total += number
print(total)

# search: holds
