import { Button } from "@mantine/core";
import { EmptyState } from "../../components/empty-state.tsx";
import { FirstRun } from "./first-run.tsx";
import { clearFilters, hasFilters, type RunsSearch } from "./runs-search.ts";

interface NoRunsProps {
  readonly experimentName: string;
  readonly search: RunsSearch;
  readonly onSearch: (search: RunsSearch) => void;
}

/** What stands in place of a table without rows. */
export function NoRuns({ experimentName, search, onSearch }: NoRunsProps) {
  if (hasFilters(search)) {
    return (
      <EmptyState title="No run matches the filter">
        <div>
          <Button size="xs" variant="default" onClick={() => onSearch(clearFilters(search))}>
            Clear the filter
          </Button>
        </div>
      </EmptyState>
    );
  }
  if (search.lifecycleFilter === "Deleted") return <EmptyState title="No deleted runs" />;
  return <FirstRun experimentName={experimentName} />;
}
