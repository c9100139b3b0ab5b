import type { Change } from "@mlflow-ts/contract";
import { liveStream } from "../../api/live-stream.ts";
import { serverUrl } from "../../api/server-url.ts";

const RETRY_MS = 3000;

/**
 * Follows the server's changes while the page is in sight: a browser keeps few connections to one
 * server, and pages that nobody looks at would hold them all. After a gap everything may have
 * changed. Answers how to stop.
 */
export function followChanges(onChange: (change: Change) => void): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let hasGap = false;

  const disconnect = () => {
    clearTimeout(retry);
    source?.close();
    source = undefined;
    liveStream.isOpen = false;
    hasGap = true;
  };
  const connect = () => {
    if (source !== undefined) return;
    clearTimeout(retry);
    const opened = new EventSource(`${serverUrl()}/ajax-api/2.0/mlflow-ts/live`);
    source = opened;
    opened.addEventListener("open", () => {
      liveStream.isOpen = true;
      if (hasGap) onChange({ everything: true });
      hasGap = false;
    });
    opened.addEventListener("change", (event) => {
      // Our server's own events.
      onChange(JSON.parse(String(event.data)) as Change);
    });
    opened.addEventListener("error", () => {
      hasGap = true;
      if (liveStream.isOpen) {
        liveStream.isOpen = false;
        // Whether the server is lost shows when it is asked.
        onChange({ everything: true });
      }
      // A browser connects again by itself, except after a refusal.
      if (opened.readyState !== EventSource.CLOSED) return;
      source = undefined;
      retry = setTimeout(connect, RETRY_MS);
    });
  };
  const look = () => (document.visibilityState === "hidden" ? disconnect() : connect());

  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    document.removeEventListener("visibilitychange", look);
    disconnect();
  };
}
