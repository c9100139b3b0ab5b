const RELOADED_AT = "mlflow-ts.reloaded-at";
/** A part that is missing again so soon is missing for another reason. */
const AGAIN_MS = 60_000;

/**
 * Loads the page anew when a part of it is gone, as after another version of the server was
 * installed. What one looks at stands in the address, so nothing is lost.
 */
export function reloadWhenReplaced(): void {
  addEventListener("vite:preloadError", (event) => {
    const last = Number(sessionStorage.getItem(RELOADED_AT) ?? 0);
    if (Date.now() - last < AGAIN_MS) return;
    sessionStorage.setItem(RELOADED_AT, String(Date.now()));
    event.preventDefault();
    location.reload();
  });
}
