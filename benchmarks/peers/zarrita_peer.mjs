// The yardstick with zarrita: the same data, the same lines of JSON. It reads; writing is not its trade.
//
// Usage: node --max-old-space-size=8000 zarrita_peer.mjs [case,case...]     (needs: npm install zarrita @zarrita/storage)
import fs from 'node:fs';
import path from 'node:path';
import {FileSystemStore} from '@zarrita/storage';
import * as zarr from 'zarrita';

const data = path.resolve(process.env.YARDSTICK_DATA ?? 'benchmarks/target/yardstick-data');
const wanted = process.argv[2]?.split(',') ?? [];

const open = (name) => zarr.open.v3(new FileSystemStore(path.join(data, 'ref', name)), {kind: 'array'});

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

async function measure(name, bytes, work, {rounds = 7, operations = 0} = {}) {
  if (wanted.length && !wanted.some((start) => name.startsWith(start))) {
    return;
  }
  let spent = 0;
  while (spent < 3) {
    const start = performance.now();
    await work();
    spent += (performance.now() - start) / 1e3;
  }
  const seconds = [];
  const cpu = [];
  spent = 0;
  while (seconds.length < rounds && (seconds.length < 2 || spent < 15)) {
    const cpuStart = process.cpuUsage();
    const start = performance.now();
    await work();
    seconds.push((performance.now() - start) / 1e3);
    const used = process.cpuUsage(cpuStart);
    cpu.push((used.user + used.system) / 1e6);
    spent += seconds.at(-1);
  }
  const line = {
    peer: 'zarrita', case: name, bytes, seconds_median: +median(seconds).toFixed(6), min: +Math.min(...seconds).toFixed(6),
    max: +Math.max(...seconds).toFixed(6), n: seconds.length, MBps: +(bytes / median(seconds) / 1e6).toFixed(1),
    cpu_min: +Math.min(...cpu).toFixed(6),
  };
  if (operations) {
    line.ops_per_s = +(operations / median(seconds)).toFixed(1);
  }
  console.log(JSON.stringify(line));
}

for (const compression of ['none', 'zstd', 'gzip']) {
  const array = await open(`a_${compression}`);
  await measure(`r_${compression}`, 2 ** 29, () => zarr.get(array), {rounds: 3});
}

const image = await open('i_zstd');
await measure('i16fs_r', 2 ** 27, () => zarr.get(image), {rounds: 3});

await measure('open1000', 0, async () => {
  for (let i = 0; i < 1000; i++) {
    await open(`many/a${String(i).padStart(4, '0')}`);
  }
}, {rounds: 25, operations: 1000});
