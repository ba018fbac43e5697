#!/usr/bin/env bash
# newer_debian.sh FOLDER - unpacks Neovim and Helix of Debian 13 into FOLDER, with all that they need, C library
# included, and leaves the system as it is. FOLDER/bin has a starter for each program that uses FOLDER's own loader.
set -euo pipefail

packages=(neovim hx)
folder=$1
# A change of this script installs anew, and so does another place: the starters hold full paths.
stamp="$(sha256sum < "$0") $folder"
[ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ] && exit 0

rm -rf "$folder"
mkdir -p "$folder"/{apt/lists/partial,apt/cache/archives/partial,bin,root}
# The mirror that the system already uses.
mirror=$(apt-get indextargets --format '$(REPO_URI)' | awk '/\/debian\/$/ && !seen { seen = 1; print }')
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" > "$folder/apt/sources.list"
: > "$folder/apt/status"
# An apt of its own: other sources, other lists, and a status file that says that nothing is installed yet.
apt=(apt-get -q
  -o "Dir::Etc::sourcelist=$folder/apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$folder/apt/lists"
  -o "Dir::State::status=$folder/apt/status" -o "Dir::Cache=$folder/apt/cache"
  -o APT::Install-Recommends=0 -o APT::Sandbox::User=root -o Debug::NoLocking=1)
"${apt[@]}" update
"${apt[@]}" -y --download-only install "${packages[@]}"
for package in "$folder"/apt/cache/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -C "$folder/root" --keep-directory-symlink --skip-old-files -xf -
done

libraries=$(dirname "$(find "$folder/root/usr/lib" -name 'ld-linux-*.so.*' | head -n 1)")
start() { # start NAME PROGRAM: a starter for PROGRAM, after the variables on standard input
  {
    echo '#!/bin/sh'
    cat
    echo "exec '$libraries'/ld-linux-*.so.* --argv0 '$1' --library-path '$libraries' '$folder/root$2' \"\$@\""
  } > "$folder/bin/$1"
  chmod +x "$folder/bin/$1"
}
start nvim /usr/bin/nvim <<V
export VIMRUNTIME='$folder/root/usr/share/nvim/runtime'
V
start hx /usr/lib/hx/hx <<V
export HELIX_RUNTIME='$folder/root/usr/lib/hx/runtime'
V
rm -rf "$folder/apt/cache" "$folder/apt/lists"

for program in nvim hx; do
  "$folder/bin/$program" --version | head -n 1
done
echo "$stamp" > "$folder/stamp"
