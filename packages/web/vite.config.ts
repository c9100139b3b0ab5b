import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";
import { precompress } from "./build/precompress.ts";

// Any server with MLflow's API can be behind the page while it is developed, MLflow's own too.
const backend = process.env["MLFLOW_TRACKING_URI"] ?? "http://127.0.0.1:8080";
const port = Number(process.env["PORT"] ?? 5173);

export default defineConfig({
  // Relative, so that the built page works below any --static-prefix.
  base: "./",
  plugins: [react(), precompress()],
  resolve: { conditions: ["source", ...defaultClientConditions] },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // What the first view needs comes as one file: each of a dozen small ones would wait its turn.
      output: { codeSplitting: { groups: [{ name: "initial", tags: ["$initial"] }] } },
      treeshake: {
        // Its index compiles WebAssembly, which the page's policy refuses and the page does not use.
        moduleSideEffects: [{ test: /hyparquet-compressors/, sideEffects: false }],
      },
    },
  },
  server: {
    port,
    strictPort: true,
    proxy: {
      "/ajax-api": backend,
      "/get-artifact": backend,
      "/preview-artifact": backend,
      "/download-artifacts": backend,
    },
  },
});
