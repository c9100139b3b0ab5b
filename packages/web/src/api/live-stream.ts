/** Whether the server tells of changes by itself; if not, open views ask again at intervals. */
export const liveStream = { isOpen: false };
