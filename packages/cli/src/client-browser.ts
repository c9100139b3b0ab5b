/** What it gives in a page: all that needs no file system. */
export * from "@mlflow-ts/sdk";
