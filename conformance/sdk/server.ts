import {
  makeFolder,
  removeFolder,
  type Server,
  type ServerOptions,
  startMlflow,
  startOurs,
} from "../servers.ts";

/** Whose server the client is held against: ours, or with `SDK_SERVER=mlflow` MLflow's own. */
export const IS_MLFLOW = process.env["SDK_SERVER"] === "mlflow";

export interface SdkServer extends Server {
  /** Ends the server and removes its folder. */
  remove(): Promise<void>;
}

export async function startServer(options: Omit<ServerOptions, "folder"> = {}): Promise<SdkServer> {
  const folder = await makeFolder("sdk");
  const server = await (IS_MLFLOW ? startMlflow : startOurs)({ folder, ...options });
  const remove = async (): Promise<void> => {
    await server.stop();
    await removeFolder(folder);
  };
  return { ...server, remove };
}
