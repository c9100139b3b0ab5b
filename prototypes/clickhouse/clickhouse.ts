/** ClickHouse's HTTP interface: https://clickhouse.com/docs/interfaces/http */
export class ClickHouse {
  readonly url: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** `headers` say who asks: `X-ClickHouse-User`, `X-ClickHouse-Key`. */
  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.url = url;
    this.#headers = headers;
  }

  /**
   * Answers what the query's FORMAT says. `params` are what stands in it as `{name:Type}`, `rows`
   * what it inserts.
   *
   * @throws Error with ClickHouse's own words when it refuses.
   */
  async query(
    query: string,
    params: Readonly<Record<string, string | number | bigint>> = {},
    rows: Uint8Array<ArrayBuffer> = new Uint8Array(),
  ): Promise<Buffer> {
    // Only a whole answer has the status that is the query's: it may fail on its way, else.
    const search = new URLSearchParams({ query, wait_end_of_query: "1" });
    for (const [name, value] of Object.entries(params)) search.set(`param_${name}`, escape(value));
    const response = await fetch(`${this.url}/?${search}`, {
      method: "POST",
      headers: this.#headers,
      body: rows,
    });
    const answer = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(`ClickHouse: ${answer.toString().trim()}`);
    return answer;
  }
}

/** Parameters are read as a field of a tab-separated file is. */
function escape(value: string | number | bigint): string {
  return String(value).replace(/[\\\t\n\r\0\b\f]/g, (sign) => ESCAPES[sign] ?? sign);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\0": "\\0",
  "\b": "\\b",
  "\f": "\\f",
};
