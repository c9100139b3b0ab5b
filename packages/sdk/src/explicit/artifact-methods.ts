import { platform } from "#platform";
import { findArtifacts } from "../artifacts/artifact-place.ts";
import { downloadTo } from "../artifacts/download.ts";
import { drawFigure, type Figure, type FigureOptions } from "../artifacts/figures/figure.ts";
import { type ArtifactOwner, joinPath, uploadArtifact } from "../artifacts/upload.ts";
import type { FileInfo } from "../entities.ts";
import { toRunInfo } from "../entities.ts";
import { serverRunId } from "../logging/create-run.ts";
import { ValueMethods } from "./value-methods.ts";

const MAX_AT_ONCE = 4;

/** What `MlflowClient` does with a run's artifacts. */
export class ArtifactMethods extends ValueMethods {
  /**
   * The files and folders in a folder of a run's artifacts.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such run.
   */
  listArtifacts(runId: string, path = ""): Promise<FileInfo[]> {
    return findArtifacts({ runId }, this.connection).place.list(path);
  }

  /**
   * Downloads a file or folder of a run's artifacts; without a folder of yours, into a new one in
   * the temporary folder.
   *
   * @returns the path of what was downloaded.
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when nothing is there.
   */
  async downloadArtifacts(runId: string, path = "", folder?: string): Promise<string> {
    const { place } = findArtifacts({ runId }, this.connection);
    return downloadTo(place, path, folder ?? (await platform.makeTemporaryFolder()));
  }

  /**
   * Stores one file of this machine, into the folder `artifactPath` of the run's artifacts.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE when there is no such file; RESOURCE_DOES_NOT_EXIST
   * when there is no such run.
   */
  logArtifact(runId: string, localPath: string, artifactPath?: string): Promise<void> {
    return this.logArtifacts(runId, localPath, artifactPath);
  }

  /**
   * Stores every file of a folder of this machine, with the folders below it.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE when there is no such folder;
   * RESOURCE_DOES_NOT_EXIST when there is no such run.
   */
  async logArtifacts(runId: string, localFolder: string, artifactPath?: string): Promise<void> {
    const files = await platform.listFiles(localFolder);
    const owner = await this.#findOwner(runId);
    const upload = async (): Promise<void> => {
      for (let file = files.pop(); file !== undefined; file = files.pop()) {
        await uploadArtifact(owner, joinPath(artifactPath, file.path), await file.open());
      }
    };
    await Promise.all(Array.from({ length: MAX_AT_ONCE }, upload));
  }

  /**
   * Stores a text as the file `artifactFile`, such as `notes/summary.md`.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a path that leaves the run's folder;
   * RESOURCE_DOES_NOT_EXIST when there is no such run.
   */
  async logText(runId: string, text: string, artifactFile: string): Promise<void> {
    await uploadArtifact(await this.#findOwner(runId), artifactFile, new Blob([text]));
  }

  /**
   * Stores a value as JSON; JSON is YAML too, so the file may be named .yaml.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a path that leaves the run's folder;
   * RESOURCE_DOES_NOT_EXIST when there is no such run.
   */
  logDict(runId: string, dictionary: object, artifactFile: string): Promise<void> {
    return this.logText(runId, JSON.stringify(dictionary, null, 2), artifactFile);
  }

  /**
   * Stores an encoded image (PNG) as a file.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a path that leaves the run's folder;
   * RESOURCE_DOES_NOT_EXIST when there is no such run.
   */
  async logImage(runId: string, image: Uint8Array, artifactFile: string): Promise<void> {
    const content = new Uint8Array(image);
    await uploadArtifact(await this.#findOwner(runId), artifactFile, content);
  }

  /**
   * Stores a figure by its file's extension, as `mlflow.logFigure` does.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a figure that can't become such a file;
   * MISSING_LIBRARY with the command that installs what draws it; RESOURCE_DOES_NOT_EXIST when
   * there is no such run.
   */
  async logFigure(
    runId: string,
    figure: Figure,
    artifactFile: string,
    options?: FigureOptions,
  ): Promise<void> {
    const content = await drawFigure(figure, artifactFile, options);
    await uploadArtifact(await this.#findOwner(runId), artifactFile, content);
  }

  async #findOwner(runId: string): Promise<ArtifactOwner> {
    const { run } = await this.rest.getRun({ run_id: serverRunId(runId) });
    return { info: toRunInfo(run.info), connection: this.connection };
  }
}
