#!/usr/bin/env bash
# Installs the Debian packages that editor tests run with: Neovim as Debian has it, Emacs with Eglot, a browser for VS
# Code's workbench, and what native modules of code-server are compiled with. Installs nothing when all are there.
set -euo pipefail

packages=(neovim chromium fonts-dejavu-core ripgrep build-essential pkg-config libkrb5-dev python3-venv)
root=()
[ "$(id -u)" -eq 0 ] || root=(sudo)
export DEBIAN_FRONTEND=noninteractive

missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  "${root[@]}" apt-get -q update
  "${root[@]}" apt-get -q -y install --no-install-recommends "${missing[@]}"
fi

# Eglot is part of Emacs 29; Debian 12 has that in its backports. They are added for this one installation, with lists
# of its own, so that the system's sources stay as they are.
emacs=$(dpkg-query --show --showformat '${Version}' emacs-nox 2>/dev/null || true)
if ! dpkg --compare-versions "${emacs:-0}" ge 1:29; then
  # shellcheck source=/dev/null
  . /etc/os-release
  mirror=$(apt-get indextargets --format '$(REPO_URI)' | awk '/\/debian\/$/ && !seen { seen = 1; print }')
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  chmod 755 "$scratch"
  mkdir -p "$scratch/lists/partial"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $VERSION_CODENAME-backports main" > "$scratch/sources.list"
  apt=(apt-get -q -o "Dir::Etc::sourcelist=$scratch/sources.list" -o "Dir::State::lists=$scratch/lists")
  "${root[@]}" "${apt[@]}" update
  "${root[@]}" "${apt[@]}" -y install --no-install-recommends -t "$VERSION_CODENAME-backports" emacs-nox
fi
