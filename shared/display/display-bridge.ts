/** What the customer display's preload puts on `window.evertillDisplay`: it receives, and can send nothing. */
export interface DisplayBridge {
  /** Calls the listener with the newest message, if there is one, and with each one after it. */
  receive(listener: (message: unknown) => void): void;
}
