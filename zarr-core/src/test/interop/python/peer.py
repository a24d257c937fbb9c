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


UNITS = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"]

TIMES = [f"{kind}8[{unit}]" for kind in "Mm" for unit in UNITS] + ["M8[10us]", "m8[25s]"]

STRUCTURES = [
    [("a", "i4"), ("b", "f8")],
    [("a", "u1"), ("b", "c8"), ("c", "S3"), ("d", "U2"), ("e", "M8[s]")],
    [("a", [("b", "i2"), ("c", "?")]), ("d", "V3")],
    [("a", "i4", (2,)), ("b", "u1"), ("c", "f8", (2, 3)), ("d", "U2", (2,))],
    [("a", [("b", "i2", (3,)), ("c", "f4")], (2,)), ("d", "m8[ns]")],
]

BLOSCS = [
    numcodecs.Blosc(cname=cname, clevel=level, shuffle=shuffle, blocksize=blocksize)
    for cname in numcodecs.blosc.list_compressors()
    for level, shuffle, blocksize in [(0, 0, 0), (1, 0, 0), (5, 1, 0), (9, 2, 0), (5, -1, 0), (5, 1, 1 << 10)]
]

COMPRESSORS_ALONE = [
    *[numcodecs.LZ4(acceleration) for acceleration in (0, 1, 50)],
    *[numcodecs.Zstd(level) for level in (-131072, 0, 1, 22)],
    *[numcodecs.GZip(level) for level in (0, 1, 9)],
    *[numcodecs.Zlib(level) for level in (0, 6, 9, -1)],
    *[numcodecs.BZ2(level) for level in (1, 9)],
]

LABELS = ["a\u00df", "\u6f22\u5b57\U0001f600", "xyz"]

LZMA = [
    numcodecs.LZMA(),
    numcodecs.LZMA(format=1, check=1, preset=1),
    numcodecs.LZMA(format=2),
    numcodecs.LZMA(format=3, filters=[{"id": 3, "dist": 4}, {"id": 33, "preset": 1}]),
]

# Data type, filters, compressor; what they lose is seen by zarr-python itself.
FILTERS = [
    ("i4", lambda d: [numcodecs.Delta(d)], None),
    ("i8", lambda d: [numcodecs.Delta(d, astype="<i2")], numcodecs.Zlib()),
    ("u1", lambda d: [numcodecs.Delta(d)], None),
    ("f4", lambda d: [numcodecs.Delta(d)], None),
    ("M8[s]", lambda d: [numcodecs.Delta(d.replace("M8[s]", "i8"))], None),
    ("f8", lambda d: [numcodecs.FixedScaleOffset(offset=1000, scale=10, dtype=d, astype="|u1")], None),
    ("f4", lambda d: [numcodecs.FixedScaleOffset(offset=0.5, scale=7.25, dtype=d, astype=">i4")], None),
    ("i2", lambda d: [numcodecs.FixedScaleOffset(offset=3, scale=2, dtype=d, astype="<i4")], numcodecs.Blosc()),
    ("f8", lambda d: [numcodecs.Quantize(2, d)], numcodecs.BZ2()),
    ("f8", lambda d: [numcodecs.Quantize(1, d, astype="<f4")], None),
    ("f4", lambda d: [numcodecs.BitRound(7)], numcodecs.LZ4()),
    ("f8", lambda d: [numcodecs.BitRound(10)], None),
    ("f2", lambda d: [numcodecs.Delta(d)], None),
    ("f2", lambda d: [numcodecs.Quantize(1, d)], None),
    ("f2", lambda d: [numcodecs.BitRound(5)], None),
    ("f2", lambda d: [numcodecs.FixedScaleOffset(offset=1000, scale=2, dtype=d, astype="|u1")], None),
    ("u4", lambda d: [numcodecs.Delta(d, astype="<u2")], numcodecs.GZip()),
    ("u8", lambda d: [numcodecs.AsType(encode_dtype=">u2", decode_dtype=d)], None),
    ("c8", lambda d: [numcodecs.Shuffle(8)], None),
    ("i2", lambda d: [numcodecs.Shuffle(3), numcodecs.Adler32(), numcodecs.CRC32()], numcodecs.LZMA()),
    ("m8[s]", lambda d: [numcodecs.Delta(d.replace("m8[s]", "i8")), numcodecs.PackBits()][:1], numcodecs.LZ4(5)),
    ("f8", lambda d: [numcodecs.AsType(encode_dtype=">f4", decode_dtype=d)], None),
    ("f4", lambda d: [numcodecs.AsType(encode_dtype="<i2", decode_dtype=d), numcodecs.Delta("<i2")], None),
    ("|b1", lambda d: [numcodecs.PackBits()], numcodecs.Zlib()),
    ("i4", lambda d: [numcodecs.Shuffle(4)], numcodecs.LZ4()),
    ("i4", lambda d: [numcodecs.Delta(d), numcodecs.Shuffle(4), numcodecs.CRC32()], None),
    ("i4", lambda d: [numcodecs.Adler32()], numcodecs.BZ2(9)),
]


