"""The yardstick with TensorStore, in the way of the Java program: the same data, the same lines of JSON.

Usage: tensorstore_peer.py [case,case...]     (needs: pip install numpy tensorstore)

Files are written without waiting for the device, as the engine does. YARDSTICK_DATA names the directory of the data,
which the Java program makes.
"""
import json
import os
import pathlib
import shutil
import statistics
import sys
import time

import numpy as np
import tensorstore as ts

DATA = pathlib.Path(os.environ.get("YARDSTICK_DATA", "benchmarks/target/yardstick-data")).absolute()
WANTED = sys.argv[1].split(",") if len(sys.argv) > 1 else []
THREADS = int(os.environ.get("YARDSTICK_THREADS", "2"))
CONTEXT = {"file_io_sync": False, "data_copy_concurrency": {"limit": THREADS}}
BYTES = {"name": "bytes", "configuration": {"endian": "little"}}
CODECS = {
    "none": [BYTES],
    "zstd": [BYTES, {"name": "zstd", "configuration": {"level": 3}}],
    "gzip": [BYTES, {"name": "gzip", "configuration": {"level": 5}}],
    "blosc": [BYTES, {"name": "blosc", "configuration": {"cname": "lz4", "clevel": 5, "shuffle": "shuffle",
                                                         "typesize": 4, "blocksize": 0}}],
}
SHARDS = [{"name": "sharding_indexed", "configuration": {
    "chunk_shape": [32, 32, 32], "codecs": CODECS["zstd"],
    "index_codecs": [BYTES, {"name": "crc32c"}], "index_location": "end"}}]


def measure(case, size, work, before=lambda: None, rounds=7, operations=0):
    """Measure one case and print its line."""
    if WANTED and not any(case.startswith(start) for start in WANTED):
        return
    spent = 0.0
    while spent < 3:
        before()
        start = time.perf_counter()
        work()
        spent += time.perf_counter() - start
    seconds, cpu = [], []
    for _ in range(rounds):
        before()
        cpu_start, start = time.process_time(), time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
        cpu.append(time.process_time() - cpu_start)
        if len(seconds) > 1 and sum(seconds) > 15:
            break
    median = statistics.median(seconds)
    line = {"peer": "tensorstore", "case": case, "bytes": size, "seconds_median": round(median, 6),
            "min": round(min(seconds), 6), "max": round(max(seconds), 6), "n": len(seconds),
            "MBps": round(size / median / 1e6, 1), "cpu_min": round(min(cpu), 6)}
    if operations:
        line["ops_per_s"] = round(operations / median, 1)
    print(json.dumps(line), flush=True)


def file_store(path):
    return {"driver": "file", "path": str(path)}


def open_array(kvstore, context=None):
    return ts.open({"driver": "zarr3", "kvstore": kvstore}, context=context or ts.Context(CONTEXT)).result()


def create_array(kvstore, values, chunks, codecs, context=None):
    metadata = {"shape": values.shape, "data_type": str(values.dtype), "codecs": codecs, "fill_value": 0,
                "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": chunks}}}
    spec = {"driver": "zarr3", "kvstore": kvstore, "metadata": metadata}
    return ts.open(spec, create=True, context=context or ts.Context(CONTEXT)).result()


class Scratch:
    """A new directory for each round, as in the Java program: the one before is emptied, and deleted at the end."""

    def __init__(self):
        self.root = DATA / "scratch" / "tensorstore" / str(time.time_ns())
        self.number = 0

    def current(self):
        return self.root / str(self.number)

    def next(self):
        for directory, _, files in os.walk(self.current()):
            for name in files:
                os.truncate(os.path.join(directory, name), 0)
        self.number += 1

    def delete(self):
        if "YARDSTICK_KEEP" not in os.environ:
            shutil.rmtree(DATA / "scratch", ignore_errors=True)


def check(expected, actual):
    if not np.array_equal(expected, actual):
        raise SystemExit("the values were not read as they were written")


