#!/usr/bin/env python3
"""Check with TensorStore what the engine writes, and with the engine what TensorStore writes, in v2 and v3.

Run it with a Python that has tensorstore, without arguments:

    python3 -m venv target/tensorstore
    target/tensorstore/bin/pip install tensorstore
    target/tensorstore/bin/python scripts/interop/tensorstore_check.py

It has the test TensorStoreCheck run, which calls this script again: with "read" or "write" it is the peer that Peer.java
describes. Groups and attributes are not checked, which TensorStore does not read.
"""

import json
import pathlib
import subprocess
import sys

import numpy
import tensorstore

TYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16"]
TYPES += ["bfloat16", "float32", "float64", "complex64", "complex128"]

V2_COMPRESSORS = {
    "none": None,
    "zlib": {"id": "zlib", "level": 1},
    "gzip": {"id": "gzip", "level": 9},
    "zstd": {"id": "zstd", "level": 3},
    "blosc": {"id": "blosc", "cname": "zstd", "clevel": 5, "shuffle": 1},
}

V3_CODECS = {
    "none": [],
    "gzip": [{"name": "gzip", "configuration": {"level": 6}}],
    "zstd": [{"name": "zstd", "configuration": {"level": -3}}],
    "blosc": [{"name": "blosc", "configuration": {"cname": "lz4", "clevel": 5, "shuffle": "bitshuffle"}}],
    "crc32c": [{"name": "crc32c"}],
    "gzip_crc32c": [{"name": "gzip", "configuration": {"level": 1}}, {"name": "crc32c"}],
}


def check():
    root = pathlib.Path(__file__).resolve().parents[2]
    command = ["./mvnw", "-q", "-pl", "zarr-core", "test", "-Dtest=TensorStoreCheck", f"-Dzarr.tensorstore={sys.executable}"]
    sys.exit(subprocess.run(command + sys.argv[1:], cwd=root, check=False).returncode)


def spec(directory, path):
    driver = "zarr" if path.startswith("v2") else "zarr3"
    return {"driver": driver, "kvstore": {"driver": "file", "path": f"{directory}/{path}/"}}


def show(path, store):
    elements = numpy.asarray(store.read().result())
    line = {
        "path": path,
        "type": store.dtype.name,
        "shape": elements.shape,
        # The machine is little-endian, and so is what TensorStore makes of any array.
        "bytes": elements.tobytes(order="C").hex(),
    }
    print(json.dumps(line))


def read(directory):
    for line in sys.stdin:
        path = line.rstrip("\n")
        show(path, tensorstore.open(spec(directory, path), read=True).result())


def random(name, shape, seed):
    dtype = tensorstore.dtype(name).numpy_dtype
    elements = numpy.random.RandomState(seed).bytes(int(numpy.prod(shape)) * dtype.itemsize)
    if dtype.kind == "b":
        return (numpy.frombuffer(elements, "u1") % 2 == 0).reshape(shape)
    return numpy.frombuffer(elements, dtype).reshape(shape)


def create(directory, path, metadata, name, shape, part=None):
    store = tensorstore.open({**spec(directory, path), "metadata": metadata, "create": True}).result()
    elements = random(name, shape, len(path))
    if part is None:
        store.write(elements).result()
    else:
        store[part].write(elements[part]).result()
    show(path, store)


def v2(name, shape, chunks, big=False, **members):
    dtype = name if name == "bfloat16" else numpy.dtype(name).newbyteorder(">" if big else "<").str
    return {"shape": shape, "chunks": chunks, "dtype": dtype, "compressor": None, "fill_value": None, **members}


def v3(name, shape, chunks, codecs, separator="/", encoding="default", fill=0):
    return {
        "shape": shape,
        "data_type": name,
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": chunks}},
        "chunk_key_encoding": {"name": encoding, "configuration": {"separator": separator}},
        "codecs": codecs,
        "fill_value": fill,
    }


