import { APPLICATION_NAME } from "./connection-options.ts";
import type { ConnectionPool } from "./connection-pool.ts";

interface Activity {
  readonly snapshot: string;
  readonly sessions: string | null;
}

/**
 * Whether programs that tell nobody, such as MLflow's own server, may have written to the database:
 * another program's session did something, and a transaction has ended. Reading alone, beside what
 * we write ourselves, looks the same, and costs a look for nothing.
 */
export class ForeignSessions {
  readonly #pool: ConnectionPool;
  #last: Activity | undefined;

  constructor(pool: ConnectionPool) {
    this.#pool = pool;
  }

  async haveWritten(): Promise<boolean> {
    const [now] = await this.#pool.query<Activity>({
      name: "foreign sessions",
      text: `select txid_current_snapshot()::text as snapshot,
          string_agg(pid || ' ' || coalesce(state_change::text, ''), ',' order by pid) as sessions
        from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
          and application_name <> $1 and backend_type = 'client backend'`,
      values: [APPLICATION_NAME],
    });
    const last = this.#last;
    this.#last = now;
    if (last === undefined || now === undefined) return false;
    return last.snapshot !== now.snapshot && last.sessions !== now.sessions;
  }
}
