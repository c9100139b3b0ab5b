/** Those after which MLflow's clients try again. */
const RETRIED = new Set([408, 429, 500, 502, 503, 504]);
const LONGEST_WAIT_MS = 60_000;

export interface RetryOptions {
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly backoffFactor: number;
}

/**
 * A `fetch` that gives up an attempt after a time, and tries again, later and later, where the
 * server was away or busy. A streamed body is sent once: it can't be read again.
 */
export function createRetryingFetch(options: RetryOptions): typeof fetch {
  return async (input, init) => {
    const isStream = init?.body instanceof ReadableStream;
    for (let attempt = 0; ; attempt += 1) {
      const isLast = isStream || attempt >= options.maxRetries;
      try {
        const response = await fetch(input, { ...init, signal: signalOf(options, init) });
        if (isLast || !RETRIED.has(response.status)) return response;
        await response.body?.cancel();
      } catch (error) {
        if (isLast || init?.signal?.aborted) throw error;
      }
      await wait(options.backoffFactor * 1000 * 2 ** attempt);
    }
  };
}

function signalOf({ timeoutMs }: RetryOptions, init: RequestInit | undefined): AbortSignal {
  const limit = AbortSignal.timeout(timeoutMs);
  return init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
}

function wait(delayMs: number): Promise<void> {
  return new Promise((done) => setTimeout(done, Math.min(delayMs, LONGEST_WAIT_MS)));
}
