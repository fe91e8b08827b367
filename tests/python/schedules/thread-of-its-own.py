import threading

def work():
    me = threading.current_thread()
    print(me.name, me.is_alive(), repr(me).endswith(", started)>"))


thread = threading.Thread(target=work, name="Ada")
thread.start()
thread.join()

# search: holds