def endian(big):
    return {"name": "bytes", "configuration": {"endian": "big" if big else "little"}}


def sharding(chunks, codecs, location):
    index = [endian(False), {"name": "crc32c"}]
    configuration = {"chunk_shape": chunks, "codecs": codecs, "index_codecs": index, "index_location": location}
    return {"name": "sharding_indexed", "configuration": configuration}


def create_shards(directory, path, location, codecs):
    metadata = v3("int32", [9, 17], [4, 8], [sharding([2, 4], codecs, location)], fill=7)
    create(directory, path, metadata, "int32", (9, 17), numpy.s_[3:, 2:])


def write(directory):
    number = 0
    for name in TYPES:
        fill = [7, 0.5] if name.startswith("complex") else name == "bool" or 7
        for big in [False] if tensorstore.dtype(name).numpy_dtype.itemsize == 1 else [False, True]:
            for codec, compressor in V2_COMPRESSORS.items():
                for order in ["C", "F"]:
                    number += 1
                    metadata = v2(
                        name, [5, 7], [2, 3], big, compressor=compressor, order=order, fill_value=fill,
                        dimension_separator="./"[number % 2],
                    )  # fmt: skip
                    path = f"v2/{name}-{codec}-{order}-{'big' if big else 'little'}"
                    create(directory, path, metadata, name, (5, 7), numpy.s_[3:, 2:])
            for codec, others in V3_CODECS.items():
                for order in [[0, 1], [1, 0]]:
                    number += 1
                    codecs = [{"name": "transpose", "configuration": {"order": order}}, endian(big), *others]
                    encoding = ["default", "v2"][number // 2 % 2]
                    metadata = v3(name, [5, 7], [2, 3], codecs, "./"[number % 2], encoding, fill)
                    path = f"v3/{name}-{codec}-{order[0]}-{'big' if big else 'little'}"
                    create(directory, path, metadata, name, (5, 7), numpy.s_[3:, 2:])
    for value in ["NaN", "Infinity", "-Infinity"]:
        metadata = v2("float32", [5], [2], fill_value=value)
        create(directory, f"v2/fill{value}", metadata, "float32", (5,), numpy.s_[4:])
        metadata = v3("float64", [5], [2], [endian(True)], fill=value)
        create(directory, f"v3/fill{value}", metadata, "float64", (5,), numpy.s_[4:])
    metadata = v3("float32", [5], [2], [endian(False)], fill="0x7fc00001")
    create(directory, "v3/fillBits", metadata, "float32", (5,), numpy.s_[4:])
    for path, value in [("v3/fillMin", -(2**63)), ("v3/fillMax", 2**63 - 1)]:
        create(directory, path, v3("int64", [5], [2], [endian(False)], fill=value), "int64", (5,), numpy.s_[4:])
    for path, shape, chunks in [("scalar", [], []), ("no_elements", [0, 4], [2, 2]), ("large_chunk", [3, 5], [10, 8])]:
        create(directory, f"v2/{path}", v2("int16", shape, chunks), "int16", tuple(shape))
        create(directory, f"v3/{path}", v3("int16", shape, chunks, [endian(False)]), "int16", tuple(shape))
    for location in ["start", "end"]:
        for codec, others in V3_CODECS.items():
            create_shards(directory, f"v3/shards-{codec}-{location}", location, [endian(False), *others])
        create_shards(directory, f"v3/shards-nested-{location}", location, [sharding([1, 2], [endian(True)], "end")])
    codecs = [{"name": "transpose", "configuration": {"order": [2, 0, 1]}}, endian(False)]
    create(directory, "v3/transposed", v3("uint16", [5, 7, 9], [2, 3, 4], codecs), "uint16", (5, 7, 9))


if __name__ == "__main__":
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb == "read":
        read(sys.argv[2])
    elif verb == "write":
        write(sys.argv[2])
    else:
        check()
