/** What `import * as mlflow from "mlflow-ts"` gives: the client for training programs. */
import { useLocalBackend } from "@mlflow-ts/sdk/local-backend";

export * from "@mlflow-ts/sdk/node";

// A program that logs to a server never loads what keeps a database.
useLocalBackend(async (uri) => (await import("./local.ts")).openLocal(uri));
