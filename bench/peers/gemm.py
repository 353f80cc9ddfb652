"""cblas_sgemm of OpenBLAS, called through ctypes alone. Argument: threads (OPENBLAS_NUM_THREADS is set as well).
Each line of input, "m n k transposeA transposeB seconds", is answered by {"seconds": [of one call, try by try]}."""
import ctypes
import ctypes.util
import json
import random
import struct
import sys
import time

ROW_MAJOR, AS_IS, TRANSPOSED = 101, 111, 112


def library():
    for name in ("libopenblas.so.0", "libopenblas.dylib", "libopenblas.dll", ctypes.util.find_library("openblas")):
        try:
            return ctypes.CDLL(name) if name else None
        except OSError:
            pass
    return None


def matrix(count):
    numbers = [random.uniform(-1, 1) for _ in range(1021)]
    block = struct.pack("1021f", *numbers)
    return ctypes.create_string_buffer(block * (count // 1021 + 1), (count // 1021 + 1) * len(block))


def tries(blas, m, n, k, transpose_a, transpose_b, budget):
    a, b, c = matrix(m * k), matrix(k * n), matrix(m * n)
    one, zero = ctypes.c_float(1), ctypes.c_float(0)

    def call():
        blas.cblas_sgemm(
            ROW_MAJOR, TRANSPOSED if transpose_a else AS_IS, TRANSPOSED if transpose_b else AS_IS, m, n, k,
            one, a, m if transpose_a else k, b, k if transpose_b else n, zero, c, n)

    for _ in range(2):
        start = time.perf_counter()
        call()
        once = time.perf_counter() - start
        if once > 0.005:
            break
    calls = max(1, int(0.005 / max(once, 1e-9)))
    seconds = []
    whole = time.perf_counter()
    while not seconds or time.perf_counter() - whole < budget:
        start = time.perf_counter()
        for _ in range(calls):
            call()
        seconds.append((time.perf_counter() - start) / calls)
    return seconds


def main():
    blas = library()
    if blas is None:
        print(json.dumps({"missing": "OpenBLAS is not installed (Debian: libopenblas0-pthread)"}), flush=True)
        return
    blas.openblas_get_config.restype = blas.openblas_get_corename.restype = ctypes.c_char_p
    blas.openblas_set_num_threads(int(sys.argv[1]))
    name = " ".join(blas.openblas_get_config().decode().split()[:2]) + " " + blas.openblas_get_corename().decode()
    print(json.dumps({"peer": name}), flush=True)
    for line in sys.stdin:
        m, n, k, transpose_a, transpose_b = map(int, line.split()[:5])
        print(json.dumps({"seconds": tries(blas, m, n, k, transpose_a, transpose_b, float(line.split()[5]))}), flush=True)


main()
