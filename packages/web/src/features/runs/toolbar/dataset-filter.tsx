import { useQuery } from "@tanstack/react-query";
import { client } from "../../../api/client.ts";
import { Dropdown, DropdownItem } from "../../../components/dropdown.tsx";
import { cutText } from "../../../format/cut-text.ts";
import type { RunsRequest } from "../rows/run-window.ts";
import type { RunsSearch } from "../runs-search.ts";
import styles from "./runs-toolbar.module.css";

interface DatasetFilterProps {
  readonly search: RunsSearch;
  readonly onSearch: (search: RunsSearch) => void;
  readonly request: RunsRequest;
}

/** Narrows to runs that used a dataset. */
export function DatasetFilter({ search, onSearch, request }: DatasetFilterProps) {
  return (
    <Dropdown
      label={search.dataset === undefined ? "Any dataset" : cutText(search.dataset, 30)}
      isActive={search.dataset !== undefined}
    >
      {(close) => (
        <DatasetChoices
          request={request}
          chosen={search.dataset}
          onChoose={(dataset) => {
            const { dataset: _dataset, ...rest } = search;
            onSearch(dataset === undefined ? rest : { ...rest, dataset });
            close();
          }}
        />
      )}
    </Dropdown>
  );
}

interface DatasetChoicesProps {
  readonly request: RunsRequest;
  readonly chosen: string | undefined;
  readonly onChoose: (dataset: string | undefined) => void;
}

function DatasetChoices({ request, chosen, onChoose }: DatasetChoicesProps) {
  const { experiment_ids, run_view_type } = request;
  const asked = { experiment_ids, run_view_type, by: "DATASET" } as const;
  const query = useQuery({
    queryKey: ["runs", experiment_ids[0], "groups", asked],
    queryFn: ({ signal }) => client.groupRuns(asked, { signal }),
  });
  const names = (query.data?.groups ?? []).flatMap(({ value }) => value ?? []);
  return (
    <div className={styles["list"]}>
      <DropdownItem isChosen={chosen === undefined} onChoose={() => onChoose(undefined)}>
        Any dataset
      </DropdownItem>
      {names.map((name) => (
        <DropdownItem key={name} isChosen={name === chosen} onChoose={() => onChoose(name)}>
          <bdi>{cutText(name, 80)}</bdi>
        </DropdownItem>
      ))}
    </div>
  );
}
