import { CodeBlock } from "../../components/code-block.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { serverUrl } from "../../api/server-url.ts";

/** What an experiment without runs shows: the lines that log a first one here. */
export function FirstRun({ experimentName }: { readonly experimentName: string }) {
  // A JSON text is a Python text as well.
  const code = [
    "import mlflow",
    `mlflow.set_tracking_uri(${JSON.stringify(serverUrl())})`,
    `mlflow.set_experiment(${JSON.stringify(experimentName)})`,
    'mlflow.log_metric("loss", 0.42)',
  ].join("\n");
  return (
    <EmptyState title="No runs yet">
      <p>Log the first one from Python; it appears here by itself:</p>
      <CodeBlock code={code} what="first run" />
    </EmptyState>
  );
}
