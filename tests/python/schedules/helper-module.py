import helper
import threading


def work():
    helper.count += 1


threads = [threading.Thread(target=work), threading.Thread(target=helper.work)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert helper.count == 2

# The attribute of the module is its global.
# search: breaks raised preemptions=1 conflict=lost-update
