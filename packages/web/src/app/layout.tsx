import { ActionIcon, Drawer } from "@mantine/core";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { MenuIcon } from "../components/icons.tsx";
import { DialogHost } from "../components/show-dialog.tsx";
import { Toasts } from "../components/toast.tsx";
import { refreshSeries } from "../features/charts/refresh-series.ts";
import { ExperimentList } from "../features/experiments/experiment-list.tsx";
import { useLiveUpdates } from "../features/live/use-live-updates.ts";
import { CommandButtons } from "./commands/command-buttons.tsx";
import { useCommandKeys } from "./commands/use-command-keys.ts";
import { ColorSchemeToggle } from "./color-scheme-toggle.tsx";
import { ConnectionStatus } from "./connection-status.tsx";
import styles from "./layout.module.css";
import { useIsNarrow } from "./use-is-narrow.ts";

/** The frame of every page: the bar, the experiments at the left, the page itself. */
export function Layout() {
  const { experimentId } = useParams({ strict: false });
  const isNarrow = useIsNarrow();
  useLiveUpdates(refreshSeries);
  useCommandKeys();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={styles["layout"]}>
      <header className={styles["bar"]}>
        {isNarrow && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Show experiments"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(true)}
          >
            <MenuIcon />
          </ActionIcon>
        )}
        <Link to="/" className={styles["brand"]}>
          <svg aria-hidden="true" width="20" height="20" viewBox="0 0 32 32">
            <rect width="32" height="32" rx="7" fill="var(--accent)" />
            <path
              d="M6 22 L12 13 L17 18 L26 8"
              fill="none"
              stroke="var(--surface)"
              strokeWidth="3.2"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          </svg>
          mlflow-ts
        </Link>
        <ConnectionStatus />
        <CommandButtons />
        <ColorSchemeToggle />
      </header>
      {isNarrow ? (
        <Drawer
          opened={isOpen}
          onClose={() => setIsOpen(false)}
          size="xs"
          padding={0}
          classNames={{
            content: styles["drawerContent"] ?? "",
            body: styles["drawerBody"] ?? "",
            header: styles["drawerHead"] ?? "",
          }}
          title="mlflow-ts"
          closeButtonProps={{ "aria-label": "Close experiments" }}
        >
          <ExperimentList selectedId={experimentId} onChosen={() => setIsOpen(false)} />
        </Drawer>
      ) : (
        <div className={styles["side"]}>
          <ExperimentList selectedId={experimentId} />
        </div>
      )}
      <main className={styles["main"]}>
        <Outlet />
      </main>
      <Toasts />
      <DialogHost />
    </div>
  );
}
