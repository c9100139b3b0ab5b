export { createClient, MlflowError, type ClientOptions } from "./client.ts";
