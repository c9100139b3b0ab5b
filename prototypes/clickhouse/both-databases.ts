import pg from "pg";
import { dropDatabase, haveDatabase } from "../../conformance/networked-database.ts";
import { makeFolder, removeFolder, type Server, startServer } from "../../conformance/servers.ts";
import { startChdb } from "./chdb-server.ts";
import { ClickHouse } from "./clickhouse.ts";

export interface BothDatabases {
  readonly clickHouse: ClickHouse;
  readonly postgresql: pg.Pool;
  /** Ours, on that PostgreSQL: it makes MLflow's tables, and the runs. */
  readonly server: Server;
  close(): Promise<void>;
}

/** A new ClickHouse, and a server of ours on a new database of PostgreSQL's. */
export async function startBothDatabases(): Promise<BothDatabases> {
  const folder = await makeFolder("clickhouse");
  const chdb = await startChdb(`${folder}/chdb`);
  const uri = await haveDatabase(folder, "postgresql");
  const flags = [`--backend-store-uri=${uri}`, `--artifacts-destination=${folder}/files`];
  const server = await startServer({ folder, flags });
  const postgresql = new pg.Pool({ connectionString: uri });
  return {
    clickHouse: new ClickHouse(chdb.url),
    postgresql,
    server,
    close: async () => {
      await Promise.all([postgresql.end(), server.stop(), chdb.stop()]);
      await dropDatabase(folder, "postgresql");
      await removeFolder(folder);
    },
  };
}
