import type { Dispatcher } from "undici";
import { isKnownPath } from "./resources.ts";

/**
 * Lets only reads of known collections out: GET, without a body or an upgrade, of a path in the table of resources.
 * Every request of a client passes here, whoever made it, so Trunkscope cannot change a cluster or read a Secret even by mistake.
 */
export function readOnly(basePath: string): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const path = options.path.split("?", 1)[0] ?? "";
    if (options.method !== "GET" || options.body || options.upgrade) {
      throw new Error(`refused to send ${options.method} ${path}: Trunkscope only reads`);
    }
    if (!path.startsWith(basePath) || !isKnownPath(path.slice(basePath.length))) {
      throw new Error(`refused to read ${path}: it is not in the table of what Trunkscope reads`);
    }
    return dispatch(options, handler);
  };
}
