export interface RunningServer {
  /** Where it answers, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Finishes the requests in flight, then ends; after four seconds it cuts what is left. */
  close(): Promise<void>;
}
