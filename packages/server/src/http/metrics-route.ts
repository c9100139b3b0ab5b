import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Histogram, Registry } from "prom-client";
import { shareMetrics } from "../workers/worker-metrics.ts";

/** Seconds: a write takes about one millisecond, a search over 100,000 runs some hundred. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LABELS = ["method", "route", "status"] as const;

type RequestHistogram = Histogram<(typeof LABELS)[number]>;
type Series = ReturnType<RequestHistogram["labels"]>;

/** Counts requests and their seconds, in Prometheus' terms. */
class RequestMetrics {
  readonly #loaded: Promise<Registry>;
  #seconds: RequestHistogram | undefined;
  #watchesProcess = false;
  /** Finding a series by its labels costs more than the rest of measuring a small request. */
  readonly #known = new Map<string, Series>();
  readonly #ofAllWorkers = shareMetrics(async () => (await this.#registry()).getMetricsAsJSON());

  /** The library is a tenth of a second's work, which no start waits for. */
  constructor() {
    this.#loaded = this.#load();
  }

  observe({ method, routeOptions }: FastifyRequest, reply: FastifyReply): void {
    if (this.#seconds === undefined) return;
    // As it is declared: ids and names never show.
    const route = routeOptions.url ?? "unknown";
    const key = `${method} ${reply.statusCode} ${route}`;
    let series = this.#known.get(key);
    if (series === undefined) {
      series = this.#seconds.labels(method, route, String(reply.statusCode));
      this.#known.set(key, series);
    }
    series.observe(reply.elapsedTime / 1000);
  }

  /** Of this process, or of all workers together. */
  async registry(): Promise<Registry> {
    const all = await this.#ofAllWorkers?.();
    if (all === undefined) return this.#registry();
    const { AggregatorRegistry } = await import("prom-client");
    return AggregatorRegistry.aggregate([...all]);
  }

  /** Watching the process costs a little all the time, so it begins with the first look. */
  async #registry(): Promise<Registry> {
    const { collectDefaultMetrics } = await import("prom-client");
    const register = await this.#loaded;
    if (!this.#watchesProcess) collectDefaultMetrics({ register });
    this.#watchesProcess = true;
    return register;
  }

  async #load(): Promise<Registry> {
    const { Histogram, Registry } = await import("prom-client");
    const register = new Registry();
    this.#seconds = new Histogram({
      name: "mlflow_ts_http_request_duration_seconds",
      help: "Seconds from a request's headers to the end of its answer.",
      labelNames: LABELS,
      buckets: BUCKETS,
      registers: [register],
    });
    return register;
  }
}

/** Measures every request, those of unknown paths too. */
export function measureRequests(app: FastifyInstance): RequestMetrics {
  const metrics = new RequestMetrics();
  app.addHook("onResponse", (request, reply, done) => {
    metrics.observe(request, reply);
    done();
  });
  return metrics;
}

/**
 * Serves `/metrics` in Prometheus' format: requests and their seconds by route and status, and what
 * the process needs.
 */
export function serveMetrics(app: FastifyInstance, metrics: RequestMetrics): void {
  app.get("/metrics", async (_request, reply) => {
    const register = await metrics.registry();
    return reply.type(register.contentType).send(await register.metrics());
  });
}
