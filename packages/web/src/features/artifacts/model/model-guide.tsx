import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { serverUrl } from "../../../api/server-url.ts";
import { CodeBlock } from "../../../components/code-block.tsx";
import { DownloadIcon } from "../../../components/icons.tsx";
import { LoadFailure } from "../../../components/load-failure.tsx";
import { Notice } from "../../../components/notice.tsx";
import { Placeholder } from "../../../components/placeholder.tsx";
import { ViewChoice } from "../../../components/view-choice.tsx";
import { formatBytes } from "../../../format/bytes.ts";
import { cutText } from "../../../format/cut-text.ts";
import { describeError } from "../../../format/describe-error.ts";
import { archiveUrl, placeBelow, type ArtifactPlace } from "../artifact-place.ts";
import { getArtifactText } from "../get-artifact-text.ts";
import { listArtifacts } from "../list-artifacts.ts";
import { useNode } from "../use-node.ts";
import styles from "./model-guide.module.css";
import { pythonSnippets } from "./python-snippets.ts";
import { readMlmodel, type ModelDescription } from "./read-mlmodel.ts";
import { SignatureTable } from "./signature-table.tsx";
import { typescriptUse } from "./typescript-snippets.ts";

/** How a model is used, what it takes and gives, and what it needs. */
export default function ModelGuide({ place }: { readonly place: ArtifactPlace }) {
  const query = useQuery(getArtifactText(placeBelow(place, "MLmodel")));
  const text = query.data?.text;
  const model = useMemo(() => (text === undefined ? undefined : read(text)), [text]);
  if (query.isError) {
    return <LoadFailure error={query.error} what="the model" onRetry={() => query.refetch()} />;
  }
  if (model === undefined) return <Placeholder label="Loading model" lines={4} />;
  if ("error" in model) {
    return (
      <Notice tone="warn" title="The file MLmodel of this model can't be read">
        {cutText(model.error, 300)}
      </Notice>
    );
  }
  return (
    <div className={styles["guide"]}>
      <Facts model={model} />
      <Usage model={model} place={place} />
      <Part title="Signature">
        <SignatureTable signature={model.signature} />
      </Part>
      {model.inputExample !== undefined && (
        <FilePart title="Input example" place={placeBelow(place, model.inputExample)} />
      )}
      <FilePart title="Requirements" place={placeBelow(place, "requirements.txt")} />
      <FilePart title="Packages" place={placeBelow(place, "package.json")} />
      <Part title="Hand it on">
        <p>
          The folder holds all of the model. Unpacked, it loads without this server, for example
          with <code>{loadFolder(model, folderName(place))}</code>.
        </p>
        <Button
          component="a"
          href={archiveUrl(place)}
          download
          size="xs"
          variant="default"
          leftSection={<DownloadIcon size={14} />}
        >
          Download the folder
          {model.sizeBytes !== undefined && `, ${formatBytes(model.sizeBytes)}`}
        </Button>
      </Part>
    </div>
  );
}

function loadFolder({ flavors }: ModelDescription, folder: string): string {
  return flavors.includes("python_function")
    ? `mlflow.pyfunc.load_model("${folder}")`
    : `mlflow.loadModel("${folder}")`;
}

function read(text: string): ModelDescription | { readonly error: string } {
  try {
    return readMlmodel(text);
  } catch (error) {
    return { error: describeError(error) };
  }
}

/** As the archive unpacks. */
function folderName(place: ArtifactPlace): string {
  return place.path.split("/").at(-1) || "model";
}

function Facts({ model }: { readonly model: ModelDescription }) {
  const { flavors, sizeBytes, mlflowVersion, pythonVersion } = model;
  const facts = [
    ["Flavors", flavors.map((flavor) => cutText(flavor, 40)).join(", ")],
    ["Size", sizeBytes === undefined ? undefined : formatBytes(sizeBytes)],
    ["MLflow", mlflowVersion],
    ["Python", pythonVersion],
  ] as const;
  return (
    <dl className={styles["facts"]}>
      {facts.map(
        ([name, value]) =>
          value !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{cutText(value, 200)}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

interface UsageProps {
  readonly model: ModelDescription;
  readonly place: ArtifactPlace;
}

function Usage({ model, place }: UsageProps) {
  const [chosen, setLanguage] = useState<"python" | "typescript">();
  const names = useQuery(listArtifacts(place)).data?.map(({ name }) => name) ?? [];
  const typescript = typescriptUse(model, place, serverUrl(), names);
  const python = pythonSnippets(model, place, serverUrl());
  // A model that no Python runs is shown as TypeScript first.
  const language = chosen ?? (python.length === 0 ? "typescript" : "python");
  const snippets =
    language === "python" ? python.map((one) => ({ ...one, language })) : typescript.snippets;
  return (
    <Part
      title="Load this model"
      actions={
        <ViewChoice
          label="Language"
          views={{ python: "Python", typescript: "TypeScript" }}
          view={language}
          onChoose={setLanguage}
        />
      }
    >
      {language === "typescript" && <p>{typescript.note}</p>}
      {language === "python" && python.length === 0 && (
        <p>No library of Python runs this model; TypeScript does.</p>
      )}
      {snippets.map((snippet) => (
        <div key={snippet.title}>
          <p className={styles["label"]}>{snippet.title}</p>
          <CodeBlock
            code={snippet.code}
            what={`${snippet.title} snippet`}
            language={snippet.language}
          />
        </div>
      ))}
    </Part>
  );
}

const MAX_SHOWN = 1500;

/** A small file of the model's folder, when it is there. */
function FilePart({ title, place }: { readonly title: string; readonly place: ArtifactPlace }) {
  const isThere = useNode(place)?.sizeBytes !== undefined;
  const query = useQuery({ ...getArtifactText(place), enabled: isThere });
  if (query.data === undefined || query.data.isBinary || query.data.text.trim() === "") return null;
  const text = query.data.text.trimEnd();
  const isCut = query.data.isCut || text.length > MAX_SHOWN;
  return (
    <Part title={title}>
      <CodeBlock code={cutText(text, MAX_SHOWN)} what={title.toLowerCase()} />
      {isCut && (
        <p className={styles["soft"]}>
          Its beginning; all of it is in <code>{place.path.split("/").at(-1)}</code>.
        </p>
      )}
    </Part>
  );
}

interface PartProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

function Part({ title, actions, children }: PartProps) {
  return (
    <section className={styles["part"]}>
      <div className={styles["head"]}>
        <h3 className={styles["title"]}>{title}</h3>
        {actions}
      </div>
      {children}
    </section>
  );
}
