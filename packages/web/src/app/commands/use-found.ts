import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { client } from "../../api/client.ts";
import { listExperiments } from "../../features/experiments/list-experiments.ts";
import { matchByWords } from "../../features/experiments/match-experiments.ts";
import { joinFilters, wordsToFilter } from "../../features/runs/filter/read-filter.ts";
import type { Command } from "./use-actions.ts";

const MAX_FOUND = 8;
/** A pause in typing, after which the server is asked. */
const PAUSE_MS = 150;

/** Experiments and runs whose names hold every word, as commands that open them. */
export function useFound(words: string): { experiments: Command[]; runs: Command[] } {
  const navigate = useNavigate();
  const all = useQuery(listExperiments).data ?? [];
  const names = new Map(all.map(({ experiment_id: id, name }) => [id, name]));
  const asked = useSettled(words.trim());
  const runs = useQuery({
    queryKey: ["runs-named", asked],
    queryFn: ({ signal }) =>
      client.getRunWindow(
        {
          experiment_ids: all.map((one) => one.experiment_id),
          filter: joinFilters([wordsToFilter(asked.split(/\s+/))]),
          limit: MAX_FOUND,
        },
        { signal },
      ),
    enabled: asked !== "" && all.length > 0,
    placeholderData: keepPreviousData,
  });
  if (words.trim() === "") return { experiments: [], runs: [] };
  return {
    experiments: matchByWords(all, words)
      .slice(0, MAX_FOUND)
      .map(({ experiment_id: experimentId, name }) => ({
        id: `experiment ${experimentId}`,
        name,
        run: () => navigate({ to: "/experiments/$experimentId", params: { experimentId } }),
      })),
    runs: (runs.data?.rows ?? []).map((run) => ({
      id: `run ${run.run_id}`,
      name: run.run_name || run.run_id,
      note: names.get(run.experiment_id) ?? "",
      run: () =>
        navigate({
          to: "/experiments/$experimentId/runs/$runId",
          params: { experimentId: run.experiment_id, runId: run.run_id },
        }),
    })),
  };
}

/** A text once it has been the same for a while. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
