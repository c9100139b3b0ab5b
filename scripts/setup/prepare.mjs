import { build } from "./build.mjs";
import { install } from "./install.mjs";

/** Installs and builds what is missing or has changed; ends the process when that fails. */
export async function prepare() {
  try {
    await install();
    await build();
  } catch (error) {
    console.error(`mlflow-ts: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}
