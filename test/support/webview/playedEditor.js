// Stands in for the editor in a page, before the page's own script: what it sends goes to the test, which calls `hear`.
let state = globalThis.remembered ?? undefined;

globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => globalThis.tellHost(message),
  getState: () => state,
  setState: (next) => {
    state = next;
  },
});

globalThis.hear = (data) => globalThis.dispatchEvent(new globalThis.MessageEvent('message', { data }));
