import type { UsedDataset } from "@mlflow-ts/contract";
import { Modal } from "@mantine/core";
import { CodeBlock } from "../../../components/code-block.tsx";
import { PairTable } from "../../../components/pair-table.tsx";
import { cutText } from "../../../format/cut-text.ts";
import styles from "./dataset-window.module.css";
import { readDataset } from "./read-dataset.ts";

interface DatasetWindowProps {
  readonly used: UsedDataset;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** All that a run says of a dataset: where it came from, its schema and profile. */
export function DatasetWindow({ used, isOpen, onClose }: DatasetWindowProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={cutText(used.dataset.name, 80)}
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Content used={used} />
    </Modal>
  );
}

function Content({ used }: { readonly used: UsedDataset }) {
  const { dataset } = used;
  const { context, source, link, fields, profile } = readDataset(used);
  const facts = [
    { key: "Digest", value: dataset.digest },
    ...(context === undefined ? [] : [{ key: "Used for", value: context }]),
    { key: "Source type", value: dataset.source_type },
  ];
  return (
    <div className={styles["content"]}>
      <PairTable pairs={facts} name="About" />
      <section>
        <h3 className={styles["title"]}>Source</h3>
        {link !== undefined && (
          <p>
            <a href={link} target="_blank" rel="noopener noreferrer">
              Open {cutText(link, 200)}
            </a>
          </p>
        )}
        <CodeBlock code={source} what="source" />
      </section>
      {dataset.schema !== undefined && dataset.schema !== "" && (
        <section>
          <h3 className={styles["title"]}>Schema</h3>
          {fields === undefined ? (
            <CodeBlock code={dataset.schema} what="schema" />
          ) : (
            <PairTable
              pairs={fields.map(({ name, type }) => ({ key: name, value: type }))}
              name="Schema"
            />
          )}
        </section>
      )}
      {dataset.profile !== undefined && dataset.profile !== "" && (
        <section>
          <h3 className={styles["title"]}>Profile</h3>
          {profile === undefined ? (
            <CodeBlock code={dataset.profile} what="profile" />
          ) : (
            <PairTable pairs={profile} name="Profile" />
          )}
        </section>
      )}
    </div>
  );
}
