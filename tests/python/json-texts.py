"""JSON out and in, and what is no JSON."""

import json

value = {"a": [1, 2.5, None, True], "ü": "\"\n", "big": 2 ** 70}
text = json.dumps(value)
print(text)
print(json.loads(text) == value, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True), sep="\n")
for text in ["[1, 2", "{'a': 1}", "", "nul"]:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        print(error)
try:
    json.dumps({1, 2})
except TypeError as error:
    print(error)

# expect: {"a": [1, 2.5, null, true], "\u00fc": "\"\n", "big": 1180591620717411303424}
# expect: True
# expect: {
# expect:  "a": [
# expect:   1,
# expect:   2.5,
# expect:   null,
# expect:   true
# expect:  ],
# expect:  "big": 1180591620717411303424,
# expect:  "ü": "\"\n"
# expect: }
# expect: Expecting ',' delimiter: line 1 column 6 (char 5)
# expect: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)
# expect: Expecting value: line 1 column 1 (char 0)
# expect: Expecting value: line 1 column 1 (char 0)
# expect: Object of type set is not JSON serializable
