import type { ErrorCode } from "@mlflow-ts/contract";
import type { ReadName } from "./reads.ts";

/** What passes between the server's thread and a reader thread. */
export interface ReadCommand {
  readonly id: number;
  readonly name: ReadName;
  readonly request: unknown;
}

export type ReadResult =
  | {
      readonly id: number;
      readonly json: Uint8Array;
      /** The request for the part that follows, where this is not all. */
      readonly rest?: unknown;
    }
  | {
      readonly id: number;
      readonly refusal: { errorCode: ErrorCode; message: string };
      /** For the log. */
      readonly failure?: string;
    }
  | { readonly id: number; readonly failure: string };
