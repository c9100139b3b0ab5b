export {
  ConfigError,
  parseConfig,
  SERVER_OPTIONS,
  type ParsedConfig,
  type ServerConfig,
  type ServerFlags,
  type ServerOption,
} from "./config.ts";
export type { RunningServer } from "./running-server.ts";
export { startServer } from "./start-server.ts";
