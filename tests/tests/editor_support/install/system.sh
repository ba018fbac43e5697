#!/usr/bin/env bash
# Installs the Debian packages that editor tests run with: Neovim as Debian has it, a browser for VS Code's workbench,
# and what native modules of code-server are compiled with. Installs nothing when all are there.
set -euo pipefail

packages=(neovim chromium fonts-dejavu-core ripgrep build-essential pkg-config libkrb5-dev python3-venv)
missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

root=()
[ "$(id -u)" -eq 0 ] || root=(sudo)
export DEBIAN_FRONTEND=noninteractive
"${root[@]}" apt-get -q update
"${root[@]}" apt-get -q -y install --no-install-recommends "${missing[@]}"
