/** The MLflow release whose protocol and database this project speaks. */
export const MLFLOW_VERSION = "3.17.2";
