// Imported first, so that an old Node gets this line and no error from newer code.
const major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  console.error(
    `mlflow-ts needs Node.js 20 or newer to set itself up; this is ${process.version}. ` +
      "Install a current one from https://nodejs.org and run the command again.",
  );
  process.exit(1);
}
