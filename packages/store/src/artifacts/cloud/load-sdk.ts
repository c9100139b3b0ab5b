import { ApiError } from "@mlflow-ts/contract";

/**
 * Loads a cloud's SDK, which only those install who keep artifacts there.
 *
 * @throws ApiError NOT_IMPLEMENTED with the command that installs it.
 */
export async function loadSdk<T>(
  cloud: string,
  packages: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const answer = ApiError.notImplemented(
      `Artifacts in ${cloud} need its SDK beside mlflow-ts, which could not be loaded: npm install ${packages}`,
    );
    answer.cause = error;
    throw answer;
  }
}
