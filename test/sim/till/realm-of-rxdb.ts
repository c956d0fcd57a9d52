// Loaded once a realm, so that these are the realm's own.
export { OPEN_COLLECTIONS } from 'rxdb';
export { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
