import { MlflowError } from "@mlflow-ts/sdk/client";
import type { LoggedModel } from "@mlflow-ts/contract";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { LoadFailure } from "../../components/load-failure.tsx";
import { PairTable } from "../../components/pair-table.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { Section } from "../../components/section.tsx";
import { useDocumentTitle } from "../../components/use-document-title.ts";
import { getLoggedModel } from "../../features/logged-models/get-logged-model.ts";
import { ModelHeader } from "../../features/logged-models/model-header.tsx";
import { MissingPage } from "./missing-page.tsx";
import styles from "./page.module.css";
import { RunArtifacts } from "./run-artifacts.tsx";

/** One logged model: where it comes from, how to load it, its files. */
export function ModelRoute() {
  const { modelId = "" } = useParams({ strict: false });
  const query = useQuery(getLoggedModel(modelId));
  useDocumentTitle(query.data?.info.name);
  if (query.data !== undefined) return <ModelPage key={modelId} model={query.data} />;
  if (query.error instanceof MlflowError && query.error.status === 404) {
    return <MissingPage what={`Model ${modelId}`} />;
  }
  return (
    <div className={styles["page"]}>
      {query.isError ? (
        <LoadFailure error={query.error} what="the model" onRetry={() => query.refetch()} />
      ) : (
        <Placeholder label="Loading model" lines={8} />
      )}
    </div>
  );
}

function ModelPage({ model }: { readonly model: LoggedModel }) {
  const { info } = model;
  const params = model.data.params ?? [];
  return (
    <div className={`${styles["page"]} ${styles["long"]}`}>
      <ModelHeader model={model} />
      <Section title="Files">
        <RunArtifacts
          models={[model]}
          isLive={info.status === "LOGGED_MODEL_PENDING"}
          initial={{ source: "model", modelId: info.model_id, path: "" }}
        />
      </Section>
      {params.length > 0 && (
        <Section title="Params" note={String(params.length)}>
          <PairTable pairs={params} name="Params" />
        </Section>
      )}
    </div>
  );
}
