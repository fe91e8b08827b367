import threading

def work():
    with open("out.txt", "w") as file:
        file.write("x")


thread = threading.Thread(target=work)
thread.start()
thread.join()

# search: undecided why=file
