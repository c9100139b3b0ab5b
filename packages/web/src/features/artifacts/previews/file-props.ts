import type { ArtifactPlace } from "../artifact-place.ts";

/** What each preview is told of its file. */
export interface FileProps {
  readonly place: ArtifactPlace;
  readonly name: string;
  /** Unknown when the server does not list it. */
  readonly sizeBytes: number | undefined;
}
