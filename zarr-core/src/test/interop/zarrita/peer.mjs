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

/** The elements in C order, each behind its length: text of any length is an array of strings. */
function textHex(data, shape, stride) {
  const count = shape.reduce((a, b) => a * b, 1);
  const index = shape.map(() => 0);
  const result = [];
  for (let i = 0; i < count; i++) {
    const text = Buffer.from(data[index.reduce((sum, k, d) => sum + k * stride[d], 0)]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    result.push(length, text);
    for (let d = shape.length - 1; d >= 0 && ++index[d] === shape[d]; d--) {
      index[d] = 0;
    }
  }
  return Buffer.concat(result).toString("hex");
}

/** The name of the data type in v3. */
function typeName(dtype) {
  return dtype === "v2:object"
    ? "string"
    : dtype.replace(/^v2:S\d+$/, "null_terminated_bytes").replace(/^v2:U\d+$/, "fixed_length_utf32");
}

async function values(array) {
  if (array.shape.includes(0)) {
    // zarrita cannot get what has no elements.
    return { shape: array.shape, bytes: "" };
  }
  if (array.shape.length > 0) {
    const { data, shape, stride } = await zarr.get(array);
    return { shape, bytes: (Array.isArray(data) ? textHex : hex)(data, shape, stride) };
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
    type: typeName(node.dtype),
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

const words = ["", "a", "wort", "x yz"];

const strings = {
  null_terminated_bytes: (count) => new zarr.ByteStringArray(4, Array.from({ length: count }, (_, i) => words[i % 4])),
  fixed_length_utf32: (count) => new zarr.UnicodeStringArray(4, Array.from({ length: count }, (_, i) => [...words, "ß漢😀"][i % 5])),
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

/** zarrita has no way to change a shape. */
async function update(path) {
  const open = path.startsWith("v2") ? zarr.open.v2 : zarr.open.v3;
  const array = await open(root.resolve(path), { kind: "array" });
  const [rows, ...others] = array.shape;
  const whole = others.map(() => null);
  // The last row becomes the first, whose chunks are missing in many an array.
  const last = await zarr.get(array, [zarr.slice(rows - 1, rows), ...whole]);
  await zarr.set(array, [zarr.slice(0, 1), ...whole], last);
  return read(path);
}

/** All compressors of blosc that zarrita has, and filters. */
async function writeCodecs() {
  const bytes = { name: "bytes", configuration: { endian: "big" } };
  for (const cname of ["blosclz", "lz4", "lz4hc", "zlib", "zstd"]) {
    for (const shuffle of ["noshuffle", "shuffle", "bitshuffle"]) {
      const configuration = { cname, clevel: 5, shuffle, typesize: 8, blocksize: 0 };
      await write(`v3/blosc-${cname}-${shuffle}`, "float64", [40, 50], [16, 50], {
        codecs: [bytes, { name: "blosc", configuration }],
      });
    }
  }
  const delta = { name: "numcodecs.delta", configuration: { dtype: "<i4", astype: "<i4" } };
  const shuffle = { name: "numcodecs.shuffle", configuration: { elementsize: 4 } };
  const lz4 = { name: "numcodecs.lz4", configuration: { acceleration: 1 } };
  for (const [name, chain] of Object.entries({
    delta: [delta, bytes],
    delta_shuffle: [delta, bytes, shuffle],
    shuffle_lz4: [bytes, shuffle, lz4],
    lz4: [bytes, lz4],
  })) {
    await write(`v3/filter-${name}`, "int32", [5, 7], [2, 3], { codecs: chain });
  }
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

/** The same in v2. */
const compressors = {
  none: null,
  zstd: { id: "zstd", level: 1 },
  blosc: { id: "blosc", cname: "zstd", clevel: 5, shuffle: 1, blocksize: 0 },
  lz4: { id: "lz4", acceleration: 1 },
};

const v2Types = {
  bool: "b1",
  int8: "i1",
  int16: "i2",
  int32: "i4",
  int64: "i8",
  uint8: "u1",
  uint16: "u2",
  uint32: "u4",
  uint64: "u8",
  float32: "f4",
  float64: "f8",
  null_terminated_bytes: "S4",
  fixed_length_utf32: "U4",
};

async function writeAllV2() {
  for (const [type, name] of Object.entries(v2Types)) {
    for (const order of /1$|S/.test(name) ? ["|"] : ["<", ">"]) {
      for (const [id, compressor] of Object.entries(compressors)) {
        for (const layout of ["C", "F"]) {
          const path = `v2/${type}-${order === ">" ? "big" : "little"}-${id}-${layout}`;
          const members = { compressor, order: layout, dimension_separator: id === "none" ? "/" : "." };
          await writeV2(path, type, order + name, members);
        }
      }
    }
  }
  for (const dtype of ["<i2", ">u8", "<i4"]) {
    const type = Object.keys(v2Types).find((key) => v2Types[key] === dtype.slice(1));
    const delta = { id: "delta", dtype, astype: dtype };
    const shuffle = { id: "shuffle", elementsize: Number(dtype[2]) };
    for (const filters of [[delta], [shuffle], [delta, shuffle]]) {
      const path = `v2/filter-${type}-${filters.map(({ id }) => id).join("-")}`;
      await writeV2(path, type, dtype, { filters, compressor: compressors.lz4 });
    }
  }
}

async function write(path, type, shape, chunkShape, options) {
  const array = await zarr.create(root.resolve(path), {
    dtype: type,
    shape,
    chunkShape,
    fillValue: type === "bool" ? false : 1,
    ...options,
  });
  await fill(path, array, type, options);
}

/** zarrita creates arrays of v3 only, but fills those of v2 that it opens. */
async function writeV2(path, type, dtype, members) {
  const metadata = {
    zarr_format: 2,
    shape: [5, 7],
    chunks: [2, 3],
    dtype,
    fill_value: /[SU]/.test(dtype) ? "" : type === "bool" ? true : 1,
    filters: null,
    compressor: null,
    order: "C",
    ...members,
  };
  const location = root.resolve(path);
  const file = location.resolve(".zarray").path;
  await root.store.set(file, new TextEncoder().encode(JSON.stringify(metadata)));
  await fill(path, await zarr.open.v2(location, { kind: "array" }), type, {});
}

async function fill(path, array, type, options) {
  const shape = array.shape;
  const count = shape.reduce((a, b) => a * b, 1);
  const stride = shape.map((_, d) => shape.slice(d + 1).reduce((a, b) => a * b, 1));
  const elements = strings[type]?.(count) ?? random(type, count, path.length);
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
  await writeCodecs();
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

if (verb === "read" || verb === "update") {
  for await (const path of createInterface({ input: process.stdin })) {
    try {
      print(await (verb === "read" ? read : update)(path));
    } catch (cause) {
      throw new Error(path, { cause });
    }
  }
} else {
  await writeAll();
  await writeAllV2();
}
