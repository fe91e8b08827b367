count = 0


def work():
    global count
    count += 1
