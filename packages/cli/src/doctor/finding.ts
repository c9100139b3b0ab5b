/** What a look at one thing found. */
export interface Finding {
  readonly what: string;
  readonly isFine: boolean;
  /** What was found, on one line. */
  readonly found: string;
  /** What to do where it is not fine. */
  readonly advice?: string;
}

export function fine(what: string, found: string): Finding {
  return { what, isFine: true, found };
}

export function wrong(what: string, found: string, advice: string): Finding {
  return { what, isFine: false, found, advice };
}
