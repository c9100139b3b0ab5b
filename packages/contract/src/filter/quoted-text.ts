/**
 * Where quoted texts end. In MLflow's language a doubled quote, and a quote after a backslash,
 * belong to the text, unless no quote would be left to close it: `'a\'` alone is a text, and in
 * `'a\' AND b'` the text goes on to the last quote.
 *
 * Finding the end by trying is exponential or at least quadratic; here every position's answer
 * follows from those behind it, so a text is gone through once for each kind of quote.
 */
export class QuotedText {
  readonly #text: string;
  readonly #ends = new Map<string, Int32Array>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The offset behind the closing quote of the text that opens at `start`, or -1. */
  findEnd(start: number, quote: "'" | '"' | "`"): number {
    let ends = this.#ends.get(quote);
    if (ends === undefined) this.#ends.set(quote, (ends = this.#computeEnds(quote)));
    return ends[start + 1] ?? -1;
  }

  #computeEnds(quote: string): Int32Array {
    const text = this.#text;
    const quoteCode = quote.charCodeAt(0);
    const backslash = quote === "`" ? -1 : 0x5c;
    const ends = new Int32Array(text.length + 2).fill(-1);
    let next = -1;
    let afterNext = -1;
    for (let i = text.length - 1; i >= 0; i--) {
      const code = text.charCodeAt(i);
      const isPair = afterNext !== -1 && text.charCodeAt(i + 1) === quoteCode;
      let end = next;
      if (isPair && (code === quoteCode || code === backslash)) end = afterNext;
      else if (code === quoteCode) end = i + 1;
      ends[i] = end;
      afterNext = next;
      next = end;
    }
    return ends;
  }
}

/** Takes the quotes off a text that has them on both ends. */
export function stripQuotes(text: string, quotes: readonly string[]): string {
  const isQuoted =
    text.length >= 2 && quotes.some((quote) => text.startsWith(quote) && text.endsWith(quote));
  return isQuoted ? text.slice(1, -1) : text;
}
