import threading

def main():
    count = 0

    def add():
        nonlocal count
        count += 1

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count == 2


main()

# search: breaks raised preemptions=1 switches=3 steps=5 conflict=lost-update
# search switches=gil: holds