def canonical(elements, filters):
    if elements.dtype.kind == "O":
        items = [i.encode() if isinstance(i, str) else b"" if i is None or isinstance(i, int) else bytes(i) for i in elements.reshape(-1)]
        kind = "bytes" if filters[0].codec_id in ["vlen-bytes", "vlen-array"] else "string"
        return kind, b"".join(len(i).to_bytes(4, "big") + i for i in items)
    kind = {"M": "numpy.datetime64", "m": "numpy.timedelta64", "S": "null_terminated_bytes",
            "U": "fixed_length_utf32"}.get(elements.dtype.kind, elements.dtype.name)
    if elements.dtype.kind == "V":
        kind = "struct" if elements.dtype.names else f"r{elements.dtype.itemsize * 8}"
    return kind, elements.astype(elements.dtype.newbyteorder("<")).tobytes(order="C")


def show(path, node):
    if isinstance(node, zarr.Group):
        line = {"path": path, "attributes": node.attrs.asdict()}
    else:
        elements = numpy.asarray(node[...], dtype=node.dtype)
        kind, values = canonical(elements, node.filters)
        line = {
            "path": path,
            "type": kind,
            "shape": elements.shape,
            "bytes": values.hex(),
            "attributes": node.attrs.asdict(),
        }
    print(json.dumps(line))


def read(directory):
    for line in sys.stdin:
        path = line.rstrip("\n")
        node = zarr.open(f"{directory}/{path}", mode="r")
        if ".zmetadata" in node.store:
            seen = zarr.open_consolidated(f"{directory}/{path}", mode="r")
            assert str(seen.tree()) == str(node.tree()), f"{path} is not as its consolidated metadata say"
            node = seen
        show(path, node)


def update(directory):
    for line in sys.stdin:
        path = line.rstrip("\n")
        array = zarr.open(f"{directory}/{path}", mode="r+")
        rows, *others = array.shape
        # The last row becomes the first, whose chunks are missing in many an array.
        last = array[rows - 1 : rows]
        array[0:1] = last
        # With the shape zarr-python 2 writes metadata without the separator of the chunk keys.
        if json.loads(array.store[".zarray"]).get("dimension_separator", ".") == ".":
            array.resize(rows + 3, *others)
            array[rows + 1 : rows + 2] = last
            array.resize(rows + 2, *[max(size - 2, 1) for size in others[:1]], *others[1:])
        show(path, array)


def random(dtype, shape, seed):
    dtype = numpy.dtype(dtype)
    count = int(numpy.prod(shape)) * dtype.itemsize
    elements = numpy.random.RandomState(seed).bytes(count)
    if dtype.kind == "b":
        return (numpy.frombuffer(elements, "u1") % 2 == 0).reshape(shape)
    return numpy.frombuffer(elements, dtype).reshape(shape)


