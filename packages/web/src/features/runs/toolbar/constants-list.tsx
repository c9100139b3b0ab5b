import type { KeyOfRuns } from "@mlflow-ts/contract";
import { Dropdown } from "../../../components/dropdown.tsx";
import { cutText } from "../../../format/cut-text.ts";
import styles from "./runs-toolbar.module.css";

/** What all runs have in common, told once instead of in every row. */
export function ConstantsList({ constants }: { readonly constants: readonly KeyOfRuns[] }) {
  if (constants.length === 0) return null;
  return (
    <Dropdown label={`${constants.length} the same in all`}>
      {() => (
        <dl className={styles["constants"]}>
          {constants.map(({ key, value = "" }) => (
            <div key={key} style={{ display: "contents" }}>
              <dt>
                <bdi>{cutText(key, 60)}</bdi>
              </dt>
              <dd>
                <bdi>{cutText(value, 200)}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Dropdown>
  );
}
