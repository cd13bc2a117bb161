import type { SealedWallet } from "./vault";

/**
 * IndexedDB holds the sealed wallet and, if the owner wants it, a key that opens it for a while.
 */
export interface UnlockSession {
  /** Non-extractable: usable here, unreadable by anyone. */
  key: CryptoKey;
  expiresAt: number;
}

interface Records {
  wallet: SealedWallet;
  session: UnlockSession;
}

const DATABASE = "perpetua";
const STORE = "keys";

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await database();
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = work(db.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    db.close();
  }
}

export const load = <K extends keyof Records>(name: K): Promise<Records[K] | undefined> =>
  run("readonly", (store) => store.get(name) as IDBRequest<Records[K] | undefined>);

export const save = <K extends keyof Records>(name: K, value: Records[K]): Promise<unknown> =>
  run("readwrite", (store) => store.put(value, name));

export const remove = (name: keyof Records): Promise<unknown> =>
  run("readwrite", (store) => store.delete(name));
