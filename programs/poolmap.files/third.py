print("third: 3 ** 3 =", 3**3)
