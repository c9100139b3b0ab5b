import { createClient } from "@mlflow-ts/sdk/client";
import { serverUrl } from "./server-url.ts";

export const client = createClient({ baseUrl: serverUrl(), apiRoot: "ajax-api" });
