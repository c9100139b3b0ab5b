/**
 * The server's address with its static prefix and without a closing slash. The server says where
 * the page lies with `<base href>`; without one the page's own folder is it.
 */
export function serverUrl(): string {
  return new URL(".", document.baseURI).href.replace(/\/$/, "");
}
