import { Dropdown, DropdownItem } from "../../../components/dropdown.tsx";
import { RunStatus } from "../../../components/run-status.tsx";
import { STATUS_LOOKS } from "../../../format/run-status.ts";
import { STATUSES, toStatuses } from "../filter/quick-filters.ts";
import type { RunsSearch } from "../runs-search.ts";

interface StatusFilterProps {
  readonly search: RunsSearch;
  readonly onSearch: (search: RunsSearch) => void;
}

/** Narrows to runs of some statuses. */
export function StatusFilter({ search, onSearch }: StatusFilterProps) {
  const chosen = toStatuses(search.status);
  const label = chosen.map((status) => STATUS_LOOKS[status].word).join(", ");
  return (
    <Dropdown label={label || "Any status"} isActive={chosen.length > 0}>
      {() =>
        STATUSES.map((status) => (
          <DropdownItem
            key={status}
            isChosen={chosen.includes(status)}
            onChoose={() => {
              const next = chosen.includes(status)
                ? chosen.filter((other) => other !== status)
                : [...chosen, status];
              const { status: _status, ...rest } = search;
              onSearch(next.length === 0 ? rest : { ...rest, status: next.join(",") });
            }}
          >
            <RunStatus status={status} />
          </DropdownItem>
        ))
      }
    </Dropdown>
  );
}
