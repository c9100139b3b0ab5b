import { useState } from "react";
import { type Pair, PairTable } from "../../components/pair-table.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { Section } from "../../components/section.tsx";
import { holdsWords } from "../../format/holds-words.ts";
import styles from "./nothing.module.css";

/** Fewer are seen at a glance. */
const SEARCHED_FROM = 6;

/** A run's params by name, searched by name and value. */
export function ParamsTable({ params }: { readonly params: readonly Pair[] }) {
  const [typed, setTyped] = useState("");
  const found = params.filter(({ key, value }) => holdsWords(`${key} ${value}`, typed));
  return (
    <Section
      title="Params"
      note={
        found.length === params.length
          ? String(params.length)
          : `${found.length} of ${params.length}`
      }
      actions={
        params.length >= SEARCHED_FROM && (
          <SearchBox what="params" value={typed} onChange={setTyped} />
        )
      }
    >
      {params.length === 0 && <p className={styles["nothing"]}>No param was logged.</p>}
      {params.length > 0 && found.length === 0 && (
        <p className={styles["nothing"]}>No param holds these words.</p>
      )}
      {found.length > 0 && <PairTable pairs={found} name="Params" />}
    </Section>
  );
}
