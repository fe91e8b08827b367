print("first: 1 + 1 =", 1 + 1)
