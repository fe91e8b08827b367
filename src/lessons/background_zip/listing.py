#: if file == null
import json
#: end
from io import BytesIO
from threading import Thread
from zipfile import ZIP_DEFLATED, ZipFile

file_name = 'mydata.txt'  #: file_name
#: if file != null
file = None  #: file
#: elif text != null
text = None  #: text
#: else
lines = 500_000  #: lines
#: end
line_every_ms = 10  #: line_every_ms

#: if file != null
def read_data():
    with open(file, 'rb') as source:
        return source.read()
#: elif text != null
def read_data():
    return text.encode()
#: else
def read_data():
    numbers = range(1, lines + 1)
    return ''.join(f'line {n:07}: many hands make light work\n' for n in numbers).encode()
#: end

def make_archive():
    with ZipFile(archive, 'w', ZIP_DEFLATED) as zip_file:
        zip_file.writestr(file_name, data)  #: @core @run(zip)

data = read_data()
archive = BytesIO()
thread = Thread(target=make_archive)  #: @core
thread.start()  #: @core @run(thread)
printed = 0
while thread.is_alive():
    printed += 1
    print('the main program goes on: line', printed)  #: @core @run(main)
    thread.join(timeout=line_every_ms / 1000)  #: @core @wait(results)

crc = ZipFile(archive).getinfo(file_name).CRC
print(f'{len(data)} bytes became {len(archive.getvalue())}, CRC {crc:08x}')
print('lines meanwhile:', printed)
#: if file == null
print(json.dumps({'original_bytes': len(data), 'crc32': crc}))
#: end
