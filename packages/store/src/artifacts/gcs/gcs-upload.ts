import type { File } from "@google-cloud/storage";
import type { PartUpload } from "../cloud/cloud-bucket.ts";

/** How Google says that it has what came, and waits for more. */
const MORE = 308;

/**
 * Google's resumable upload: the object is there once all of it has arrived. Not by the SDK's
 * stream, whose memory grows with the file.
 */
export async function beginGcsUpload(file: File): Promise<PartUpload> {
  // Whoever has this URL needs no credentials.
  const [url] = await file.createResumableUpload();
  let offset = 0;
  let waiting: Uint8Array = new Uint8Array();

  /** Google may keep less than came; the rest is sent again. */
  const send = async (part: Uint8Array, isLast: boolean): Promise<void> => {
    let rest = part;
    while (rest.length > 0) {
      const end = offset + rest.length;
      const range = `bytes ${offset}-${end - 1}/${isLast ? end : "*"}`;
      const answer = await put(url, rest, range).catch(() => put(url, rest, range));
      if (isLast && answer.ok) return;
      const kept = Number(/-(\d+)$/.exec(answer.headers.get("range") ?? "")?.[1] ?? -1) + 1;
      if (answer.status !== MORE || kept <= offset || kept > end) throw failure(answer.status);
      rest = rest.subarray(kept - offset);
      offset = kept;
    }
  };

  return {
    async add(part) {
      await send(waiting, false);
      waiting = part;
    },
    complete: () => send(waiting, true),
    async abort() {
      await fetch(url, { method: "DELETE" });
    },
  };
}

/** Sends the bytes at a place; sending them twice does no harm. */
async function put(url: string, body: Uint8Array, range: string): Promise<Response> {
  const answer = await fetch(url, {
    method: "PUT",
    headers: { "Content-Range": range },
    // Parts are never in memory that threads share.
    body: body as Uint8Array<ArrayBuffer>,
    redirect: "manual",
  });
  await answer.arrayBuffer();
  if (answer.status >= 500) throw failure(answer.status);
  return answer;
}

function failure(status: number): Error {
  // To be told to send more though all was sent is a failure of the server's.
  return Object.assign(new Error("not stored"), { code: status === MORE ? 503 : status });
}
