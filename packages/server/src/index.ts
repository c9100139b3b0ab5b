export {
  ConfigError,
  parseConfig,
  SERVER_OPTIONS,
  type ParsedConfig,
  type ServerConfig,
  type ServerFlags,
  type ServerOption,
} from "./config.ts";
export { startServer, type RunningServer } from "./start-server.ts";
