import { CloseButton, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { SearchIcon } from "../../components/icons.tsx";
import { LoadFailure } from "../../components/load-failure.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { countRuns } from "../../format/count-runs.ts";
import { cutText } from "../../format/cut-text.ts";
import { formatRelative } from "../../format/time.ts";
import { type Activity, getActivity } from "./get-activity.ts";
import styles from "./experiment-list.module.css";
import { listExperiments } from "./list-experiments.ts";
import { matchByWords } from "./match-experiments.ts";

interface ExperimentListProps {
  readonly selectedId: string | undefined;
  readonly onChosen?: (() => void) | undefined;
}

/** An experiment opened by its address may stand far down the list. */
function scrollIntoList(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ block: "nearest" });
}

/** All experiments, with a search that narrows them while one types. */
export function ExperimentList({ selectedId, onChosen }: ExperimentListProps) {
  const [search, setSearch] = useState("");
  const query = useQuery(listExperiments);
  const activity = useQuery(getActivity).data;
  const all = query.data ?? [];
  const shown = matchByWords(all, search);
  return (
    <nav className={styles["nav"]} aria-label="Experiments">
      <div className={styles["head"]}>
        <h2 className={styles["title"]}>Experiments</h2>
        {query.data !== undefined && <span className={styles["count"]}>{all.length}</span>}
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
      {query.isError && query.data === undefined && (
        <div className={styles["failure"]}>
          <LoadFailure error={query.error} what="the experiments" onRetry={() => query.refetch()} />
        </div>
      )}
      {query.data !== undefined && shown.length === 0 && (
        <p className={styles["none"]}>
          {search === "" ? "There is no experiment." : `No name holds “${cutText(search, 40)}”.`}
        </p>
      )}
      <ul className={styles["list"]}>
        {shown.map(({ experiment_id: id, name }) => (
          <li key={id} className={styles["entry"]}>
            <Link
              to="/experiments/$experimentId"
              params={{ experimentId: id }}
              className={styles["link"]}
              // A run's page belongs to its experiment, though its address only begins the same.
              aria-current={id === selectedId ? "page" : undefined}
              title={cutText(name, 500)}
              onClick={onChosen}
              ref={id === selectedId ? scrollIntoList : undefined}
            >
              <bdi className={styles["name"]}>{cutText(name, 120)}</bdi>
              <RunCount activity={activity?.get(id)} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How many runs an experiment has; in colour while some of them go on. */
function RunCount({ activity }: { readonly activity: Activity | undefined }) {
  if (activity === undefined || activity.run_count === 0) return null;
  const { run_count: count, running_count: running, last_activity_time: last } = activity;
  const goesOn = running > 0 ? `, ${running} running` : "";
  return (
    <span
      className={styles["runCount"]}
      data-live={running > 0 || undefined}
      title={`${countRuns(count)}${goesOn}, last change ${formatRelative(last, Date.now())}`}
    >
      {count.toLocaleString("en", { notation: "compact" })}
    </span>
  );
}
