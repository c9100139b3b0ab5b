import { platform } from "#platform";
import { buildModel, type SaveModelOptions } from "./build-model.ts";
import type { Flavor } from "./flavors/flavor.ts";

/** Writes a model into a folder of this machine, which must be new or empty. */
export async function saveModelAs<Input, Options>(
  flavor: Flavor<Input, Options, unknown>,
  model: Input,
  path: string,
  options: Options & SaveModelOptions,
): Promise<void> {
  const built = await buildModel(flavor, model, options);
  const files = await built.files();
  await platform.saveFiles(
    files.map((file) => ({ path: file.path, read: async () => (await file.open()).stream() })),
    path,
  );
}
