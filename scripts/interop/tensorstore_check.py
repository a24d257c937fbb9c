#!/usr/bin/env python3
"""Check with TensorStore what the engine writes, and with the engine what TensorStore writes, in v2 and v3.

Run it with a Python that has tensorstore, without arguments:

    python3 -m venv target/tensorstore
    target/tensorstore/bin/pip install tensorstore
    target/tensorstore/bin/python scripts/interop/tensorstore_check.py

It has the test TensorStoreCheck run, which calls this script again: with "read" or "write" it is the peer that Peer.java
describes. Groups and attributes are not checked, which TensorStore does not read. Nor are bytes of fixed length and raw
bytes, which it gives to Python without their content; of structures it opens one field at a time.
"""

import json
import pathlib
import subprocess
import sys

import ml_dtypes  # noqa: F401, the types that NumPy does not have by itself
import numpy
import tensorstore

TYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16"]
TYPES += ["bfloat16", "float32", "float64", "complex64", "complex128", "int2", "int4"]

FIELDS = {"a": "int8", "b": "float64", "c": "uint16", "d": "complex64", "e": "bool", "f": "float16"}

BLOSC = ["blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd"]

V2_COMPRESSORS = {
    "none": None,
    "zlib": {"id": "zlib", "level": 1},
    "gzip": {"id": "gzip", "level": 9},
    "zstd": {"id": "zstd", "level": 3},
    "blosc": {"id": "blosc", "cname": "zstd", "clevel": 5, "shuffle": 1},
    "bz2": {"id": "bz2", "level": 1},
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
    line(path, store.dtype.name, numpy.asarray(store.read().result()))


def line(path, name, elements):
    if name in ["int2", "int4"]:
        elements = elements.astype("int8")
    line = {
        "path": path,
        "type": name,
        "shape": elements.shape,
        # The machine is little-endian, and so is what TensorStore makes of any array.
        "bytes": elements.tobytes(order="C").hex(),
    }
    print(json.dumps(line))


def read(directory):
    for text in sys.stdin:
        path = text.rstrip("\n")
        if "struct" in path:
            show_fields(directory, path)
        else:
            show(path, tensorstore.open(spec(directory, path), read=True).result())


def names(directory, path):
    if path.startswith("v2"):
        return [field[0] for field in json.loads(pathlib.Path(directory, path, ".zarray").read_text())["dtype"]]
    fields = json.loads(pathlib.Path(directory, path, "zarr.json").read_text())["data_type"]["configuration"]["fields"]
    return [field["name"] if isinstance(field, dict) else field[0] for field in fields]


def show_fields(directory, path):
    fields = {}
    for name in names(directory, path):
        store = tensorstore.open({**spec(directory, path), "field": name}, open=True).result()
        fields[name] = numpy.asarray(store.read().result())
    shape = fields["a"].shape
    dtype = [(name, part.dtype, part.shape[len(shape):]) for name, part in fields.items()]
    elements = numpy.zeros(shape, dtype)
    for name, part in fields.items():
        elements[name] = part
    line(path, "struct", elements)


def update(directory):
    for text in sys.stdin:
        path = text.rstrip("\n")
        store = tensorstore.open(spec(directory, path), open=True).result()
        elements = numpy.asarray(store.read().result())
        shape = list(elements.shape)
        # The last row becomes the first, whose chunks are missing in many an array.
        store[0].write(elements[-1]).result()
        store.resize(exclusive_max=[shape[0] + 3, *shape[1:]]).result()
        store = tensorstore.open(spec(directory, path), open=True).result()
        store[shape[0] + 1].write(elements[-1]).result()
        store.resize(exclusive_max=[shape[0] + 2, max(shape[1] - 2, 1), *shape[2:]] if len(shape) > 1 else [shape[0] + 2]).result()
        show(path, tensorstore.open(spec(directory, path), open=True).result())


def random(name, shape, seed):
    if name in ["int2", "int4"]:
        bits = int(name[3:])
        return numpy.random.RandomState(seed).randint(-(2 ** (bits - 1)), 2 ** (bits - 1), shape).astype(name)
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
    dtype = name if name in ["bfloat16", "int2", "int4"] else numpy.dtype(name).newbyteorder(">" if big else "<").str
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


def write_blosc(directory):
    values = [("int16", (100, 120)), ("float64", (50, 60))]
    for cname in BLOSC:
        for shuffle in [0, 1, 2, -1]:
            for level in [0, 5, 9]:
                for name, shape in values:
                    configuration = {"cname": cname, "clevel": level, "blocksize": 1024 if level == 9 else 0}
                    path = f"{name}-blosc-{cname}-{shuffle}-{level}"
                    metadata = v2(name, shape, [40, 50], compressor={"id": "blosc", "shuffle": shuffle, **configuration})
                    create_steps(directory, f"v2/{path}", metadata, name, shape)
                    if shuffle >= 0:
                        configuration["shuffle"] = ["noshuffle", "shuffle", "bitshuffle"][shuffle]
                        configuration["typesize"] = numpy.dtype(name).itemsize
                        metadata = v3(name, shape, [40, 50], [endian(False), {"name": "blosc", "configuration": configuration}])
                        create_steps(directory, f"v3/{path}", metadata, name, shape)


def create_steps(directory, path, metadata, name, shape):
    """Elements that compress, which random ones do not."""
    store = tensorstore.open({**spec(directory, path), "metadata": metadata, "create": True}).result()
    store.write((numpy.arange(shape[0] * shape[1]).reshape(shape) // 3).astype(name)).result()
    show(path, store)


def write_structures(directory):
    v2_fields = [[name, numpy.dtype(kind).newbyteorder("><"[i % 2]).str] for i, (name, kind) in enumerate(FIELDS.items())]
    for order in ["C", "F"]:
        metadata = {**v2("int8", [5, 7], [2, 3], order=order), "dtype": [*v2_fields, ["g", "<f4", [2, 3]]]}
        create_fields(directory, f"v2/struct-{order}", metadata, {**FIELDS, "g": "float32"})
    data_types = {
        "struct": [{"name": name, "data_type": kind} for name, kind in FIELDS.items()],
        "structured": [[name, kind] for name, kind in FIELDS.items()],
    }
    for name, fields in data_types.items():
        for number, codecs in enumerate([[endian(False)], [endian(True)], [sharding([1, 3], [endian(False)], "end")]]):
            metadata = v3({"name": name, "configuration": {"fields": fields}}, [5, 6], [2, 3], codecs)
            del metadata["fill_value"]
            create_fields(directory, f"v3/{name}-{number}", metadata, FIELDS)


def create_fields(directory, path, metadata, fields):
    for number, (field, kind) in enumerate(fields.items()):
        whole = {**spec(directory, path), "metadata": metadata, "field": field, "create": True, "open": True}
        store = tensorstore.open(whole).result()
        store[2:].write(random(kind, store.shape, number)[2:]).result()
    show_fields(directory, path)


def write(directory):
    number = 0
    for name in TYPES:
        fill = [7, 0.5] if name.startswith("complex") else name == "bool" or {"int2": 1}.get(name, 7)
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
    write_blosc(directory)
    write_structures(directory)
    for value in ["NaN", "Infinity", "-Infinity"]:
        metadata = v2("float32", [5], [2], fill_value=value)
        create(directory, f"v2/fill{value}", metadata, "float32", (5,), numpy.s_[4:])
        metadata = v3("float64", [5], [2], [endian(True)], fill=value)
        create(directory, f"v3/fill{value}", metadata, "float64", (5,), numpy.s_[4:])
    for name, bits in [("float16", "0x7e01"), ("bfloat16", "0xffc1"), ("float32", "0x7fc00001"),
                       ("float64", "0xfff8000000000123")]:  # fmt: skip
        create(directory, f"v3/fillBits-{name}", v3(name, [5], [2], [endian(False)], fill=bits), name, (5,), numpy.s_[4:])
    for name, fill in [("complex64", ["NaN", "-Infinity"]), ("complex128", ["0x7ff8000000000001", 0.1])]:
        create(directory, f"v3/fillPair-{name}", v3(name, [5], [2], [endian(True)], fill=fill), name, (5,), numpy.s_[4:])
    for path, value in [("v3/fillMin", -(2**63)), ("v3/fillMax", 2**63 - 1)]:
        create(directory, path, v3("int64", [5], [2], [endian(False)], fill=value), "int64", (5,), numpy.s_[4:])
    for path, shape, chunks in [("scalar", [], []), ("no_elements", [0, 4], [2, 2]), ("large_chunk", [3, 5], [10, 8])]:
        create(directory, f"v2/{path}", v2("int16", shape, chunks), "int16", tuple(shape))
        create(directory, f"v3/{path}", v3("int16", shape, chunks, [endian(False)]), "int16", tuple(shape))
    for location in ["start", "end"]:
        for codec, others in V3_CODECS.items():
            create_shards(directory, f"v3/shards-{codec}-{location}", location, [endian(False), *others])
        create_shards(directory, f"v3/shards-nested-{location}", location, [sharding([1, 2], [endian(True)], "end")])
    for name in ["float64", "bool", "bfloat16", "int4"]:
        inner = [{"name": "transpose", "configuration": {"order": [1, 0]}}, endian(True), *V3_CODECS["blosc"]]
        codecs = [{"name": "transpose", "configuration": {"order": [1, 0]}}, sharding([4, 2], inner, "start")]
        metadata = v3(name, [9, 17], [4, 8], codecs, fill=1 if name != "bool" else True)
        create(directory, f"v3/shards-transposed-{name}", metadata, name, (9, 17), numpy.s_[3:, 2:])
    codecs = [{"name": "transpose", "configuration": {"order": [2, 0, 1]}}, endian(False)]
    create(directory, "v3/transposed", v3("uint16", [5, 7, 9], [2, 3, 4], codecs), "uint16", (5, 7, 9))


if __name__ == "__main__":
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb == "read":
        read(sys.argv[2])
    elif verb == "write":
        write(sys.argv[2])
    elif verb == "update":
        update(sys.argv[2])
    else:
        check()
