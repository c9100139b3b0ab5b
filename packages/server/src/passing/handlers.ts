import type { Handlers, TrackingContract } from "@mlflow-ts/contract";

/** Answers to what clients and pages ask in passing, of parts that this server does not have. */
export const passingHandlers = () =>
  ({
    getUiTelemetry: () => ({
      disable_ui_telemetry: true,
      disable_ui_events: [],
      ui_rollout_percentage: 0,
    }),
    sendUiTelemetry: () => ({ status: "disabled" }),
    getAssistantConfig: () => ({ providers: {}, projects: {}, remote_access_allowed: false }),
    listAssistantProviders: () => ({ providers: [] }),
    askGatewayProxy: () => ({ endpoints: [] }),
    listScorers: () => ({}),
    searchEvaluationDatasets: () => ({}),
    searchRegisteredModels: () => ({}),
    searchModelVersions: () => ({}),
    searchTraces: () => ({}),
    searchTracesV3: () => ({}),
    queryTraceMetrics: () => ({}),
  }) satisfies Partial<Handlers<TrackingContract>>;
