"""Times the program fasttext (Debian: fasttext). Each line asked is a JSON array of a model file and a text file; the answer
{"seconds": [...]} is its time to tell the label of each line of the text, less its time for an empty input, which is that of loading the model."""
import json
import os
import shutil
import subprocess
import sys
import time


def seconds(model, path):
    with open(path, "rb") if path else open(os.devnull, "rb") as text:
        start = time.perf_counter()
        subprocess.run(["fasttext", "predict", model, "-"], stdin=text, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        return time.perf_counter() - start


def version():
    try:
        return subprocess.run(["dpkg-query", "-W", "-f=${Version}", "fasttext"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def main():
    if shutil.which("fasttext") is None:
        print(json.dumps({"missing": "the program fasttext is not on the search path (Debian: fasttext)"}), flush=True)
        return
    print(json.dumps({"peer": ("fastText " + version()).strip()}), flush=True)
    for line in sys.stdin:
        model, path = json.loads(line)
        print(json.dumps({"seconds": [seconds(model, path) - seconds(model, None)]}), flush=True)


main()
