import type { ActiveRun } from "../fluent/active-run.ts";

/** What a machine is doing, by MLflow's names without `system/`. */
export type Sample = Readonly<Record<string, number>>;

/** Reads a machine. */
export interface SystemSampler {
  /** What can be read at once, in a fraction of a millisecond. */
  read(): Sample;
  /** What another program has to be asked for: the GPUs. */
  ask(): Promise<Sample>;
}

export interface MonitorOptions {
  readonly intervalMs: number;
  /** So many samples become one point. */
  readonly samplesBeforeLogging: number;
  /** Of this machine, where several train one model: `system/<node>/…`. */
  readonly nodeId: string | undefined;
  readonly firstStep: number;
}

/** Samples a machine at intervals and logs the means, until it is stopped. */
export class SystemMonitor {
  readonly #run: ActiveRun;
  readonly #sampler: SystemSampler;
  readonly #options: MonitorOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  #samples: Sample[] = [];
  #isAsking = false;
  #step: number;
  #isStopped = false;

  constructor(run: ActiveRun, sampler: SystemSampler, options: MonitorOptions) {
    this.#run = run;
    this.#sampler = sampler;
    this.#options = options;
    this.#step = options.firstStep;
    this.#timer = setInterval(() => this.#sample(), options.intervalMs);
    // A program that forgets to end its run ends all the same.
    if (typeof this.#timer === "object") this.#timer.unref();
  }

  /** Logs what was not logged yet; a run shorter than the interval has one point so, too. */
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#samples.push(this.#sampler.read());
    this.#log();
  }

  #sample(): void {
    // An answer that comes after others were asked for would count twice.
    if (this.#isAsking) return;
    this.#isAsking = true;
    void this.#sampler.ask().then((sample) => {
      this.#isAsking = false;
      this.#add({ ...this.#sampler.read(), ...sample });
    });
  }

  #add(sample: Sample): void {
    // The GPUs answered after the run's end.
    if (this.#isStopped) return;
    this.#samples.push(sample);
    if (this.#samples.length >= this.#options.samplesBeforeLogging) this.#log();
  }

  #log(): void {
    const { nodeId } = this.#options;
    const prefix = nodeId === undefined ? "system/" : `system/${nodeId}/`;
    const metrics = Object.entries(summarize(this.#samples));
    this.#samples = [];
    this.#run.logMetrics(
      Object.fromEntries(metrics.map(([name, value]) => [prefix + name, value])),
      { step: this.#step },
    );
    this.#step += 1;
  }
}

/** Means with one decimal, as MLflow's; of what counts up since the run began, the last. */
function summarize(samples: readonly Sample[]): Sample {
  const names = new Set(samples.flatMap((sample) => Object.keys(sample)));
  const summary: Record<string, number> = {};
  for (const name of names) {
    const values = samples.flatMap((sample) => sample[name] ?? []);
    summary[name] = name.startsWith("network_")
      ? (values.at(-1) ?? 0)
      : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 10) / 10;
  }
  return summary;
}
