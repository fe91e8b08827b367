"""A program does not reach the network."""

def tried(act):
    try:
        print(act())
    except (ImportError, OSError) as error:
        print("refused", len(str(error).split()) > 3)

def connect():
    import socket
    socket.create_connection(("127.0.0.1", 9), timeout=1)

def fetch():
    from urllib.request import urlopen
    urlopen("http://127.0.0.1:9/", timeout=1)

tried(connect)
tried(fetch)

# only: page
# expect: refused True
# expect: refused True
