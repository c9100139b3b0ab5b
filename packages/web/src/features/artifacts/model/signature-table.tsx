import table from "../../../components/data-table.module.css";
import { TableFrame } from "../../../components/table-frame.tsx";
import { LongText } from "../../../components/long-text.tsx";
import styles from "./model-guide.module.css";
import type { Signature, SignatureField } from "./read-signature.ts";

/** What a model takes and gives, with types and shapes. */
export function SignatureTable({ signature }: { readonly signature: Signature }) {
  const { inputs, outputs, params } = signature;
  if (inputs.length + outputs.length + params.length === 0) {
    return <p className={styles["soft"]}>The model was logged without a signature.</p>;
  }
  return (
    <TableFrame name="Signature">
      <table className={table["table"]} aria-label="Signature">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Shape</th>
            <th scope="col">Required</th>
          </tr>
        </thead>
        <tbody>
          {inputs.map((field, index) => (
            <Row key={`input ${index}`} kind="Input" field={field} />
          ))}
          {outputs.map((field, index) => (
            <Row key={`output ${index}`} kind="Output" field={field} />
          ))}
          {params.map((field, index) => (
            <Row key={`param ${index}`} kind="Param" field={field} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

interface RowProps {
  readonly kind: "Input" | "Output" | "Param";
  readonly field: SignatureField;
}

function Row({ kind, field }: RowProps) {
  const { name, type, shape, isRequired, defaultValue } = field;
  const required = kind === "Output" ? "" : isRequired ? "yes" : "no";
  return (
    <tr>
      <td>{kind}</td>
      <td>
        {name === "" ? (
          <span className={styles["soft"]}>–</span>
        ) : (
          <LongText text={name} title="Name" maxLength={60} />
        )}
      </td>
      <td className={styles["type"]}>
        <LongText text={type} title="Type" maxLength={160} />
      </td>
      <td className={styles["shape"]}>{shape === undefined ? "" : `(${shape.join(", ")})`}</td>
      <td>{defaultValue === undefined ? required : `no, ${defaultValue} if not given`}</td>
    </tr>
  );
}
