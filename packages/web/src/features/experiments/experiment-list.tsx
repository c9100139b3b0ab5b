import { CloseButton, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { PlusIcon, SearchIcon, TrashIcon } from "../../components/icons.tsx";
import { LoadFailure } from "../../components/load-failure.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { cutText } from "../../format/cut-text.ts";
import { askToCreate } from "./dialogs/dialogs.tsx";
import styles from "./experiment-list.module.css";
import { getActivity } from "./get-activity.ts";
import { listExperiments } from "./list-experiments.ts";
import { matchByWords } from "./match-experiments.ts";
import { ExperimentTreeView } from "./tree/experiment-tree-view.tsx";

interface ExperimentListProps {
  readonly selectedId: string | undefined;
  readonly onChosen?: (() => void) | undefined;
}

/** All experiments in their folders, with a search that narrows them while one types. */
export function ExperimentList({ selectedId, onChosen }: ExperimentListProps) {
  const [search, setSearch] = useState("");
  const query = useQuery(listExperiments);
  const activity = useQuery(getActivity).data;
  const all = query.data;
  const shown = useMemo(() => matchByWords(all ?? [], search), [all, search]);
  return (
    <nav className={styles["nav"]} aria-label="Experiments">
      <div className={styles["head"]}>
        <h2 className={styles["title"]}>Experiments</h2>
        {all !== undefined && (
          <span className={styles["total"]} role="status">
            {search.trim() === "" ? all.length : `${shown.length} of ${all.length}`}
          </span>
        )}
        <button
          type="button"
          className={styles["new"]}
          aria-label="New experiment"
          title="New experiment"
          onClick={() => {
            onChosen?.();
            askToCreate();
          }}
        >
          <PlusIcon size={14} />
        </button>
      </div>
      <TextInput
        className={styles["search"]}
        size="xs"
        type="search"
        aria-label="Search experiments"
        placeholder="Search"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        leftSection={<SearchIcon size={14} />}
        rightSection={
          search !== "" && (
            <CloseButton size="xs" aria-label="Clear search" onClick={() => setSearch("")} />
          )
        }
      />
      {query.isPending && <Placeholder label="Loading experiments" lines={8} />}
      {query.isError && all === undefined && (
        <div className={styles["failure"]}>
          <LoadFailure error={query.error} what="the experiments" onRetry={() => query.refetch()} />
        </div>
      )}
      {all !== undefined && shown.length === 0 && (
        <p className={styles["none"]}>
          {search === "" ? "There is no experiment." : `No name holds “${cutText(search, 40)}”.`}
        </p>
      )}
      {shown.length > 0 ? (
        <ExperimentTreeView
          experiments={shown}
          activity={activity}
          selectedId={selectedId}
          isSearch={search.trim() !== ""}
          onChosen={onChosen}
        />
      ) : (
        <div className={styles["rest"]} />
      )}
      <Link to="/deleted-experiments" className={styles["deleted"]} onClick={onChosen}>
        <TrashIcon size={14} /> Deleted experiments
      </Link>
    </nav>
  );
}