def cube_cases(reference, scratch):
    cube = np.fromfile(DATA / "data.f32", "<f4").reshape(512, 512, 512)
    regions = json.loads((DATA / "regions.json").read_text())

    for name, codecs in CODECS.items():
        measure("w_" + name, cube.nbytes,
                lambda: create_array(file_store(scratch.current()), cube, (64, 64, 64), codecs).write(cube).result(),
                scratch.next, rounds=5)
    for name in CODECS:
        if not (reference / ("a_" + name)).exists():
            continue
        array = open_array(file_store(reference / ("a_" + name)))
        check(cube[100:140, 60:70], array[100:140, 60:70].read().result())
        measure("r_" + name, cube.nbytes, lambda: array.read().result())
        if name != "gzip":
            measure("sub_" + name, len(regions) * 32 ** 3 * 4,
                    lambda: [array[z:z + 32, y:y + 32, x:x + 32].read().result() for z, y, x in regions],
                    operations=len(regions), rounds=9)
            measure("planeZ_" + name, 512 * 512 * 4, lambda: array[256].read().result(), rounds=51)
            measure("planeX_" + name, 512 * 512 * 4, lambda: array[:, :, 256].read().result(), rounds=51)


def shard_cases(reference, scratch):
    cube = np.fromfile(DATA / "data.f32", "<f4").reshape(512, 512, 512)
    regions = json.loads((DATA / "regions.json").read_text())
    measure("sh_w", cube.nbytes,
            lambda: create_array(file_store(scratch.current()), cube, (256, 256, 256), SHARDS).write(cube).result(),
            scratch.next, rounds=5)
    if not (reference / "s_zstd").exists():
        return
    array = open_array(file_store(reference / "s_zstd"))
    check(cube[100:140, 60:70], array[100:140, 60:70].read().result())
    measure("sh_r", cube.nbytes, lambda: array.read().result())
    measure("sh_sub", len(regions) * 32 ** 3 * 4,
            lambda: [array[z:z + 32, y:y + 32, x:x + 32].read().result() for z, y, x in regions],
            operations=len(regions), rounds=9)
    measure("sh_inner", 32 ** 3 * 4, lambda: array[288:320, 64:96, 448:480].read().result(), operations=1, rounds=101)


def image_cases(reference, scratch):
    image = np.fromfile(DATA / "data.i16", "<i2").reshape(8192, 8192)
    memory = {}

    def write_memory():
        context = ts.Context(CONTEXT)
        memory["array"] = create_array({"driver": "memory"}, image, (64, 64), CODECS["zstd"], context)
        memory["array"].write(image).result()

    measure("i16fs_w", image.nbytes,
            lambda: create_array(file_store(scratch.current()), image, (64, 64), CODECS["zstd"]).write(image).result(),
            scratch.next, rounds=9)
    array = open_array(file_store(reference / "i_zstd"))
    check(image[100:200, 4000:4200], array[100:200, 4000:4200].read().result())
    measure("i16fs_r", image.nbytes, lambda: array.read().result(), rounds=9)
    write_memory()
    measure("i16mem_w", image.nbytes, write_memory, rounds=9)
    measure("i16mem_r", image.nbytes, lambda: memory["array"].read().result(), rounds=9)


def node_cases(reference):
    def open_all():
        context = ts.Context(CONTEXT)
        for number in range(1000):
            assert open_array(file_store(reference / f"many/a{number:04d}"), context).rank == 2

    measure("open1000", 0, open_all, rounds=25, operations=1000)


def chunk_cases():
    values = np.random.default_rng(1).normal(0, 1, 1_000_000)
    parts = [slice(start, start + 10_000) for start in range(0, len(values), 10_000)]
    for name in ("none", "zstd"):
        array = create_array({"driver": "memory"}, values, (10_000,), CODECS[name])

        def write():
            for part in parts:
                array[part].write(values[part]).result()

        def read():
            for part in parts:
                array[part].read().result()

        write()
        measure("mem80k_w_" + name, values.nbytes, write, rounds=201, operations=len(parts))
        measure("mem80k_r_" + name, values.nbytes, read, rounds=201, operations=len(parts))


def main():
    reference, scratch = DATA / "ref", Scratch()
    cube_cases(reference, scratch)
    shard_cases(reference, scratch)
    image_cases(reference, scratch)
    node_cases(reference)
    chunk_cases()
    scratch.delete()


if __name__ == "__main__":
    main()
