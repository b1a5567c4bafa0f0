/** Closed, content-addressed things: outputs over the inline limit, screenshots, evidence. Written before the event that names them. */
export interface Blobs {
  /** Resolves with the SHA-256 (hex) once the content is synced. Same content, same id. */
  put(content: string | Uint8Array): Promise<string>;
  text(id: string): Promise<string | null>;
  bytes(id: string): Promise<Uint8Array | null>;
}