def create(directory, path, values, dtype, **options):
    array = zarr.create(values.shape, chunks=(2, 3), dtype=dtype, store=f"{directory}/v2/{path}", **options)
    array[...] = values
    show(f"v2/{path}", array)


def others(directory):
    number = 0
    for order in "<>":
        for kind in TIMES:
            number += 1
            values = random(order + kind, (5, 7), number)
            create(directory, f"time-{number}", values, order + kind, order="CF"[number % 2], fill_value="NaT")
        for kind in ["U1", "U5"]:
            number += 1
            values = numpy.array([["", "a\u00df\u5b57\U0001f600"[: k % 5], "xyz"] for k in range(4)], dtype=order + kind)
            create(directory, f"text-{number}", values, order + kind, order="CF"[number % 2], fill_value="b")
        for fields in STRUCTURES:
            number += 1
            dtype = numpy.dtype(fields).newbyteorder(order)
            values = numpy.zeros((5, 7), dtype)
            for name in values.dtype.names:
                part = values[name]
                if part.dtype.names:
                    count = part["b"].size
                    part["b"] = numpy.arange(count).reshape(part["b"].shape) * 300
                elif part.ndim > 2:
                    part[...] = numpy.arange(part.size).reshape(part.shape).astype(part.dtype.newbyteorder("="))
                elif part.dtype.kind == "V":
                    part[...] = random("V3", (5, 7), number)
                else:
                    part[...] = numpy.arange(35).reshape(5, 7).astype(part.dtype.newbyteorder("="))
            create(directory, f"struct-{number}", values, dtype, order="CF"[number % 2], fill_value=None)
        for dtype, filters, compressor in FILTERS:
            number += 1
            dtype = dtype if dtype.startswith("|") else numpy.dtype(order + dtype).str
            if dtype.startswith(">") and any(isinstance(f, numcodecs.BitRound) for f in filters(dtype)):
                # numcodecs rounds in the order of the machine only.
                continue
            values = numpy.arange(35).reshape(5, 7)
            values = values % 3 == 1 if dtype == "|b1" else (values * 1.5 + 1000).astype(dtype.replace("M8[s]", "i8").replace("m8[s]", "i8"))
            if dtype.endswith("u1") or dtype.endswith("i2"):
                values = (values % 50).astype(dtype)
            options = {"filters": filters(dtype), "compressor": compressor, "order": "CF"[number % 2]}
            create(directory, f"filter-{number}", values, dtype, **options)
    for kind in ["S1", "S5", "V3"]:
        number += 1
        values = random(kind, (5, 7), number)
        create(directory, f"bytes-{number}", values, kind, order="CF"[number % 2], fill_value=b"a")
    for compressor in [*BLOSCS, *COMPRESSORS_ALONE]:
        number += 1
        # Enough for several blocks, and something to find for the compressor.
        values = (numpy.arange(60 * 70).reshape(60, 70) // 3 * 1.5).astype("<f4" if number % 2 else ">i2")
        array = zarr.create(values.shape, chunks=(50, 60), dtype=values.dtype, compressor=compressor,
                            store=f"{directory}/v2/compressed-{number}")
        array[...] = values
        show(f"v2/compressed-{number}", array)
    for compressor in LZMA:
        number += 1
        create(directory, f"lzma-{number}-{compressor.format}", random("<i4", (5, 7), number), "<i4", compressor=compressor)
    for items, codec in [(["", "a", "h\u00e9llo", "\u6f22\u5b57\U0001f600"] * 5, numcodecs.VLenUTF8()),
                         ([b"", b"a", b"\xff\x00\x01"] * 5, numcodecs.VLenBytes())]:
        values = numpy.empty((5, len(items) // 5), dtype=object)
        values.reshape(-1)[:] = items
        for compressor in [None, *COMPRESSORS.values(), numcodecs.LZ4(), numcodecs.BZ2(), numcodecs.LZMA()]:
            number += 1
            create(directory, f"object-{number}", values, object, object_codec=codec, compressor=compressor,
                   order="CF"[number % 2])
    ragged(directory)
    labels(directory)


def ragged(directory):
    for number, dtype in enumerate(["|u1", "<i2", ">i4", "<f8", ">u8", "<f4", "|b1"]):
        values = numpy.empty((5, 3), dtype=object)
        for index in range(values.size):
            values.reshape(-1)[index] = random(dtype, (index % 4,), index)
        array = zarr.create((5, 3), chunks=(2, 3), dtype=object, object_codec=numcodecs.VLenArray(dtype), order="CF"[number % 2],
                            store=f"{directory}/v2/ragged-{number}", compressor=[None, numcodecs.Zlib()][number % 2])
        array[:4] = values[:4]
        show(f"v2/ragged-{number}", array)


def labels(directory):
    number = 0
    for dtype in ["object", "<U3", ">U3"]:
        for astype in ["|u1", "|i1", "<i2", ">u4"]:
            number += 1
            values = numpy.array([[*LABELS, ""][index % 4] for index in range(35)], dtype=dtype).reshape(5, 7)
            filters = [numcodecs.Categorize(LABELS, dtype=dtype, astype=astype)]
            if number % 3 == 0:
                filters.append(numcodecs.Delta(astype))
            create(directory, f"labels-{number}", values, dtype, filters=filters, compressor=None,
                   order="CF"[number % 2], fill_value="")


def refused(directory):
    for codec in [numcodecs.JSON(), numcodecs.Pickle(), numcodecs.MsgPack() if hasattr(numcodecs, "MsgPack") else None]:
        if codec is not None:
            path = f"v2/{codec.codec_id}"
            array = zarr.create((2,), dtype=object, object_codec=codec, store=f"{directory}/{path}")
            array[...] = ["a", "b"]
            print(json.dumps({"path": path}))


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
    for index, value in enumerate(["", "abc", "\u6f22", None, 0]):
        array = zarr.create((5,), chunks=2, dtype=object, fill_value=value, object_codec=numcodecs.VLenUTF8(),
                            store=f"{directory}/v2/missing-text-{index}")
        array[3:] = "x"
        show(f"v2/missing-text-{index}", array)
    for path, shape, chunks in [("scalar", (), ()), ("no_elements", (0, 4), (2, 2)), ("large_chunk", (3, 5), (10, 8))]:
        array = zarr.create(shape, chunks=chunks, dtype="<f8", compressor=None, store=f"{directory}/v2/{path}")
        array[...] = random("<f8", shape, 1)
        show(f"v2/{path}", array)
    others(directory)
    array = zarr.create((3, 2), chunks=(2, 2), dtype="|u1", compressor=None, store=f"{directory}/v2/named")
    array.attrs["_ARRAY_DIMENSIONS"] = ["y", "x"]
    show("v2/named", array)
    consolidated(directory)


def consolidated(directory):
    root = zarr.open_group(f"{directory}/v2/consolidated", mode="w")
    root.attrs.put(ATTRIBUTES)
    for path in ["a", "a/b/c", "d"]:
        group = root.require_group(path)
        group.attrs.put({"path": path})
        array = group.create_dataset("numbers", shape=(5, 7), chunks=(2, 3), dtype=">f4", fill_value=numpy.nan)
        array[1:3] = 4
        array.attrs.put(ATTRIBUTES)
    zarr.consolidate_metadata(f"{directory}/v2/consolidated")
    show("v2/consolidated", root)
    for path in ["a", "a/numbers", "a/b", "a/b/c", "a/b/c/numbers", "d", "d/numbers"]:
        show(f"v2/consolidated/{path}", root[path])


{"read": read, "write": write, "update": update, "refused": refused}[sys.argv[1]](sys.argv[2])
