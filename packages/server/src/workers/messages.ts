/** What a worker and the process that supervises it tell each other. */
export type WorkerMessage =
  | { readonly type: "mlflow-ts:serving"; readonly url: string }
  /** A worker was asked for `/metrics`. */
  | { readonly type: "mlflow-ts:ask-metrics"; readonly id: number }
  | { readonly type: "mlflow-ts:metrics"; readonly id: number; readonly metrics: MetricsJson };

export type SupervisorMessage =
  | { readonly type: "mlflow-ts:give-metrics"; readonly id: number }
  | {
      readonly type: "mlflow-ts:all-metrics";
      readonly id: number;
      readonly all: readonly MetricsJson[];
    };

/** The metrics of one process, in prom-client's form. */
export type MetricsJson = readonly MetricJson[];

export interface MetricJson {
  readonly name: string;
  /** A text such as `gauge`, although its declaration has numbers. */
  readonly type: unknown;
}
