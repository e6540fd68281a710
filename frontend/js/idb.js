/** The phone's own database: entries that wait to be received, those that were, drafts that nobody saved yet, and her last days. */

/** @typedef {"outbox" | "drafts" | "acknowledged" | "days"} StoreName */
const VERSION = 3;

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("diary", VERSION);
    asked.onupgradeneeded = ({ oldVersion }) => upgrade(asked.result, oldVersion);
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opening = null; };
      resolve(asked.result);
    };
    asked.onerror = () => { opening = null; reject(asked.error); };
  });
  return opening;
}

/** Adds what an older version lacks; nothing that it kept is touched. @param {IDBDatabase} base @param {number} from */
function upgrade(base, from) {
  if (from < 1) {
    base.createObjectStore("outbox", { keyPath: "order", autoIncrement: true });
    base.createObjectStore("drafts", { keyPath: ["patient", "day"] });
  }
  if (from < 2) base.createObjectStore("acknowledged", { keyPath: "order" });
  if (from < 3) base.createObjectStore("days", { keyPath: ["patient", "day"] });
}

/**
 * Runs one transaction on one store, or on several, and comes back when it is durable on this phone.
 * @template T
 * @param {StoreName | StoreName[]} names
 * @param {IDBTransactionMode} mode
 * @param {(...stores: IDBObjectStore[]) => IDBRequest<T> | void} work
 * @returns {Promise<T>}
 */
export async function transact(names, mode, work) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(names, mode, { durability: "strict" });
    transaction.onabort = () => reject(transaction.error ?? new Error("The phone could not keep this."));
    transaction.onerror = () => reject(transaction.error);
    try {
      const asked = work(...[names].flat().map((name) => transaction.objectStore(name)));
      transaction.oncomplete = () => resolve(/** @type {T} */ (asked ? asked.result : undefined));
    } catch (error) {
      reject(error);
      transaction.abort();  // or the half of the work that was done would be kept
    }
  });
}
