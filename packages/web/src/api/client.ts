import { checkWithoutEval } from "@mlflow-ts/contract";
import { createClient } from "@mlflow-ts/sdk/client";
import { serverUrl } from "./server-url.ts";

checkWithoutEval();

export const client = createClient({ baseUrl: serverUrl(), apiRoot: "ajax-api" });
