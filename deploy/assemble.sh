#!/bin/sh
# Puts what a server needs into a folder: the built program, and the SDK of the cloud that keeps the
# artifacts. Run in the repository after a build: deploy/assemble.sh /app [@aws-sdk | @google-cloud | @azure]
set -eu
app=$1
cloud=${2:-@aws-sdk}
mkdir -p "$app"
cp -R packages/cli/bin packages/cli/dist packages/cli/package.json LICENSE "$app"
# What trainings import is no part of a server.
rm -rf "$app/dist/client" "$app/dist/local.js"
sdk=$(node -p "
  const { peerDependencies } = require('./packages/cli/package.json');
  const { packages } = require('./package-lock.json');
  const names = Object.keys(peerDependencies).filter((name) => name.startsWith('$cloud/'));
  names.map((name) => name + '@' + packages['node_modules/' + name].version).join(' ')")
# Beside the program, where it looks for it; its own manifest would bring what builds it.
mkdir "$app/sdk"
npm install --prefix "$app/sdk" --omit=dev --no-audit --no-fund --no-save $sdk
mv "$app/sdk/node_modules" "$app/node_modules"
rm -r "$app/sdk"
# Node loads none of these.
find "$app/node_modules" -type d \( -name dist-es -o -name dist-types \) -prune -exec rm -r {} +
