"""A context variable has a value in each context; a copied context can be run by another thread."""

from contextvars import ContextVar, copy_context
from threading import Thread

user = ContextVar("user", default="nobody")
token = user.set("Ada")
context = copy_context()

def run(target):
    thread = Thread(target=target)
    thread.start()
    thread.join()

def change():
    print("inside:", user.get())
    user.set("Grace")

run(lambda: context.run(change))
print("main:", user.get(), "context:", context[user])
user.reset(token)
print(user.get(), user.name, token.var is user)
try:
    user.reset(token)
except RuntimeError:
    print("RuntimeError")

# expect: inside: Ada
# expect: main: Ada context: Grace
# expect: nobody user True
# expect: RuntimeError
