/** The phone's own database: entries that wait to be received, and drafts that nobody saved yet. */

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("diary", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("outbox", { keyPath: "order", autoIncrement: true });
      asked.result.createObjectStore("drafts", { keyPath: ["patient", "day"] });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opening = null; };
      resolve(asked.result);
    };
    asked.onerror = () => { opening = null; reject(asked.error); };
  });
  return opening;
}

/**
 * Runs one transaction and comes back when it is durable on this phone.
 * @template T
 * @param {"outbox" | "drafts"} name
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T> | void} work
 * @returns {Promise<T>}
 */
export async function transact(name, mode, work) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(name, mode, { durability: "strict" });
    const asked = work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(/** @type {T} */ (asked ? asked.result : undefined));
    transaction.onabort = () => reject(transaction.error ?? new Error("The phone could not keep this."));
    transaction.onerror = () => reject(transaction.error);
  });
}
