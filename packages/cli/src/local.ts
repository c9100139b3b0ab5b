/** Built as a file of its own, which the client imports for databases and folders of this machine. */
export { openLocal } from "@mlflow-ts/server/local";
