import { ApiError, type Handlers, notYet } from "@mlflow-ts/contract";

/** Refuses, with 501 and the part's name, what is of MLflow's API and comes later. */
export const notYetHandlers = (): Handlers<typeof notYet> =>
  Object.fromEntries(
    Object.entries(notYet).map(([name, { part }]) => [
      name,
      () => {
        throw ApiError.notImplemented(
          `This server does not serve ${part} yet. It serves experiments, runs, metrics, params, ` +
            "tags, datasets, artifacts and logged models.",
        );
      },
    ]),
  );
