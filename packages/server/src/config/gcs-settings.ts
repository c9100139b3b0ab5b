import type { GcsSettings } from "@mlflow-ts/store";
import { ConfigError } from "./config-error.ts";
import type { ServerSettings } from "./settings.ts";

/**
 * How Google Cloud Storage is reached. Credentials are not named here: Google's SDK finds those by
 * itself, as MLflow's clients do, by `GOOGLE_APPLICATION_CREDENTIALS` for one.
 *
 * @throws ConfigError in one line that names the variable.
 */
export function gcsSettings(settings: ServerSettings): GcsSettings {
  const given = settings.environmentText("STORAGE_EMULATOR_HOST")?.value;
  if (given === undefined) return {};
  const address = /^https?:\/\//.test(given) ? given : `http://${given}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") {
    throw new ConfigError(
      "STORAGE_EMULATOR_HOST must be the address of a server, such as http://127.0.0.1:9023, without " +
        "a user and password.",
    );
  }
  return { emulator: url.origin };
}
