print("second: 2 * 2 =", 2 * 2)
