import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as mlflow from "mlflow-ts";
import { makeFolder, removeFolder } from "../../servers.ts";
import { type SdkServer, startServer } from "../server.ts";
import { LINEAR } from "./linear.ts";

/** A server for models, which this program logs to, and a folder that holds `linear.onnx`. */
export interface ModelServer extends SdkServer {
  readonly modelFolder: string;
}

export async function startModelServer(): Promise<ModelServer> {
  const server = await startServer();
  mlflow.setTrackingUri(server.url);
  await mlflow.setExperiment("models");
  const modelFolder = await makeFolder("models");
  await writeFile(join(modelFolder, "linear.onnx"), LINEAR);
  const remove = async (): Promise<void> => {
    await server.remove();
    await removeFolder(modelFolder);
  };
  return { ...server, modelFolder, remove };
}
