"""What needs processes says so in a sentence, as long as there are none."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool, Process

for make in [lambda: Process(target=print).start(), lambda: Pool(2), lambda: ProcessPoolExecutor(2).submit(print)]:
    try:
        make()
    except (ImportError, OSError, NotImplementedError) as error:
        print("refused", len(str(error).split()) > 3)

# only: page
# expect: refused True
# expect: refused True
# expect: refused True
