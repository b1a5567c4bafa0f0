const second = 1000;
const minute = 60 * second;
const mebibyte = 1024 * 1024;

/** Limits of the adapters on Node, with their units; the mission's own stand in mission/limits.ts. */
export const adapterLimits = {
  store: { maxSegmentBytes: 64 * mebibyte },
  files: {
    searchTimeLimitMs: 20 * second,
    listTimeLimitMs: 20 * second,
    maxListOutputBytes: 16 * mebibyte,
    maxMatchLineCharacters: 240,
    maxWriteBytes: 8 * mebibyte,
  },
  shell: {
    killGraceMs: 2 * second,
    drainMs: 250,
    maxStoredOutputBytes: 64 * mebibyte,
    liveOutputIntervalMs: 100,
    maxServiceOutputBytes: 64 * 1024,
    healthIntervalMs: 50,
    portFreeLimitMs: 5 * second,
  },
  git: { commandLimitMs: 2 * minute, lockWaitMs: 20 * second, lockPollMs: 50, orphanSettleMs: 2 * second },
  treeWatch: { maxHashedBytes: 4 * mebibyte, sliceMs: 8, toleranceMs: 10, maxNoticedFolders: 4000 },
  browser: { startMs: 30 * second, settleMs: 2 * second, quietMs: 60, appearMs: 2 * second, maxLogEntries: 300 },
  http: { pageTimeLimitMs: 30 * second, maxPageRedirects: 5, maxPageDownloadBytes: 8 * mebibyte },
  model: { requestTimeoutMs: 15 * minute, stallLimitMs: 5 * minute },
} as const;
