"""Makes a package index with tiny wheels below a folder, from lines of `name|version|requires-python|yanked|requirements`.

Prints `name|filename|version|sha256|requires-python|yanked|requirements` for each.
"""

import base64
import hashlib
import html
import pathlib
import re
import sys
import zipfile

root = pathlib.Path(sys.argv[1])
pages = {}
for line in sys.stdin.read().splitlines():
    name, version, python, yanked, requires = line.split("|")
    normal = re.sub(r"[-_.]+", "-", name).lower()
    page = root / "simple" / normal
    page.mkdir(parents=True, exist_ok=True)
    stem = f"{normal.replace('-', '_')}-{version}"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    metadata += f"Requires-Python: {python}\n" if python else ""
    needs = [it for it in requires.split(",,") if it]
    extras = sorted(set(re.findall(r"extra == '(\w+)'", requires)))
    metadata += "".join(f"Requires-Dist: {it}\n" for it in needs)
    metadata += "".join(f"Provides-Extra: {it}\n" for it in extras)
    files = {
        f"{stem}.dist-info/METADATA": metadata,
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(text)}\n"
    files[f"{stem}.dist-info/RECORD"] = record + f"{stem}.dist-info/RECORD,,\n"
    filename = f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(page / filename, "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    digest = hashlib.sha256((page / filename).read_bytes()).hexdigest()
    anchor = f'<a href="{filename}#sha256={digest}"'
    anchor += f' data-requires-python="{html.escape(python)}"' if python else ""
    anchor += f' data-yanked="{yanked}"' if yanked else ""
    pages.setdefault(page, []).append(f"{anchor}>{filename}</a><br>\n")
    print("|".join([normal, filename, version, digest, python, yanked, requires]))
for page, anchors in pages.items():
    (page / "index.html").write_text("<!DOCTYPE html><html><body>\n" + "".join(anchors) + "</body></html>\n")
