#!/bin/bash
# fuzz.sh FOLDER/TARGET SECONDS: runs one fuzz target, and keeps the smallest corpus that reaches as far, packed. Coverage
# needs what Rust calls unstable, which the pinned compiler has as well.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1%/*} target=${1##*/} seconds=$2
export RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$root/target/fuzz
PATH=$(echo "$root"/.tools/cargo-fuzz-*/bin):$PATH
cd "$root/$folder"
packed=$PWD/fuzz/corpus/$target.tar.gz
corpus=$CARGO_TARGET_DIR/corpus/$1
rm -rf "$corpus"
mkdir -p "$corpus" "$(dirname "$packed")"
if [ -f "$packed" ]; then tar -xzf "$packed" -C "$corpus"; fi
cargo fuzz run --sanitizer none "$target" "$corpus" "fuzz/seeds/$target" -- \
  -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=4096 -print_final_stats=1
cargo fuzz cmin --sanitizer none "$target" "$corpus"
# The same files give the same bytes.
tar -c --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$corpus" . | gzip -9n > "$packed"
