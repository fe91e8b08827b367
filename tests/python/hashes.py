"""Digests of small and large data."""

import hashlib

print(hashlib.sha256(b"hello").hexdigest())
print(hashlib.md5(b"hello").hexdigest(), hashlib.sha1(b"").hexdigest())
digest = hashlib.sha512()
for _ in range(100):
    digest.update(bytes(1000))
print(digest.hexdigest()[:32], digest.digest_size, digest.name)
print(hashlib.blake2b(b"x", digest_size=8).hexdigest(), hashlib.new("sha3_256", b"x").hexdigest()[:16])
try:
    hashlib.new("no such")
except ValueError as error:
    print(str(error).startswith("unsupported hash"))

# expect: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
# expect: 5d41402abc4b2a76b9719d911017c592 da39a3ee5e6b4b0d3255bfef95601890afd80709
# expect: ed241404d017ad2feae6616623e7221e 64 sha512
# expect: 4adf4367f96e584f 741efa311f976869
# expect: True
