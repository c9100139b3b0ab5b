/** There is no connection to the database; the message says what was tried. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}
