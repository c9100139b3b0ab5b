import { dirname } from "node:path";
import { sql } from "kysely";
import { ArtifactPath } from "../artifacts/artifact-path.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { parseArtifactUri } from "../artifacts/artifact-uri.ts";
import { LocalArtifactStore } from "../artifacts/local-artifact-store.ts";
import type { Store } from "../store.ts";
import type { Garbage } from "./find-garbage.ts";

/** What removing artifacts needs of where they are kept. */
export type RemovableArtifacts = Pick<ArtifactStore, "list" | "delete">;

/** A folder that is a run's or model's alone; its name is `artifacts`, in a folder named by the id. */
export interface GarbagePlace {
  readonly artifacts: RemovableArtifacts;
  readonly folder: ArtifactPath;
}

/** An artifact address that some row uses, and whose it is, for people. */
interface Claim {
  readonly uri: string;
  readonly owner: string;
}

/** Finds the folders of garbage, and refuses those that are not its own. */
export class GarbagePlaces {
  readonly #destination: RemovableArtifacts;
  readonly #claims: readonly Claim[];

  private constructor(destination: RemovableArtifacts, claims: readonly Claim[]) {
    this.#destination = destination;
    this.#claims = claims;
  }

  /** @param destination what stands behind `mlflow-artifacts:/` */
  static async open(store: Store, destination: RemovableArtifacts): Promise<GarbagePlaces> {
    return new GarbagePlaces(destination, await findClaims(store));
  }

  /**
   * The place of a run's or model's artifacts; nothing when it has none.
   *
   * @throws Error when they can't be reached or might be another's, saying why.
   */
  find({ kind, id, artifactUri }: Garbage): GarbagePlace | undefined {
    if (artifactUri === "") return undefined;
    const claim = this.#claims.find(
      ({ uri, owner }) => owner !== `${kind} ${id}` && uri.split("/").includes(id),
    );
    if (claim !== undefined) throw new Error(`${claim.owner} uses its artifacts (${claim.uri})`);
    const location = parseArtifactUri(artifactUri, "artifact_uri");
    if (location.kind === "foreign") {
      throw new Error(`its artifacts lie at ${artifactUri}, which this program can't remove`);
    }
    const segments =
      location.kind === "served" ? location.path.segments : location.folder.split(/[/\\]/);
    // MLflow keeps artifacts nowhere else; another folder may hold anything.
    if (segments.at(-1) !== "artifacts" || segments.at(-2) !== id) {
      throw new Error(`its artifacts lie at ${artifactUri}, which is not a folder of its own`);
    }
    if (location.kind === "served") return { artifacts: this.#destination, folder: location.path };
    return {
      artifacts: new LocalArtifactStore(dirname(dirname(location.folder))),
      folder: ArtifactPath.fromSegments([id, "artifacts"], "artifact_uri"),
    };
  }
}

/** Addresses beyond the folder that each run and model has of its own: whose they are can't be told. */
async function findClaims(store: Store): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    select artifact_uri as uri, 'run ' || run_uuid as owner from runs
      where artifact_uri not like '%/' || run_uuid || '/artifacts'
    union all
    select artifact_location, 'logged model ' || model_id from logged_models
      where artifact_location not like '%/' || model_id || '/artifacts'
    union all
    select artifact_location, 'experiment ' || name from experiments
      where artifact_location is not null
    union all
    select source, 'a version of the registered model ' || name from model_versions
      where source is not null and coalesce(current_stage, '') <> 'Deleted_Internal'
    union all
    select storage_location, 'a version of the registered model ' || name from model_versions
      where storage_location is not null and coalesce(current_stage, '') <> 'Deleted_Internal'
  `.execute(store.database.read);
  return rows;
}
