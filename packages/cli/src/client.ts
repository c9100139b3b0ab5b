/** What `import * as mlflow from "mlflow-ts"` gives: the client for training programs. */
export * from "@mlflow-ts/sdk/node";
