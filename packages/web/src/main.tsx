import "./app/mantine.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { reloadWhenReplaced } from "./app/reload-when-replaced.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root.");
reloadWhenReplaced();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
