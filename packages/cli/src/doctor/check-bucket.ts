import { type CloudSettings, openCloudStore } from "@mlflow-ts/store";
import { type Finding, fine, wrong } from "./finding.ts";

/** Whether a bucket can be listed with the credentials that are found here. */
export async function checkBucket(
  what: string,
  uri: string,
  settings: CloudSettings,
): Promise<Finding> {
  try {
    await openCloudStore(uri, settings)?.check();
    return fine(what, uri);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return wrong(what, reason, "Correct the URI, its variables, or the credentials of AWS.");
  }
}
