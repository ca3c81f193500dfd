import { createStore, del, get, set, update, type UseStore } from "idb-keyval";

/** A drawer of named values on this device. */
export interface Drawer {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  /** Read and write as one act, also against other tabs; gives what is there now. */
  change<T>(key: string, step: (value: T | undefined) => T): Promise<T>;
  drop(key: string): Promise<void>;
  /** Whether it outlives the page. */
  readonly isLasting: boolean;
}

class DatabaseDrawer implements Drawer {
  readonly isLasting = true;
  constructor(private readonly store: UseStore) {}

  get<T>(key: string): Promise<T | undefined> {
    return get<T>(key, this.store);
  }

  set(key: string, value: unknown): Promise<void> {
    return set(key, value, this.store);
  }

  async change<T>(key: string, step: (value: T | undefined) => T): Promise<T> {
    let after: T | undefined;
    await update<T>(key, (value) => (after = step(value)), this.store);
    return after as T;
  }

  drop(key: string): Promise<void> {
    return del(key, this.store);
  }
}

/** For browsers that keep nothing: as long as the page is open. */
export class PageDrawer implements Drawer {
  readonly isLasting = false;
  private readonly values = new Map<string, unknown>();

  async get<T>(key: string): Promise<T | undefined> {
    return this.values.get(key) as T | undefined;
  }

  async set(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }

  async change<T>(key: string, step: (value: T | undefined) => T): Promise<T> {
    const after = step(this.values.get(key) as T | undefined);
    this.values.set(key, after);
    return after;
  }

  async drop(key: string): Promise<void> {
    this.values.delete(key);
  }
}

let opened: Promise<Drawer> | null = null;

/** The profiling's drawer, tried once: some private windows offer a database and refuse to use it. */
export function openDrawer(): Promise<Drawer> {
  opened ??= tryDatabase();
  return opened;
}

async function tryDatabase(): Promise<Drawer> {
  try {
    const drawer = new DatabaseDrawer(createStore("profiling", "kept"));
    await drawer.set("probe", Date.now());
    return drawer;
  } catch {
    return new PageDrawer();
  }
}
