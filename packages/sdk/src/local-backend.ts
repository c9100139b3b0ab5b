import type { CallOptions, Client, TrackingContract, UploadBody } from "@mlflow-ts/contract";

/** Answers the calls of a client in this process, from a database or a folder of this machine. */
export interface LocalBackend {
  /** @throws errors with `errorCode`, `status` and a message, as a server would refuse. */
  call(
    name: keyof Client<TrackingContract>,
    request: Readonly<Record<string, unknown>>,
    upload?: UploadBody,
    options?: CallOptions,
  ): Promise<unknown>;
}

export type OpenLocalBackend = (uri: string) => Promise<LocalBackend>;

let open: OpenLocalBackend | undefined;

/** Makes URIs such as `sqlite:///mlflow.db` work; the package that has a store calls it. */
export function useLocalBackend(openBackend: OpenLocalBackend): void {
  open = openBackend;
}

/** How local URIs are opened; nothing where there is no store, as in a page. */
export function findLocalBackend(): OpenLocalBackend | undefined {
  return open;
}
