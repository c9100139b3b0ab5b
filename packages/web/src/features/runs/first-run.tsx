import { useState } from "react";
import { serverUrl } from "../../api/server-url.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ViewChoice } from "../../components/view-choice.tsx";

type Language = "python" | "typescript";

const LANGUAGES: Readonly<Record<Language, string>> = {
  python: "Python",
  typescript: "TypeScript",
};

/** What an experiment without runs shows: the lines that log a first one here. */
export function FirstRun({ experimentName }: { readonly experimentName: string }) {
  const [language, setLanguage] = useState<Language>("python");
  const write = language === "python" ? writePython : writeTypeScript;
  return (
    <EmptyState title="No runs yet">
      <p>Log the first one; it appears here by itself:</p>
      <div>
        <ViewChoice label="Language" views={LANGUAGES} view={language} onChoose={setLanguage} />
      </div>
      <CodeBlock code={write(experimentName)} what="first run" language={language} />
    </EmptyState>
  );
}

/** A JSON text is a Python text as well. */
function writePython(experimentName: string): string {
  return [
    "import mlflow",
    `mlflow.set_tracking_uri(${JSON.stringify(serverUrl())})`,
    `mlflow.set_experiment(${JSON.stringify(experimentName)})`,
    'mlflow.log_metric("loss", 0.42)',
  ].join("\n");
}

function writeTypeScript(experimentName: string): string {
  return [
    'import * as mlflow from "mlflow-ts";',
    `mlflow.setTrackingUri(${JSON.stringify(serverUrl())});`,
    `await mlflow.setExperiment(${JSON.stringify(experimentName)});`,
    'await mlflow.startRun(() => mlflow.logMetric("loss", 0.42));',
  ].join("\n");
}
