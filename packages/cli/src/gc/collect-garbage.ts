import { existsSync } from "node:fs";
import {
  findGarbage,
  type Garbage,
  type GarbageKind,
  GarbagePlaces,
  type Kept,
  measureArtifacts,
  openArtifactStore,
  type RemovableArtifacts,
  removeArtifacts,
  removeRows,
} from "@mlflow-ts/store";
import { type Backend, openBackend } from "../backend.ts";
import type { GcOptions } from "../gc-command.ts";
import { inParallel } from "../in-parallel.ts";
import { count, formatBytes, plain, printJson } from "../print.ts";
import { startProgress } from "../progress.ts";
import { ServedArtifacts } from "./served-artifacts.ts";

/** Those that wait at the same moment share a sync of the disk. */
const AT_ONCE = 16;

interface Removed {
  readonly kind: GarbageKind;
  readonly id: string;
  readonly bytes: number;
}

/** Removes what is in the deleted stage, artifacts before rows, experiments last. */
export async function collectGarbage(options: GcOptions): Promise<void> {
  const backend = await openBackend(options);
  try {
    const { garbage, kept } = await findGarbage(backend.store, {
      olderThanMs: options.olderThan,
      runIds: options.runIds,
      experimentIds: options.experimentIds,
      modelIds: options.loggedModelIds,
    });
    const destination = await openDestination(backend, options, garbage);
    const places = await GarbagePlaces.open(backend.store, destination);
    const sizes = new Map<Garbage, number>();
    const progress = startProgress(options.json ? undefined : "Removing", garbage.length);
    const work = async (one: Garbage): Promise<void> => {
      try {
        sizes.set(one, await removeOne(backend, places, one, options.dryRun === true));
      } catch (error) {
        kept.push({ kind: one.kind, id: one.id, reason: messageOf(error) });
      }
      progress.advance();
    };
    const isExperiment = ({ kind }: Garbage): boolean => kind === "experiment";
    await inParallel(
      AT_ONCE,
      garbage.filter((one) => !isExperiment(one)),
      work,
    );
    await inParallel(1, garbage.filter(isExperiment), work);
    progress.end();
    const removed = garbage
      .filter((one) => sizes.has(one))
      .map((one) => ({ kind: one.kind, id: one.id, bytes: sizes.get(one) ?? 0 }));
    report(options, backend.uri, removed, kept);
  } finally {
    await backend.close();
  }
}

async function removeOne(
  { store }: Backend,
  places: GarbagePlaces,
  garbage: Garbage,
  isDryRun: boolean,
): Promise<number> {
  const place = places.find(garbage);
  const bytes = place === undefined ? 0 : await measureArtifacts(place);
  if (isDryRun) return bytes;
  // Artifacts first: where that fails the rows remain, and another gc tries again.
  if (place !== undefined) await removeArtifacts(place);
  await removeRows(store, garbage);
  return bytes;
}

/** What stands behind `mlflow-artifacts:/`: the folder that is named, else the server, else the default folder. */
async function openDestination(
  { artifactsDestination, clouds }: Backend,
  options: GcOptions,
  garbage: readonly Garbage[],
): Promise<RemovableArtifacts> {
  const isNamed = options.artifactsDestination ?? process.env["MLFLOW_ARTIFACTS_DESTINATION"];
  const trackingUri = options.trackingUri ?? process.env["MLFLOW_TRACKING_URI"];
  if (!isNamed && trackingUri && /^https?:/.test(trackingUri)) {
    return ServedArtifacts.open(trackingUri);
  }
  const isServed = garbage.some(({ artifactUri }) => artifactUri.startsWith("mlflow-artifacts:"));
  // In another folder than the server's, rows would go and their files stay for ever.
  if (!isNamed && isServed && !existsSync(artifactsDestination)) {
    throw new Error(
      `There is no folder ${artifactsDestination}, where the artifacts of mlflow-artifacts:/ are by ` +
        "default. Name theirs with --artifacts-destination, or their server with --tracking-uri.",
    );
  }
  return openArtifactStore(artifactsDestination, clouds);
}

function report(
  options: GcOptions,
  database: string,
  removed: readonly Removed[],
  kept: readonly Kept[],
): void {
  const bytes = removed.reduce((sum, one) => sum + one.bytes, 0);
  if (options.json) {
    printJson({ dry_run: options.dryRun === true, database, freed_bytes: bytes, removed, kept });
    return;
  }
  const verb = options.dryRun ? "would be" : "has been";
  for (const { kind, id, bytes } of removed) {
    const size = bytes > 0 ? ` (${formatBytes(bytes)})` : "";
    console.log(`${capitalize(kind)} with ID ${plain(id)} ${verb} permanently deleted${size}.`);
  }
  for (const { kind, id, reason } of kept) {
    console.error(`mlflow: ${kind} ${plain(id)} is kept: ${plain(reason)}.`);
  }
  const kinds = ["run", "logged model", "experiment"] as const;
  const counts = kinds.map((kind) =>
    count(removed.filter((one) => one.kind === kind).length, kind),
  );
  console.log(
    `${options.dryRun ? "Would remove" : "Removed"} ${counts.join(", ")}; ` +
      `artifacts: ${formatBytes(bytes)}.`,
  );
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
