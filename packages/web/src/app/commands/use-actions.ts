import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { askToCreate } from "../../features/experiments/dialogs/dialogs.tsx";
import { actionsOf } from "../../features/experiments/experiment-actions.tsx";
import { getExperiment } from "../../features/experiments/get-experiment.ts";
import { readSavedViews } from "../../features/experiments/views/saved-view.ts";
import { askToRenameRun } from "../../features/runs/actions/ask-to-rename-run.tsx";
import { readExperimentSearch } from "../experiment-search.ts";
import { parseSearch } from "../search-text.ts";
import { showKeys } from "./ask-commands.tsx";

/** Something that a person can find by its name and do. */
export interface Command {
  readonly id: string;
  readonly name: string;
  /** What tells it from others of its name. */
  readonly note?: string;
  readonly run: () => unknown;
}

/** What can be done on the page that is open. */
export function useActions(): Command[] {
  const { experimentId = "", runId, modelId } = useParams({ strict: false });
  const search = readExperimentSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme("light") === "dark";
  const isExperimentOpen = experimentId !== "" && runId === undefined && modelId === undefined;
  const query = useQuery({ ...getExperiment(experimentId), enabled: experimentId !== "" });
  const experiment = query.data;
  const to = "/experiments/$experimentId" as const;
  const show = (next: typeof search) => navigate({ to, params: { experimentId }, search: next });
  const { view: _view, ...tableSearch } = search;
  const selected = search.selected?.split(",") ?? [];

  const ofRun: Command[] =
    runId === undefined
      ? []
      : [{ id: "rename-run", name: "Rename the run…", run: () => askToRenameRun(runId) }];
  const ofSelection: Command[] =
    isExperimentOpen && selected.length > 1 && selected.length <= 100
      ? [
          {
            id: "compare",
            name: `Compare the ${selected.length} selected runs`,
            run: () => navigate({ to: "/compare", search: { runs: selected.join(",") } }),
          },
        ]
      : [];
  const ofViews: Command[] = !isExperimentOpen
    ? []
    : [
        { id: "table", name: "Show the table", run: () => show(tableSearch) },
        {
          id: "both",
          name: "Show table and charts",
          run: () => show({ ...tableSearch, view: "both" }),
        },
        { id: "charts", name: "Show charts", run: () => show({ ...tableSearch, view: "charts" }) },
        ...(experiment === undefined ? [] : readSavedViews(experiment)).map((saved) => ({
          id: `view ${saved.id}`,
          name: `Open the view ${saved.name}`,
          run: () => show(readExperimentSearch(parseSearch(saved.search))),
        })),
      ];
  const ofExperiment: Command[] =
    experiment === undefined
      ? []
      : actionsOf(experiment).map(({ label, run }) => ({ id: label, name: label, run }));
  return [
    ...ofRun,
    ...ofSelection,
    ...ofViews,
    ...ofExperiment,
    { id: "create", name: "New experiment…", run: askToCreate },
    {
      id: "deleted",
      name: "Deleted experiments",
      run: () => navigate({ to: "/deleted-experiments" }),
    },
    {
      id: "colours",
      name: isDark ? "Use light colours" : "Use dark colours",
      run: () => setColorScheme(isDark ? "light" : "dark"),
    },
    { id: "keys", name: "Show all keys", run: showKeys },
  ];
}
