"""Paths, and what they are made of."""

import os
from pathlib import Path

print(os.path.join("a", "b", "c.txt"), os.path.splitext("c.tar.gz"), os.path.basename("a/b"))
print(os.path.normpath("a/../b/./c"), os.path.isabs("a"), os.path.split("/a/b/"))
path = Path("folder") / "note.txt"
path.parent.mkdir()
path.write_text("hello")
print(path, path.suffix, path.stem, path.exists(), path.read_text(), path.stat().st_size)
print([str(one) for one in Path(".").glob("**/*.txt")])
print(Path(os.getcwd()) == Path.cwd(), Path("main.py").is_file())

# expect: a/b/c.txt ('c.tar', '.gz') b
# expect: b/c False ('/a/b', '')
# expect: folder/note.txt .txt note True hello 5
# expect: ['folder/note.txt']
# expect: True True
