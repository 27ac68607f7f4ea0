import type { ServerResponse } from "node:http";

/** Next 16 strips Content-Encoding from what routes answer (`next/dist/server/send-response.js`): they declare it by this name. */
export const encodingHeader = "x-trunkscope-encoding";

/** Turns the declared encoding into the real header, at the last moment before headers are sent. */
export function honourDeclaredEncoding(response: ServerResponse): void {
  const writeHead = response.writeHead;
  response.writeHead = function (this: ServerResponse, ...args: never[]) {
    const declared = this.getHeader(encodingHeader);
    if (declared !== undefined && !this.headersSent) {
      this.removeHeader(encodingHeader);
      this.setHeader("Content-Encoding", String(declared));
    }
    return Reflect.apply(writeHead, this, args);
  };
}
