"""unittest runs, and tells on stderr."""

import unittest

class Sums(unittest.TestCase):
    def test_right(self):
        self.assertEqual(1 + 1, 2)

    def test_wrong(self):
        self.assertEqual(1 + 1, 3)

    def test_raises(self):
        with self.assertRaises(ZeroDivisionError):
            1 / 0

    @unittest.skip("not today")
    def test_skipped(self):
        pass

unittest.main()

# CPython 3.12.1 does not count the test that is skipped.
#
# exit: 1
# expect-err: FAIL: test_wrong (__main__.Sums.test_wrong)
# expect-err:   File "main.py", line 10, in test_wrong
# expect-err: AssertionError: 2 != 3
# expect-err-re: Ran [34] tests in \d+\.\d+s
# expect-err: FAILED (failures=1, skipped=1)
