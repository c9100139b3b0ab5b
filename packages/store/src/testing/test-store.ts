import { closeStore, openStore, type Store } from "../store.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

/** A store on a database of a test's own. */
export interface TestStore {
  readonly store: Store;
  readonly database: TestDatabase;
  /** Closes the store and removes its database. */
  remove(): Promise<void>;
}

export async function openTestStore(): Promise<TestStore> {
  const database = await createTestDatabase();
  const store = await openStore({ ...database.place, artifactRoot: "mlflow-artifacts:/" });
  return {
    store,
    database,
    remove: async () => {
      await closeStore(store);
      await database.remove();
    },
  };
}
