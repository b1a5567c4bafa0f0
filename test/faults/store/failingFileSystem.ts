import type { FileSystem } from '../../../src/adapters/node/fileSystem.ts';

export type Fault = 'EIO' | 'ENOSPC' | 'EMFILE' | 'EPERM' | 'EROFS' | 'short write' | 'part, then ENOSPC';

export interface FaultPlan {
  fault: Fault;
  /** The call that fails, counted from 1. */
  at: number;
  /** Whether every later call fails too. */
  lasting: boolean;
}

export interface FailingFileSystem {
  fileSystem: FileSystem;
  calls(): number;
  /** How many calls have felt the fault. */
  failures(): number;
  /** Descriptors that are open now. */
  open(): number;
}

/** A file system whose n-th call fails. */
export function failingFileSystem(real: FileSystem, plan: FaultPlan | null): FailingFileSystem {
  let calls = 0;
  let failures = 0;
  const descriptors = new Set<number>();

  const isStruck = () => {
    calls += 1;
    const struck = plan !== null && (plan.lasting ? calls >= plan.at : calls === plan.at);
    if (struck) failures += 1;
    return struck;
  };
  const guarded = async <T>(call: () => Promise<T>): Promise<T> => {
    if (isStruck() && plan !== null && plan.fault !== 'short write') throw systemError(plan.fault);
    return call();
  };
  const part = (bytes: Uint8Array) => bytes.subarray(0, Math.ceil(bytes.length / 2));

  const fileSystem: FileSystem = {
    open: (path, flags) =>
      guarded(async () => {
        const descriptor = await real.open(path, flags);
        descriptors.add(descriptor);
        return descriptor;
      }),
    close: async (descriptor) => {
      // As on Linux: whatever close answers, the descriptor is gone.
      await real.close(descriptor);
      descriptors.delete(descriptor);
      await guarded(async () => undefined);
    },
    write: async (descriptor, bytes, position) => {
      if (!isStruck() || plan === null) return real.write(descriptor, bytes, position);
      if (plan.fault === 'short write') return real.write(descriptor, part(bytes), position);
      if (plan.fault === 'part, then ENOSPC') await real.write(descriptor, part(bytes), position);
      throw systemError(plan.fault);
    },
    countNames: (descriptor) => guarded(() => real.countNames(descriptor)),
    truncate: (descriptor, length) => guarded(() => real.truncate(descriptor, length)),
    sync: (descriptor) => guarded(() => real.sync(descriptor)),
    syncData: (descriptor) => guarded(() => real.syncData(descriptor)),
    syncFolder: (path) => guarded(() => real.syncFolder(path)),
    readFile: (path) => guarded(() => real.readFile(path)),
    readFolder: (path) => guarded(() => real.readFolder(path)),
    makeFolder: (path) => guarded(() => real.makeFolder(path)),
    rename: (from, to) => guarded(() => real.rename(from, to)),
    link: (existing, path) => guarded(() => real.link(existing, path)),
    removeFile: (path) => guarded(() => real.removeFile(path)),
    removeFolder: (path) => guarded(() => real.removeFolder(path)),
    status: (path) => guarded(() => real.status(path)),
    realPath: (path) => guarded(() => real.realPath(path)),
  };
  return { fileSystem, calls: () => calls, failures: () => failures, open: () => descriptors.size };
}

function systemError(fault: Fault): Error {
  const code = fault === 'part, then ENOSPC' ? 'ENOSPC' : fault;
  return Object.assign(new Error(`${code}: made by the test`), { code });
}
