#!/bin/bash
# fuzz.sh FOLDER/TARGET SECONDS: runs one fuzz target and keeps the smallest corpus that reaches as far. Coverage needs
# what Rust calls unstable, which the pinned compiler has as well.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1%/*} target=${1##*/} seconds=$2
export RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$root/target/fuzz
PATH=$(echo "$root"/.tools/cargo-fuzz-*/bin):$PATH
cd "$root/$folder"
mkdir -p "fuzz/corpus/$target" "fuzz/seeds/$target"
cargo fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
  -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=4096 -print_final_stats=1
cargo fuzz cmin --sanitizer none "$target" "fuzz/corpus/$target"
