"""What zarr-python 2 selects, and its consolidated metadata; see PythonSelectionTests.java.

Reads lines of JSON from the standard input and prints one for each:
["read", path, kind, selection]                   the shape and values of a selection
["write", path, kind, selection, shape, values]   the values of the whole array after writing a selection
["consolidate", path]                             the paths of the arrays below a group, with their shapes
["consolidated", path]                            the same, out of consolidated metadata
A dimension of a selection is an index, a list of indices, {"mask": [...]} or {"slice": [start, stop, step]}.
"""

import json
import sys

import numpy
import zarr


def dimension(json_value):
    if isinstance(json_value, dict):
        if "slice" in json_value:
            return slice(*json_value["slice"])
        return numpy.array(json_value["mask"], bool)
    return json_value


def elements(blocks, size, chunk):
    """The elements of some chunks: zarr-python has blocks from 2.16 on only."""
    count = -(-size // chunk)
    first, stop, _ = (blocks if isinstance(blocks, slice) else slice(blocks, blocks + 1)).indices(count)
    return slice(first * chunk, min(stop * chunk, size))


def selector(array, kind, selection):
    if kind == "mask":
        return array.vindex, numpy.array(selection, bool).reshape(array.shape)
    if kind == "coordinates":
        return array.vindex, tuple(numpy.array(each, "i8") for each in selection)
    parts = [dimension(each) for each in selection]
    if kind == "blocks":
        if hasattr(array, "blocks"):
            return array.blocks, tuple(parts)
        return array.oindex, tuple(map(elements, parts, array.shape, array.chunks))
    return array.oindex, tuple(numpy.array(each, "i8") if isinstance(each, list) else each for each in parts)


def shapes(group):
    found = {}
    group.visititems(lambda name, node: found.update({name: node.shape}) if isinstance(node, zarr.Array) else None)
    return found


def answer(directory, operation, path, *arguments):
    location = f"{directory}/{path}"
    if operation == "consolidate":
        return shapes(zarr.consolidate_metadata(location))
    if operation == "consolidated":
        return shapes(zarr.open_consolidated(location, mode="r"))
    array = zarr.open_array(location, mode="r+" if operation == "write" else "r")
    view, selection = selector(array, *arguments[:2])
    if operation == "write":
        shape, values = arguments[2:]
        view[selection] = numpy.array(values, array.dtype).reshape(shape)
        return {"shape": array.shape, "values": array[...].ravel().tolist()}
    values = numpy.asarray(view[selection])
    return {"shape": values.shape, "values": values.ravel().tolist()}


for line in sys.stdin:
    print(json.dumps(answer(sys.argv[1], *json.loads(line))))
