// Prints the elements of an array in a zip archive, one a line; see ZarritaTests.java.
import { readFileSync } from "node:fs";
import * as zarr from "zarrita";
import ZipFileStore from "@zarrita/storage/zip";

const [archive, path] = process.argv.slice(2);
const store = ZipFileStore.fromBlob(new Blob([readFileSync(archive)]));
const array = await zarr.open(zarr.root(store).resolve(path), { kind: "array" });
const { data } = await zarr.get(array);
process.stdout.write(Array.from(data).join("\n") + "\n");
