"""Writes composition-vectors.txt beside this script: input and NFC in hexadecimal code points, by Python's normaliser."""
import os
import random
import unicodedata

random.seed(20261121)
marks = [c for c in range(0x300, 0x1E000) if unicodedata.combining(chr(c))]
parts = [c for c in range(0x110000) if unicodedata.decomposition(chr(c))[:1] not in ("", "<")]
jamo = list(range(0x1100, 0x1113)) + list(range(0x1161, 0x1176)) + list(range(0x11A7, 0x11C3)) + [0xAC00, 0xAC01, 0xD7A3]
latin = [ord(c) for c in "aAeEoOuUsScC"]
lines = []
for number in range(400):
    pool = [random.choice(random.choice((marks, parts, jamo, latin))) for _ in range(random.randint(1, 7))]
    text = "".join(map(chr, pool))
    form = random.choice((text, unicodedata.normalize("NFD", text)))
    lines.append(" ".join("%X" % ord(c) for c in form) + ";" + " ".join("%X" % ord(c) for c in unicodedata.normalize("NFC", form)))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "composition-vectors.txt"), "w", newline="\n") as file:
    file.write("\n".join(lines) + "\n")
