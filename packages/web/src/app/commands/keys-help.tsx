import { Fragment } from "react";
import { Dialog } from "../../components/dialog.tsx";
import { closeDialog } from "../../components/show-dialog.tsx";
import styles from "./keys-help.module.css";

interface Keys {
  readonly keys: readonly string[];
  readonly does: string;
}

const PLACES: readonly { readonly place: string; readonly keys: readonly Keys[] }[] = [
  {
    place: "Everywhere",
    keys: [
      { keys: ["Ctrl K", "⌘ K"], does: "Find experiments, runs and actions" },
      { keys: ["?"], does: "This list" },
      { keys: ["/"], does: "Filter the runs" },
      { keys: ["Esc"], does: "Close what stands over the page" },
    ],
  },
  {
    place: "List of experiments",
    keys: [
      { keys: ["↑", "↓", "Home", "End"], does: "Go from line to line" },
      { keys: ["→", "←"], does: "Open and fold a folder, go into and out of it" },
      { keys: ["A–Z"], does: "Go to the next name that begins so" },
      { keys: ["Enter"], does: "Open the experiment" },
      { keys: ["F2"], does: "Rename the experiment" },
      { keys: ["Delete"], does: "Delete the experiment, after a question" },
    ],
  },
  {
    place: "Table of runs",
    keys: [
      { keys: ["↑", "↓", "PgUp", "PgDn"], does: "Go from run to run" },
      { keys: ["Enter"], does: "Open the run" },
      { keys: ["Space"], does: "Select the run" },
      { keys: ["E"], does: "Show or hide the run in charts" },
      { keys: ["F2"], does: "Rename the run" },
    ],
  },
  {
    place: "Filter",
    keys: [
      { keys: ["↑", "↓", "Tab"], does: "Choose and take what completes the text" },
      { keys: ["Enter"], does: "Search" },
    ],
  },
  {
    place: "Chart",
    keys: [
      { keys: ["←", "→"], does: "Read the values from step to step" },
      { keys: ["+", "−", "0"], does: "Zoom in, out, and show all" },
      { keys: ["Shift ←", "Shift →"], does: "Move what is zoomed to" },
    ],
  },
];

/** Every key that does something. */
export default function KeysHelp() {
  return (
    <Dialog title="Keys" onClose={closeDialog}>
      <div className={styles["places"]}>
        {PLACES.map(({ place, keys }) => (
          <section key={place} aria-label={place}>
            <h3 className={styles["place"]}>{place}</h3>
            <dl className={styles["keys"]}>
              {keys.map(({ keys: names, does }) => (
                <Fragment key={does}>
                  <dt>
                    {names.map((name) => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
