#!/usr/bin/env bash
# Measures the peers and the engine after each other, twice, and puts the table into docs/performance.md.
#
# Usage: benchmarks/compare.sh [threads [case,case...]]
#
# PEERS_PYTHON names a Python with numpy and tensorstore. Peers that cannot be run are left out.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
threads=${1:-2}
cases=${2:-}
python=${PEERS_PYTHON:-python3}
jar=benchmarks/target/benchmarks.jar
lines=benchmarks/target/yardstick.jsonl
export YARDSTICK_DATA=${YARDSTICK_DATA:-$PWD/benchmarks/target/yardstick-data}
# Deleting many files makes the next program slow on ext4, so it is done at the end.
export YARDSTICK_KEEP=1
trap 'rm -rf "$YARDSTICK_DATA/scratch"' EXIT

engine() {
  java -Xms3g -Xmx6g -XX:+AlwaysPreTouch -jar "$jar" "$threads" ${cases:+"$cases"} | tee -a "$lines"
}

peers() {
  if "$python" -c 'import numpy, tensorstore' 2>/dev/null; then
    YARDSTICK_THREADS=$threads "$python" benchmarks/peers/tensorstore_peer.py ${cases:+"$cases"} | tee -a "$lines"
  fi
  if [[ -d benchmarks/peers/node_modules ]]; then
    node --max-old-space-size=8000 benchmarks/peers/zarrita_peer.mjs ${cases:+"$cases"} | tee -a "$lines"
  fi
}

[[ -f $jar ]] || ./mvnw -q -Pbenchmarks -pl benchmarks -am -DskipTests package
for run in 1 2; do
  : >"$lines"
  engine
  peers
  cp "$lines" "benchmarks/target/yardstick-$run.jsonl"
done
java -cp "$jar" io.github.zarrspring.benchmarks.PerformanceTable docs/performance.md "$lines"
