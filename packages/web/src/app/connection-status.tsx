import { useSyncExternalStore } from "react";
import { isPassing, queryClient } from "../api/query-client.ts";
import styles from "./connection-status.module.css";

const cache = queryClient.getQueryCache();

/** Whether something on the screen is old, because the server did not answer when asked again. */
function hasLostConnection(): boolean {
  return cache
    .getAll()
    .some(
      (query) =>
        query.getObserversCount() > 0 &&
        query.state.status === "error" &&
        query.state.data !== undefined &&
        isPassing(query.state.error),
    );
}

const subscribe = (onChange: () => void) => cache.subscribe(onChange);

/** Tells that what is shown stands still; it goes by itself when the server answers again. */
export function ConnectionStatus() {
  const isLost = useSyncExternalStore(subscribe, hasLostConnection);
  return (
    <span role="status" className={styles["status"]}>
      {isLost && "No connection, trying again…"}
    </span>
  );
}
