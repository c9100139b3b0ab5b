const GATHER_MS = 50;
const GATHER_SIZE = 10_000;

interface Job<Entry> {
  readonly entry: Entry;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Answers for each entry why it is refused, if it is; throws when none is kept. */
type Write<Entry> = (entries: readonly Entry[]) => Promise<readonly (Error | undefined)[]>;

/** Writes what comes within 50 ms, or is 10,000 points, together: ClickHouse wants few, large parts. */
export class Gatherer<Entry> {
  readonly #write: Write<Entry>;
  #waiting: Job<Entry>[] = [];
  #size = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(write: Write<Entry>) {
    this.#write = write;
  }

  /** Resolves when the entry is kept. */
  add(entry: Entry, size: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      this.#size += size;
      if (this.#size >= GATHER_SIZE) void this.#flush();
      else this.#timer ??= setTimeout(() => void this.#flush(), GATHER_MS);
    });
  }

  async #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const jobs = this.#waiting;
    this.#waiting = [];
    this.#size = 0;
    try {
      const errors = await this.#write(jobs.map(({ entry }) => entry));
      for (const [index, { resolve, reject }] of jobs.entries()) {
        const error = errors[index];
        if (error === undefined) resolve();
        else reject(error);
      }
    } catch (error) {
      for (const { reject } of jobs) reject(error);
    }
  }
}
