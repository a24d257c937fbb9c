// What zarrita reads and writes, a line of JSON for each array and group; see Peer.java.
import { createInterface } from "node:readline";
import * as zarr from "zarrita";
import FileSystemStore from "@zarrita/storage/fs";

const [verb, directory] = process.argv.slice(2);
const root = zarr.root(new FileSystemStore(directory));

function print(node) {
  process.stdout.write(JSON.stringify(node) + "\n");
}

/** The elements in C order, little-endian as all machines are that node runs on. */
function hex(data, shape, stride) {
  const size = data.BYTES_PER_ELEMENT;
  const count = shape.reduce((a, b) => a * b, 1);
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const result = Buffer.alloc(count * size);
  const index = shape.map(() => 0);
  for (let i = 0; i < count; i++) {
    const position = index.reduce((sum, k, d) => sum + k * stride[d], 0) * size;
    bytes.copy(result, i * size, position, position + size);
    for (let d = shape.length - 1; d >= 0 && ++index[d] === shape[d]; d--) {
      index[d] = 0;
    }
  }
  return result.toString("hex");
}

async function values(array) {
  if (array.shape.includes(0)) {
    // zarrita cannot get what has no elements.
    return { shape: array.shape, bytes: "" };
  }
  if (array.shape.length > 0) {
    const { data, shape, stride } = await zarr.get(array);
    return { shape, bytes: hex(data, shape, stride) };
  }
  const { data } = await array.getChunk([]);
  return { shape: [], bytes: hex(data, [], []) };
}

async function read(path) {
  const open = path.startsWith("v2") ? zarr.open.v2 : zarr.open.v3;
  const node = await open(root.resolve(path));
  if (node.kind === "group") {
    return { path, attributes: node.attrs };
  }
  return {
    path,
    type: node.dtype,
    ...(await values(node)),
    attributes: node.attrs,
    dimensionNames: node.dimensionNames,
  };
}

const types = {
  bool: null,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** Elements with any bits, the same in each run. */
function random(type, count, seed) {
  const size = types[type]?.BYTES_PER_ELEMENT ?? 1;
  const bytes = new Uint8Array(count * size);
  let state = seed + 1;
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return type === "bool" ? Array.from(bytes, (byte) => byte % 2 === 0) : new types[type](bytes.buffer);
}

/** zarrita encodes with these codecs; of the others it knows how to decode only. */
const codecs = {
  none: [],
  zstd: [{ name: "zstd", configuration: { level: 3, checksum: false } }],
  blosc: [
    {
      name: "blosc",
      configuration: { cname: "lz4", clevel: 5, shuffle: "shuffle", typesize: 4, blocksize: 0 },
    },
  ],
};

async function write(path, type, shape, chunkShape, options) {
  const count = shape.reduce((a, b) => a * b, 1);
  const elements = random(type, count, path.length);
  const array = await zarr.create(root.resolve(path), {
    dtype: type,
    shape,
    chunkShape,
    fillValue: type === "bool" ? false : 1,
    ...options,
  });
  const stride = shape.map((_, d) => shape.slice(d + 1).reduce((a, b) => a * b, 1));
  const data = type === "bool" ? new zarr.BoolArray(elements) : elements;
  if (shape.includes(0)) {
    // zarrita cannot set what has no elements.
  } else if (shape.length > 0) {
    await zarr.set(array, null, { data, shape, stride });
  } else {
    await zarr.set(array, null, elements[0]);
  }
  print({
    path,
    type,
    shape,
    bytes: hex(data, shape, stride),
    attributes: options.attributes ?? {},
    dimensionNames: options.dimensionNames,
  });
}

async function writeAll() {
  const attributes = { "räksmörgås😀": [1, null, { a: 2.5 }], empty: [{}, [], ""] };
  for (const path of ["v3", "v3/group"]) {
    await zarr.create(root.resolve(path), { attributes });
    print({ path, attributes });
  }
  for (const type of Object.keys(types)) {
    // zarrita swaps booleans in fours.
    for (const endian of type === "bool" ? ["little"] : ["little", "big"]) {
      for (const [name, others] of Object.entries(codecs)) {
        for (const order of [[0, 1], [1, 0]]) {
          await write(`v3/group/${type}-${endian}-${name}-${order.join("")}`, type, [5, 7], [2, 3], {
            chunkSeparator: name === "none" ? "/" : ".",
            codecs: [
              { name: "transpose", configuration: { order } },
              { name: "bytes", configuration: { endian } },
              ...others,
            ],
          });
        }
      }
    }
  }
  const bytes = [{ name: "bytes", configuration: { endian: "little" } }];
  await write("v3/scalar", "float64", [], [], { codecs: bytes, attributes });
  await write("v3/names", "uint8", [3, 5], [10, 2], { codecs: bytes, dimensionNames: ["y", "x"] });
  await write("v3/no_elements", "int16", [0, 4], [2, 2], { codecs: bytes });
  for (const [name, fillValue] of [["nan", NaN], ["minus_infinity", -Infinity], ["number", 0.1]]) {
    const path = `v3/missing-${name}`;
    await zarr.create(root.resolve(path), {
      dtype: "float32",
      shape: [5],
      chunkShape: [2],
      fillValue,
      codecs: bytes,
    });
    const data = new Float32Array(5).fill(fillValue);
    print({ path, type: "float32", shape: [5], bytes: hex(data, [5], [1]), attributes: {} });
  }
}

if (verb === "read") {
  for await (const path of createInterface({ input: process.stdin })) {
    try {
      print(await read(path));
    } catch (cause) {
      throw new Error(path, { cause });
    }
  }
} else {
  await writeAll();
}
