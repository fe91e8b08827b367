"""A program starts others of its own files; they print where it does, and it has their exit status."""

import os
import subprocess
import sys

print(os.system("python3 other.py by os.system") >> 8)
print(subprocess.run([sys.executable, "other.py", "3"]).returncode)
ran = subprocess.run([sys.executable, "-c", "import sys; print(sys.argv)", "x"], capture_output=True, text=True)
print(ran.stdout, end="")
ran = subprocess.run([sys.executable, "-m", "other"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
print(ran.returncode, ran.stdout, end="")
program = subprocess.Popen([sys.executable, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
print(program.communicate("print(6 * 7)"))
ran = subprocess.run([sys.executable, "missing.py"], capture_output=True, text=True)
print(ran.returncode, "can't open file" in ran.stderr)

# only: cpython native page
# expect: other ['by', 'os.system']
# expect: 0
# expect: other ['3']
# expect: 3
# expect: ['-c', 'x']
# expect: 0 other []
# expect: ('42\n', None)
# expect: 2 True
