import type { KeyOfRuns } from "@mlflow-ts/contract";
import { useState } from "react";
import { Dropdown, DropdownItem } from "../../../components/dropdown.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { isSetByClient } from "../../../format/is-set-by-client.ts";
import { groupNameOf, parseGroupBy } from "../groups/group-by.ts";
import type { RunsSearch } from "../runs-search.ts";
import styles from "./runs-toolbar.module.css";

interface GroupPickerProps {
  readonly search: RunsSearch;
  readonly onSearch: (search: RunsSearch) => void;
  readonly keys:
    { readonly params: readonly KeyOfRuns[]; readonly tags: readonly KeyOfRuns[] } | undefined;
}

/** Chooses what runs are grouped by. */
export function GroupPicker({ search, onSearch, keys }: GroupPickerProps) {
  const { groupBy, open: _open, ...rest } = search;
  const inForce = parseGroupBy(groupBy);
  return (
    <Dropdown
      label={inForce === undefined ? "Group by" : `By ${cutText(groupNameOf(inForce), 30)}`}
      isActive={inForce !== undefined}
    >
      {(close) => (
        <GroupChoices
          keys={keys}
          chosen={groupBy}
          onChoose={(next) => {
            onSearch(next === undefined ? rest : { ...rest, groupBy: next });
            close();
          }}
        />
      )}
    </Dropdown>
  );
}

interface GroupChoicesProps {
  readonly keys: GroupPickerProps["keys"];
  readonly chosen: string | undefined;
  readonly onChoose: (groupBy: string | undefined) => void;
}

function GroupChoices({ keys, chosen, onChoose }: GroupChoicesProps) {
  const [words, setWords] = useState("");
  // Params that differ make groups; so do tags that are a person's own.
  const params = (keys?.params ?? []).toSorted((a, b) => Number(b.differs) - Number(a.differs));
  const tags = (keys?.tags ?? []).filter(({ key }) => !isSetByClient(key));
  const choices = [
    { id: "status", label: "Status" },
    { id: "dataset", label: "Dataset" },
    ...params.map(({ key }) => ({ id: `param:${key}`, label: key })),
    ...tags.map(({ key }) => ({ id: `tag:${key}`, label: `${key} (tag)` })),
  ].filter(({ label }) => label.toLowerCase().includes(words.toLowerCase()));
  return (
    <>
      <input
        type="search"
        className={styles["search"]}
        aria-label="Search what to group by"
        placeholder="Search"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div className={styles["list"]}>
        <DropdownItem isChosen={chosen === undefined} onChoose={() => onChoose(undefined)}>
          No groups
        </DropdownItem>
        {choices.slice(0, 200).map(({ id, label }) => (
          <DropdownItem key={id} isChosen={id === chosen} onChoose={() => onChoose(id)}>
            <bdi>{cutText(label, 80)}</bdi>
          </DropdownItem>
        ))}
      </div>
    </>
  );
}
