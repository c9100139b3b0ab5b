import type { Change, RunChange } from "@mlflow-ts/contract";

/** More changed runs than a page would look at one by one. */
const MAX_RUNS = 1000;

/** Changes that have not been told yet, as one. */
export class PendingChange {
  #everything = false;
  #experiments = false;
  #models = false;
  readonly #runs = new Map<string, RunChange>();

  get isEmpty(): boolean {
    return !this.#everything && !this.#experiments && !this.#models && this.#runs.size === 0;
  }

  add({ everything, experiments, models, runs = [] }: Change): void {
    this.#experiments ||= experiments ?? false;
    this.#models ||= models ?? false;
    for (const run of runs) this.#addRun(run);
    if (everything || this.#runs.size > MAX_RUNS) {
      this.#everything = true;
      this.#runs.clear();
    }
  }

  take(): Change {
    const change: Change = this.#everything
      ? { everything: true }
      : {
          ...(this.#experiments && { experiments: true }),
          ...(this.#models && { models: true }),
          ...(this.#runs.size > 0 && { runs: [...this.#runs.values()] }),
        };
    this.#everything = this.#experiments = this.#models = false;
    this.#runs.clear();
    return change;
  }

  #addRun(run: RunChange): void {
    if (this.#everything) return;
    const known = this.#runs.get(run.run_id);
    this.#runs.set(run.run_id, {
      ...known,
      ...run,
      what: [...new Set([...(known?.what ?? []), ...run.what])],
    });
  }
}
