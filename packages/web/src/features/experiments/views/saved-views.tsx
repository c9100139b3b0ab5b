import type { Experiment } from "@mlflow-ts/contract";
import { useState } from "react";
import { Dropdown, DropdownItem } from "../../../components/dropdown.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { readSavedViews } from "./saved-view.ts";
import { SaveView } from "./save-view.tsx";
import styles from "./saved-views.module.css";
import { ViewLine } from "./view-line.tsx";

export interface SavedViewsProps {
  readonly experiment: Experiment;
  /** The query of the address that is open. */
  readonly present: string;
  /** The whole address of a view with this query. */
  readonly toAddress: (search: string) => string;
  readonly onOpen: (search: string) => void;
}

/** The views of an experiment that its team named: to open, pass on, change, and add to. */
export function SavedViews(props: SavedViewsProps) {
  const { experiment, present } = props;
  const views = readSavedViews(experiment);
  const open = views.find(({ search }) => isSameView(search, present));
  return (
    <Dropdown
      label={open === undefined ? "Views" : `View: ${cutText(open.name, 30)}`}
      isActive={open !== undefined}
    >
      {(close) => <ViewList {...props} views={views} openId={open?.id} onDone={close} />}
    </Dropdown>
  );
}

interface ViewListProps extends SavedViewsProps {
  readonly views: ReturnType<typeof readSavedViews>;
  readonly openId: string | undefined;
  readonly onDone: () => void;
}

function ViewList(props: ViewListProps) {
  const { experiment, views, openId, present, toAddress, onOpen, onDone } = props;
  const [editedId, setEditedId] = useState<string>();
  const isDeleted = experiment.lifecycle_stage === "deleted";
  return (
    <div className={styles["views"]}>
      {present !== "" && (
        <DropdownItem
          onChoose={() => {
            onOpen("");
            onDone();
          }}
        >
          As at first
        </DropdownItem>
      )}
      {views.length === 0 ? (
        <p className={styles["none"]}>
          No view is saved yet. One keeps filters, columns, order, charts, zoom and selected runs
          under a name, for everyone who opens this experiment.
        </p>
      ) : (
        <ul className={styles["list"]} aria-label="Saved views">
          {views.map((view) => (
            <ViewLine
              key={view.id}
              experiment={experiment}
              view={view}
              others={views.filter(({ id }) => id !== view.id)}
              present={present}
              address={toAddress(view.search)}
              isOpen={view.id === openId}
              isFixed={isDeleted}
              isEdited={view.id === editedId}
              onEdit={setEditedId}
              onOpen={() => {
                onOpen(view.search);
                onDone();
              }}
            />
          ))}
        </ul>
      )}
      {isDeleted ? (
        <p className={styles["none"]}>Views of a deleted experiment can’t be changed.</p>
      ) : (
        <SaveView experiment={experiment} views={views} present={present} />
      )}
    </div>
  );
}

/** Whether two queries say the same, in whatever order. */
function isSameView(a: string, b: string): boolean {
  const sorted = (search: string) =>
    [...new URLSearchParams(search)]
      .map((pair) => pair.join("="))
      .toSorted()
      .join("&");
  return sorted(a) === sorted(b);
}
