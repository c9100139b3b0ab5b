export {
  createTestDatabase,
  IS_MYSQL,
  IS_POSTGRESQL,
  type OtherProgram,
  type TestDatabase,
} from "./test-database.ts";
export { openTestStore, type TestStore } from "./test-store.ts";
