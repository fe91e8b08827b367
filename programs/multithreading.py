"""A thread makes a ZIP archive while the main program goes on.

What is slow is put into a thread of its own. The main program starts it, does
something else meanwhile, and waits for it only when it needs the archive.
"""

import os
from threading import Thread
from zipfile import ZIP_DEFLATED, ZipFile


class AsyncZip(Thread):
    def __init__(self, infile, outfile):
        super().__init__()  # Thread has things of its own to prepare
        self.infile = infile
        self.outfile = outfile

    def run(self):  # what start() lets run in the new thread
        with ZipFile(self.outfile, "w", ZIP_DEFLATED) as archive:
            archive.write(self.infile)
        print("Finished background zip of:", self.infile)


if not os.path.exists("mydata.txt"):  # something to zip
    with open("mydata.txt", "w") as file:
        file.writelines(f"line {number}: many hands make light work\n" for number in range(20_000))

background = AsyncZip("mydata.txt", "myarchive.zip")
background.start()
print("The main program continues to run in foreground.")

background.join()  # wait until it is done
print("Main program waited until background was done.")

before, after = os.path.getsize("mydata.txt"), os.path.getsize("myarchive.zip")
print("The archive is smaller:", after < before)

# Whether the thread or the main program prints first is for nobody to say.
#
# expect-unordered: The main program continues to run in foreground.
# expect-unordered: Finished background zip of: mydata.txt
# expect: Main program waited until background was done.
# expect: The archive is smaller: True
