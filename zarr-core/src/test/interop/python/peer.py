"""What zarr-python 2 reads and writes, a line of JSON for each array and group; see Peer.java."""

import json
import sys

import numcodecs
import numpy
import zarr

TYPES = ["|b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]

COMPRESSORS = {
    "none": None,
    "zlib": numcodecs.Zlib(level=1),
    "gzip": numcodecs.GZip(level=9),
    "zstd": numcodecs.Zstd(level=-3),
    "blosc": numcodecs.Blosc(),
}

FILL_VALUES = {
    "|b1": [True],
    "<i8": [-(2**63), 2**63 - 1],
    ">u8": [2**64 - 1, 2**53 + 1],
    "<f4": [numpy.nan, numpy.inf, -numpy.inf, 0.1],
    ">f8": [numpy.nan, -numpy.inf, 1e-320, 0.1],
    "<f2": [numpy.nan, 1.5],
    # An imaginary part that is not finite spoils the real part when zarr-python reads it.
    "<c8": [complex(numpy.nan, 1.5), -numpy.inf],
    ">c16": [complex(-numpy.inf, 0.1)],
    ">i4": [None, -5],
}

ATTRIBUTES = {"räksmörgås😀": [1, None, {"a": 2.5}], "empty": [{}, [], ""], "big": 2**70, "nan": float("nan")}


def show(path, node):
    if isinstance(node, zarr.Group):
        line = {"path": path, "attributes": node.attrs.asdict()}
    else:
        elements = numpy.asarray(node[...])
        line = {
            "path": path,
            "type": elements.dtype.name,
            "shape": elements.shape,
            "bytes": elements.astype(elements.dtype.newbyteorder("<")).tobytes(order="C").hex(),
            "attributes": node.attrs.asdict(),
        }
    print(json.dumps(line))


def read(directory):
    for line in sys.stdin:
        path = line.rstrip("\n")
        show(path, zarr.open(f"{directory}/{path}", mode="r"))


def random(dtype, shape, seed):
    dtype = numpy.dtype(dtype)
    count = int(numpy.prod(shape)) * dtype.itemsize
    elements = numpy.random.RandomState(seed).bytes(count)
    if dtype.kind == "b":
        return (numpy.frombuffer(elements, "u1") % 2 == 0).reshape(shape)
    return numpy.frombuffer(elements, dtype).reshape(shape)


def write(directory):
    root = zarr.open_group(f"{directory}/v2", mode="w")
    root.attrs.put(ATTRIBUTES)
    show("v2", root)
    group = root.create_group("子/b c")
    show("v2/子", root["子"])
    show("v2/子/b c", group)
    number = 0
    for kind in TYPES:
        for order in ["|"] if kind.endswith("1") else ["<", ">"]:
            for name, compressor in COMPRESSORS.items():
                for layout in ["C", "F"]:
                    number += 1
                    dtype = kind if kind.startswith("|") else order + kind
                    path = f"{dtype.strip('|<>')}-{'big' if order == '>' else 'little'}-{name}-{layout}"
                    array = zarr.create(
                        shape=(5, 7),
                        chunks=(2, 3),
                        dtype=dtype,
                        compressor=compressor,
                        order=layout,
                        fill_value=1,
                        dimension_separator="./"[number % 2],
                        store=f"{directory}/v2/子/b c/{path}",
                    )
                    array[...] = random(dtype, (5, 7), number)
                    if number % 3 == 0:
                        array[0:4, 0:3] = 1
                    array.attrs.put({"number": number})
                    show(f"v2/子/b c/{path}", array)
    for dtype, values in FILL_VALUES.items():
        for index, value in enumerate(values):
            path = f"v2/missing-{dtype.strip('|<>')}-{index}"
            array = zarr.create((5,), chunks=2, dtype=dtype, fill_value=value, compressor=None, store=f"{directory}/{path}")
            if value is None:
                array[...] = 3
            show(path, array)
    for path, shape, chunks in [("scalar", (), ()), ("no_elements", (0, 4), (2, 2)), ("large_chunk", (3, 5), (10, 8))]:
        array = zarr.create(shape, chunks=chunks, dtype="<f8", compressor=None, store=f"{directory}/v2/{path}")
        array[...] = random("<f8", shape, 1)
        show(f"v2/{path}", array)
    array = zarr.create((3, 2), chunks=(2, 2), dtype="|u1", compressor=None, store=f"{directory}/v2/named")
    array.attrs["_ARRAY_DIMENSIONS"] = ["y", "x"]
    show("v2/named", array)


{"read": read, "write": write}[sys.argv[1]](sys.argv[2])
