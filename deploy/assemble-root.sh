#!/bin/sh
# Puts into a folder what Node needs to run with nothing else: its binary without debugging symbols,
# its libraries, roots of TLS, a user. Run on Debian with Node and binutils: deploy/assemble-root.sh /image
set -eu
root=$1
node=$(command -v node)
mkdir -p "$root/usr/local/bin" "$root/etc/ssl/certs" "$root/var/lib/dpkg/status.d"
strip -o "$root/usr/local/bin/node" "$node"
ldd "$node" | grep -o '/[^ ]*' | xargs -I {} cp -L --parents {} "$root"
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
echo 'root:x:0:0:root:/root:/sbin/nologin
nonroot:x:65532:65532:nonroot:/data:/sbin/nologin' >"$root/etc/passwd"
echo 'root:x:0:
nonroot:x:65532:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
# So that scanners know the versions.
for package in libc6 libgcc-s1 libstdc++6 ca-certificates; do
  dpkg-query -s "$package" >"$root/var/lib/dpkg/status.d/$package"
done
cp --parents /usr/share/doc/libc6/copyright /usr/share/doc/gcc-*-base/copyright "$root"
cp /etc/os-release "$root/etc/"
mkdir -m 1777 "$root/tmp"
mkdir "$root/data"
chown 65532:65532 "$root/data"
