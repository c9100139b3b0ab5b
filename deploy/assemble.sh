#!/bin/sh
# Puts what a server needs into a folder: the built program, and the SDK of the cloud that keeps the
# artifacts. Run in the repository after a build: deploy/assemble.sh /app
set -eu
app=$1
sdk=@aws-sdk/client-s3
mkdir -p "$app"
cp -R packages/cli/bin packages/cli/dist packages/cli/package.json LICENSE "$app"
# What trainings import, and maps for debuggers, are no part of a server.
rm -rf "$app/dist/client" "$app/dist/local.js"
version=$(node -p "require('./package-lock.json').packages['node_modules/$sdk'].version")
# Beside the program, where it looks for it; its own manifest would bring what builds it.
mkdir "$app/sdk"
npm install --prefix "$app/sdk" --omit=dev --no-audit --no-fund --no-save "$sdk@$version"
mv "$app/sdk/node_modules" "$app/node_modules"
rm -r "$app/sdk"
# Node loads none of these.
find "$app/node_modules" -type d \( -name dist-es -o -name dist-types \) -prune -exec rm -r {} +
