#!/usr/bin/env bash
# extension.sh FOLDER - checks, tests and packages editors/vscode in FOLDER, so that the checkout stays as it is.
set -euo pipefail

folder=$1
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../../../.." && pwd)
sources=$repository/editors/vscode
export npm_config_fund=false npm_config_audit=false npm_config_update_notifier=false npm_config_loglevel=error

# Everything that the package is made of; node_modules only in a developer's checkout.
digest() {
  find "$@" -name node_modules -prune -o -name out -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum
}
stamp="$(digest "$sources" "$0") $folder"
[ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ] && exit 0
rm -f "$folder/stamp"

mkdir -p "$folder/vscode"
find "$folder/vscode" -mindepth 1 -maxdepth 1 ! -name node_modules -exec rm -rf {} +
tar -C "$sources" --exclude=./node_modules --exclude=./out --exclude=./bin --exclude='*.vsix' -cf - . | tar -C "$folder/vscode" -xf -
cd "$folder/vscode"
locked=$(sha256sum < package-lock.json)
if [ "$(cat node_modules/.locked 2>/dev/null)" != "$locked" ]; then
  npm ci --ignore-scripts
  echo "$locked" > node_modules/.locked
fi
for step in test package; do
  npm run "$step" > "$folder/$step.log" 2>&1 || { cat "$folder/$step.log"; exit 1; }
done
cp plimsoll.vsix "$folder/plimsoll.vsix"
echo "$stamp" > "$folder/stamp"
