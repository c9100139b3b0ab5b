import { useId, useState, type KeyboardEvent } from "react";
import { Dialog } from "../../components/dialog.tsx";
import { closeDialog } from "../../components/show-dialog.tsx";
import { matchByWords } from "../../features/experiments/match-experiments.ts";
import { cutText } from "../../format/cut-text.ts";
import styles from "./command-palette.module.css";
import { type Command, useActions } from "./use-actions.ts";
import { useFound } from "./use-found.ts";

/** Finds experiments, runs and whatever can be done here, by words of their names. */
export default function CommandPalette() {
  const id = useId();
  const [words, setWords] = useState("");
  const [active, setActive] = useState(0);
  const actions = matchByWords(useActions(), words);
  const { experiments, runs } = useFound(words);
  const groups = [
    { name: "Actions", commands: actions },
    { name: "Experiments", commands: experiments },
    { name: "Runs", commands: runs },
  ].filter(({ commands }) => commands.length > 0);
  const all: readonly Command[] = groups.flatMap(({ commands }) => commands);
  const activeIndex = Math.min(active, all.length - 1);

  const choose = (command: Command | undefined) => {
    if (command === undefined) return;
    closeDialog();
    // After this dialog has given the focus back, so that the next takes it from there.
    requestAnimationFrame(() => command.run());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      choose(all[activeIndex]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = (activeIndex + step + all.length) % Math.max(1, all.length);
      setActive(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <Dialog title="Find experiments, runs and actions" isHigh onClose={closeDialog}>
      <input
        type="text"
        role="combobox"
        className={styles["input"]}
        aria-label="Find"
        aria-expanded={all.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={all.length > 0 ? `${id}-${activeIndex}` : undefined}
        placeholder="Words of a name, or of what to do"
        autoComplete="off"
        spellCheck={false}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label="Found" className={styles["list"]}>
        {groups.map(({ name, commands }) => (
          <div key={name} role="group" aria-label={name}>
            <div className={styles["group"]} aria-hidden="true">
              {name}
            </div>
            {commands.map((command) => {
              const index = all.indexOf(command);
              return (
                <div
                  key={command.id}
                  id={`${id}-${index}`}
                  role="option"
                  aria-selected={index === activeIndex}
                  className={styles["option"]}
                  onClick={() => choose(command)}
                  onPointerMove={() => setActive(index)}
                >
                  <bdi className={styles["name"]}>{cutText(command.name, 120)}</bdi>
                  {command.note !== undefined && command.note !== "" && (
                    <bdi className={styles["note"]}>{cutText(command.note, 60)}</bdi>
                  )}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p role="status" className={styles["none"]}>
        {all.length === 0 && "Nothing has such a name."}
      </p>
    </Dialog>
  );
}
