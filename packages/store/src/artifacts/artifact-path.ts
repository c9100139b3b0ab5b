import { ApiError, shown } from "@mlflow-ts/contract";

/** MLflow's name for files that are being uploaded; both servers hide them. */
export const TEMPORARY_PREFIX = ".artifact.uploading.";

/** Linux opens no longer path; a longer one is not worth decoding. */
const MAX_LENGTH = 4096;
const MAX_ENCODINGS = 10;
/** A drive of Windows, or a URI. */
const LEADS_OUT = /^(?:[a-z]:[/\\]|file:)/i;

/** MLflow: clients before version 3 put percent signs between the parts of an image's name. */
const IMAGE_NAME_END =
  /%step%-?\d+%timestamp%\d+%[\da-z][\da-f]{7}(?:-[\da-f]{4}){3}-[\da-f]{12}(?:%compressed)?\.(?:png|webp)$/;

/**
 * Where an artifact is, below the root of a store: segments that are safe file names. There is no
 * other way to name a file to an {@link ArtifactStore}, so no unchecked text reaches a disk.
 */
export class ArtifactPath {
  static readonly root: ArtifactPath = new ArtifactPath([]);
  readonly segments: readonly string[];

  private constructor(segments: readonly string[]) {
    this.segments = segments;
  }

  /**
   * Checks a path that a client sent. MLflow: it is percent-decoded until it no longer changes.
   * Empty segments and `.` count for nothing.
   *
   * @param field the request's field, for the message
   *
   * @example
   * ArtifactPath.parse("plots/loss.png", "path").segments; // ["plots", "loss.png"]
   *
   * @throws ApiError INVALID_PARAMETER_VALUE for a path that is absolute, leaves the root, or holds
   * what means something else to a URL, another system or a terminal.
   */
  static parse(text: string, field: string): ArtifactPath {
    const refuse = (reason?: string) => refusal(text, field, reason);
    if (text.length > MAX_LENGTH) throw refuse(`it is longer than ${MAX_LENGTH} characters`);
    const decoded = decodeFully(text);
    if (decoded === undefined) throw refuse("it is not UTF-8, or percent-encoded too often");
    if (decoded.startsWith("/") || LEADS_OUT.test(decoded)) throw refuse();
    const path = ArtifactPath.#check(decoded.split("/"), refuse);
    // "./file:" too, once the dot is gone.
    if (LEADS_OUT.test(path.toString())) throw refuse();
    return path;
  }

  /** Checks names as they are, such as those of folders on this machine. */
  static fromSegments(segments: readonly string[], field: string): ArtifactPath {
    return ArtifactPath.#check(segments, (reason) => refusal(segments.join("/"), field, reason));
  }

  static #check(segments: readonly string[], refuse: (reason?: string) => ApiError): ArtifactPath {
    const kept = segments.filter((segment) => segment !== "" && segment !== ".");
    for (const segment of kept) {
      if (isUpwards(segment) || segment.includes("#")) throw refuse();
      const reason = findFault(segment);
      if (reason !== undefined) throw refuse(reason);
    }
    return new ArtifactPath(kept);
  }

  get isRoot(): boolean {
    return this.segments.length === 0;
  }

  /** The last segment; empty for the root. */
  get name(): string {
    return this.segments.at(-1) ?? "";
  }

  get parent(): ArtifactPath {
    return new ArtifactPath(this.segments.slice(0, -1));
  }

  join(other: ArtifactPath): ArtifactPath {
    return new ArtifactPath([...this.segments, ...other.segments]);
  }

  toString(): string {
    return this.segments.join("/");
  }
}

/**
 * Checks the path of what is to be stored or removed. Beyond {@link ArtifactPath.parse} it must
 * name something: it is never the root, and no segment is `.`.
 */
export function parseTargetPath(text: string, field: string): ArtifactPath {
  const path = ArtifactPath.parse(text, field);
  if (path.isRoot) throw refusal(text, field, "it must name a file or folder");
  if (decodeFully(text)?.split("/").includes(".")) {
    throw refusal(text, field, "it must not hold '.' as a name");
  }
  return path;
}

/** Checks the path of a file to store: it does not end in a slash either. */
export function parseFilePath(text: string, field: string): ArtifactPath {
  const path = parseTargetPath(text, field);
  if (decodeFully(text)?.endsWith("/")) {
    throw refusal(text, field, "it must end in a file name");
  }
  return path;
}

/** MLflow: what leads out of a folder is refused without a word about how, and tests look for it. */
function refusal(text: string, field: string, reason?: string): ApiError {
  if (reason === undefined) return ApiError.invalidParameter("Invalid path");
  return ApiError.invalidParameter(`Invalid path ${shown(text)} in '${field}': ${reason}.`);
}

/** Percent-decodes until nothing changes; undefined when that does not end in Unicode. */
export function decodeFully(text: string): string | undefined {
  const end = IMAGE_NAME_END.exec(text)?.[0] ?? "";
  let decoded = text.slice(0, text.length - end.length);
  for (let round = 0; /%[0-9a-f]{2}/i.test(decoded); round++) {
    if (round === MAX_ENCODINGS) return undefined;
    try {
      // A percent sign that encodes nothing is just that: "100%.txt".
      decoded = decoded.replace(/(?:%[0-9a-f]{2})+/gi, decodeURIComponent);
    } catch {
      return undefined;
    }
  }
  return decoded.isWellFormed() ? decoded + end : undefined;
}

/** Some systems fold wide characters such as U+FF0E to ASCII, and drop dots at a name's end. */
function isUpwards(segment: string): boolean {
  const folded = segment.normalize("NFKC").split(/[/\\]/);
  return folded.some((part) => /^[.\s]*\.[.\s]*$/.test(part));
}

function findFault(segment: string): string | undefined {
  if (/\p{Cc}/u.test(segment)) return "it must not hold control characters";
  if (segment.includes("\\")) return "it must not hold a backslash";
  if (segment.includes("?")) return "it must not hold '?'";
  if (/^[a-z]:/i.test(segment)) return "it must not hold a drive letter";
  if (segment.startsWith(TEMPORARY_PREFIX)) {
    return `names that begin with '${TEMPORARY_PREFIX}' are reserved`;
  }
  if (Buffer.byteLength(segment) > 255) return "a name in it is longer than 255 bytes";
  return undefined;
}
