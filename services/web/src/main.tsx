import "@mantine/core/styles.css";
import "./app/global.css";

import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { cspNonce } from "./api/page";
import { App } from "./app/app";
import common from "./components/en.json";
import { registerStrings } from "./lib/i18n";

registerStrings("common", common);
if (cspNonce) setNonce(cspNonce);

// In development it would keep yesterday's files.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  void navigator.serviceWorker.register("/service-worker.js").catch(() => undefined);
}

const root = document.getElementById("root");
if (root) {
  // What a page caught it shows; the console of a learner is nobody's logbook.
  createRoot(root, import.meta.env.PROD ? { onCaughtError: () => undefined } : {}).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
