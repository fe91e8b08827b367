"""An archive is written and read, in memory and as a file."""

import io
import zipfile

buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("a.txt", "many hands " * 100)
    archive.writestr("folder/b.txt", b"\x00\x01")
with zipfile.ZipFile(buffer) as archive:
    print(archive.namelist(), archive.testzip())
    info = archive.getinfo("a.txt")
    print(info.file_size, info.compress_size < 100, f"{info.CRC:08x}")
    print(archive.read("a.txt")[:10], archive.read("folder/b.txt"))
with open("archive.zip", "wb") as file:
    file.write(buffer.getvalue())
print(zipfile.is_zipfile("archive.zip"), zipfile.is_zipfile("main.py"))
with zipfile.ZipFile("archive.zip") as archive:
    archive.extractall("out")
with open("out/folder/b.txt", "rb") as file:
    print(file.read())
try:
    zipfile.ZipFile(io.BytesIO(b"nothing"))
except zipfile.BadZipFile as error:
    print(error)

# expect: ['a.txt', 'folder/b.txt'] None
# expect: 1100 True 6422d65f
# expect: b'many hands' b'\x00\x01'
# expect: True False
# expect: b'\x00\x01'
# expect: File is not a zip file
