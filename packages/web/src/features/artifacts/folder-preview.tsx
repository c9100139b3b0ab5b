import { useQuery } from "@tanstack/react-query";
import { serverUrl } from "../../api/server-url.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import { placeBelow, pythonUri, type ArtifactPlace } from "./artifact-place.ts";
import styles from "./artifact-preview.module.css";
import { getArtifactText } from "./get-artifact-text.ts";
import { listArtifacts } from "./list-artifacts.ts";
import { loadSnippets, readMlmodel } from "./read-mlmodel.ts";

/** What a folder is: a model shows how Python loads it, any other how much it holds. */
export function FolderPreview({ place }: { readonly place: ArtifactPlace }) {
  const query = useQuery(listArtifacts(place));
  if (query.data === undefined) return null;
  if (query.data.some((node) => node.name === "MLmodel")) return <ModelPreview place={place} />;
  const count = query.data.length;
  return <p className={styles["hint"]}>{count === 1 ? "1 entry" : `${count} entries`}</p>;
}

function ModelPreview({ place }: { readonly place: ArtifactPlace }) {
  const query = useQuery(getArtifactText(placeBelow(place, "MLmodel")));
  if (query.data === undefined) return null;
  const { flavors } = readMlmodel(query.data.text);
  return (
    <div className={styles["model"]}>
      <h3 className={styles["subtitle"]}>Load this model</h3>
      {loadSnippets(flavors, pythonUri(place), serverUrl()).map(({ title, code }) => (
        <div key={title}>
          <p className={styles["label"]}>{title}</p>
          <CodeBlock code={code} what={`${title} snippet`} />
        </div>
      ))}
    </div>
  );
}
