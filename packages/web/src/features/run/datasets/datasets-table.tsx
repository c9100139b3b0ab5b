import type { UsedDataset } from "@mlflow-ts/contract";
import { useState } from "react";
import tableStyles from "../../../components/data-table.module.css";
import { LongText } from "../../../components/long-text.tsx";
import { TableFrame } from "../../../components/table-frame.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { DatasetWindow } from "./dataset-window.tsx";
import styles from "./datasets-table.module.css";
import { readDataset } from "./read-dataset.ts";

/** The datasets that a run used; all that is known of one is a click away. */
export function DatasetsTable({ datasets }: { readonly datasets: readonly UsedDataset[] }) {
  const [looked, setLooked] = useState<UsedDataset>();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <TableFrame name="Datasets">
      <table className={tableStyles["table"]} aria-label="Datasets">
        <thead>
          <tr>
            {["Dataset", "Digest", "Used for", "Source"].map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {datasets.map((used) => {
            const { dataset } = used;
            const { context, source, link } = readDataset(used);
            return (
              <tr key={`${dataset.name} ${dataset.digest} ${context}`}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles["open"]}
                    aria-haspopup="dialog"
                    onClick={() => {
                      setLooked(used);
                      setIsOpen(true);
                    }}
                  >
                    <bdi>{cutText(dataset.name, 60)}</bdi>
                  </button>
                </th>
                <td>
                  <code>{cutText(dataset.digest, 40)}</code>
                </td>
                <td>{cutText(context ?? "–", 60)}</td>
                <td>
                  {link === undefined ? (
                    <LongText text={source} title="Source" maxLength={120} />
                  ) : (
                    <a href={link} target="_blank" rel="noopener noreferrer">
                      {cutText(link, 120)}
                    </a>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {looked !== undefined && (
        <DatasetWindow used={looked} isOpen={isOpen} onClose={() => setIsOpen(false)} />
      )}
    </TableFrame>
  );
}
