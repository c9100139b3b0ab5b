import { platform } from "#platform";
import { writeJson } from "../models/python-json.ts";
import type { Dataset } from "./data.ts";

/** A dataset as the wire has it. */
export async function toWireDataset({ name, digest, schema, profile, source }: Dataset) {
  return { name, digest, schema, profile, ...(await describeSource(source)) };
}

/** MLflow: by the address's scheme; a path is local, and a dataset without source is of its program. */
async function describeSource(source: string | undefined) {
  if (source === undefined) {
    const { "mlflow-ts.node_version": _, ...tags } = await platform.describeProgram();
    return { source_type: "code", source: writeJson({ tags }) };
  }
  const [, scheme = ""] = /^([a-z][a-z\d+.-]+):/i.exec(source) ?? [];
  if (/^https?$/i.test(scheme)) return { source_type: "http", source: writeJson({ url: source }) };
  const isLocal = scheme === "" || scheme === "file";
  return { source_type: isLocal ? "local" : scheme, source: writeJson({ uri: source }) };
}
